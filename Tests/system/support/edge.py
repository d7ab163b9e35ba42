"""The sites as the package lays them out, in an nginx of their own before the processes of a demo."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

from demo import Demo, free_port, until

MAIN = """
{user}
worker_processes 2;
pid {place}/nginx.pid;
daemon off;
error_log {place}/error.log info;
events {{ worker_connections 8192; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    gzip on;
    access_log {place}/other-access.log;
    client_body_temp_path {place}/body;
    fastcgi_temp_path {place}/fastcgi;
    proxy_temp_path {place}/proxy;
    scgi_temp_path {place}/scgi;
    uwsgi_temp_path {place}/uwsgi;
    {sites}
}}
"""


class Server:
    """An nginx with its files in a place of its own, until the end of a `with`."""

    def __init__(self, place: Path, sites: str, port: int):
        """- Parameter port: one that answers when it has started."""
        self.place, self.port = place, port
        user = "user root;" if os.geteuid() == 0 else ""
        place.mkdir(parents=True, exist_ok=True)
        (place / "nginx.conf").write_text(MAIN.format(user=user, place=place, sites=sites))
        self.command = ["nginx", "-e", str(place / "error.log"), "-p", f"{place}/", "-c", str(place / "nginx.conf")]

    def __enter__(self):
        self.process = subprocess.Popen(self.command)
        until(lambda: socket.socket().connect_ex(("127.0.0.1", self.port)) == 0, 60)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


class Edge(Server):
    """Every path of the package lies below its place, and only what an administrator may change is changed."""

    def __init__(self, demo: Demo, name: str, *, tls: bool = True, proxies: str = "", rate: str = "", away: bool = False):
        """- Parameters:
        - proxies: those that are trusted, as in trusted-proxies.conf.
        - rate: of one address, and of all strangers at one ente, as `5r/s`.
        - away: the application is not there."""
        place = demo.run_dir / "edge" / name
        shutil.rmtree(place, ignore_errors=True)
        demo.script("nginx-production", str(place))
        port = free_port(demo.port + 300)
        self.plain, self.monitoring = port + 1000, port + 500
        self.settings, self.certificates = place / "etc/puntuale/nginx", place / "etc/puntuale/certificates"
        self.acme = demo.run_dir / "acme"
        self.statics, self.log = place / "usr/share/puntuale/statico", place / "var/access.log"
        (place / "var").mkdir()
        self.statics.symlink_to(demo.run_dir / "statico")
        shutil.copytree(demo.run_dir / "certificates", self.certificates)
        nobody = demo.run_dir / "nobody.sock"
        paths = {"/run/puntuale-web/web.sock": nobody if away else demo.run_dir / "web.sock",
                 "/run/puntuale-host/host.sock": nobody if away else demo.run_dir / "host.sock",
                 "/usr/share/puntuale": place / "usr/share/puntuale", "/etc/puntuale": place / "etc/puntuale",
                 "/var/log/puntuale": place / "var", "/var/lib/puntuale/acme": self.acme,
                 "/run/puntuale-bodies": place / "body", "127.0.0.1:8081": f"127.0.0.1:{self.monitoring}",
                 "127.0.0.1:8082": f"127.0.0.1:{port + 1500}"}
        site = place / "etc/nginx/sites-available/puntuale"
        for file in [site, *(place / "usr/share/puntuale/nginx").glob("*.conf")]:
            text = file.read_text()
            for path, other in paths.items():
                text = text.replace(path, str(other))
            file.write_text(text)
        self.set("listen", f"listen 127.0.0.1:{port}{' ssl http2' if tls else ''};")
        self.set("listen-plain", f"listen 127.0.0.1:{self.plain};")
        self.set("installation-name", "server_name host.localhost;")
        self.set("trusted-proxies", proxies)
        if rate:
            rates = self.settings / "rates.conf"
            rates.write_text(rates.read_text().replace("200r/s", rate).replace("400r/s", rate))
        super().__init__(place, f"include {site};", port)

    def set(self, name: str, text: str) -> None:
        """Writes a file that an administrator may change."""
        (self.settings / f"{name}.conf").write_text(text + "\n")


def certify(edge: Edge, file: str, subject: str) -> None:
    """Makes a certificate that signs itself; a file without an ending."""
    place = edge.certificates / file
    place.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3",
                    "-subj", f"/CN={subject}", "-keyout", f"{place}.pem", "-out", f"{place}.crt"], check=True, capture_output=True)
    with Path(f"{place}.pem").open("ab") as whole:
        whole.write(Path(f"{place}.crt").read_bytes())
