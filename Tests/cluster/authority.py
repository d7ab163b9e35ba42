"""The authority that signs for the databases, the hosts, the balancer and the simulated App IO."""

import subprocess
from pathlib import Path


class Authority:
    def __init__(self, place: Path):
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        self.certificate = place / "ca.pem"
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj",
                     "/CN=Autorità di prova", "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")

    def openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.place)

    def sign(self, *names: str) -> tuple[str, str]:
        """For all these names and addresses, the first one's above all.

        Returns: the certificate with its chain, and its key.
        """
        name = names[0]
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        alternatives = ",".join(f"{'IP' if one[0].isdigit() else 'DNS'}:{one}" for one in names)
        extensions = self.place / "extensions"
        extensions.write_text(f"subjectAltName={alternatives}\nextendedKeyUsage=serverAuth,clientAuth\n"
                              "basicConstraints=critical,CA:FALSE\n")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", f"{name}.pem",
                     "-days", "20", "-extfile", "extensions")
        return (self.place / f"{name}.pem").read_text(), (self.place / f"{name}.key").read_text()
