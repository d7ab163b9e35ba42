"""Three nodes of MariaDB with Galera: TLS between them, to their clients and for the whole copy that a new node gets (SST)."""

import secrets
import shutil
import subprocess
import time
from pathlib import Path

from authority import Authority
from machine import PATH
from node import Node

NUMBERS = {"db1": 21, "db2": 22, "db3": 23}
ADMINISTRATOR = "puntuale_admin"


class Database(Node):
    """`data` is where the hosts ask, `group` the nodes' own network."""

    def __init__(self, name: str, place: Path, switch):
        super().__init__(name, place, switch, {"data": NUMBERS[name], "group": NUMBERS[name]}, {"/var/lib/mysql": "900M"})

    def configure(self, authority: Authority, sst_password: str) -> None:
        certificate, key = authority.sign(self.short, self.address("data"), self.address("group"))
        self.write("/etc/mysql/tls/node.pem", certificate)
        self.write("/etc/mysql/tls/node.key", key, 0o640)
        self.write("/etc/mysql/tls/ca.pem", authority.certificate.read_text())
        subprocess.run(["chroot", self.root, "chgrp", "mysql", "/etc/mysql/tls/node.key"], check=True)
        group = ",".join(f"10.77.3.{number}" for number in NUMBERS.values())
        tls = "/etc/mysql/tls"
        self.write("/etc/mysql/mariadb.conf.d/90-cluster.cnf", f"""\
[mysqld]
bind_address = {self.address("data")}
skip_name_resolve
ssl_cert = {tls}/node.pem
ssl_key = {tls}/node.key
ssl_ca = {tls}/ca.pem
tls_version = TLSv1.2,TLSv1.3
character_set_server = utf8mb4
max_connections = 200
innodb_buffer_pool_size = 192M
innodb_log_file_size = 64M
innodb_flush_log_at_trx_commit = 1
innodb_autoinc_lock_mode = 2
binlog_format = ROW
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_cluster_name = puntuale
wsrep_cluster_address = gcomm://{group}
wsrep_node_name = {self.short}
wsrep_node_address = {self.address("group")}
wsrep_slave_threads = 2
wsrep_provider_options = "socket.ssl_cert={tls}/node.pem;socket.ssl_key={tls}/node.key;socket.ssl_ca={tls}/ca.pem;gcache.size=64M"
wsrep_sst_method = mariabackup
wsrep_sst_auth = sst:{sst_password}

[sst]
encrypt = 3
tcert = {tls}/node.pem
tkey = {tls}/node.key
tca = {tls}/ca.pem
""", 0o640)
        subprocess.run(["chroot", self.root, "chgrp", "mysql", "/etc/mysql/mariadb.conf.d/90-cluster.cnf"], check=True)

    def sql(self, statement: str, seconds: float = 20) -> list[list[str]] | None:
        """Nothing when it does not answer in time, or not as a part of the cluster."""
        said = self.answers("mariadb", "--batch", "--skip-column-names", "--binary-as-hex", seconds=seconds, stdin=statement)
        return None if said is None else [line.split("\t") for line in said.splitlines()]

    def is_synced(self, size: int = len(NUMBERS)) -> bool:
        found = dict(self.sql("SHOW STATUS WHERE variable_name IN ('wsrep_cluster_size', 'wsrep_local_state_comment')") or [])
        return found == {"wsrep_cluster_size": str(size), "wsrep_local_state_comment": "Synced"}

    def forget(self) -> None:
        """Its data is gone, and the server with it."""
        self.run("systemctl", "stop", "mariadb.service")
        data = self.root / "var/lib/mysql"
        for path in data.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def template(debian: Path, place: Path) -> Path:
    """A Debian with MariaDB, made once and then copied."""
    if place.exists():
        return place
    fresh = place.with_name(place.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", debian, fresh], check=True)
    guard = fresh / "usr/sbin/policy-rc.d"
    guard.write_text("#!/bin/sh\nexit 101\n")
    guard.chmod(0o755)
    subprocess.run(["chroot", fresh, "apt-get", "-q", "-y", "--no-install-recommends", "install", "mariadb-server", "mariadb-backup",
                    "galera-4", "socat"], check=True, stdout=subprocess.DEVNULL, env={"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive"})
    guard.unlink()
    (fresh / "etc/systemd/system/multi-user.target.wants/mariadb.service").unlink(missing_ok=True)
    fresh.rename(place)
    return place


def found(nodes: list[Database]) -> str:
    """The cluster, from nothing.

    Returns: the password of the account with which hosts are set up.
    """
    first, *others = nodes
    password = secrets.token_hex(16)
    sst = dict(line.split(" = ", 1) for line in (first.root / "etc/mysql/mariadb.conf.d/90-cluster.cnf").read_text().splitlines()
               if " = " in line)["wsrep_sst_auth"].split(":")[1]
    first.run("galera_new_cluster")
    made = first.sql(f"""
        CREATE USER sst@localhost IDENTIFIED BY '{sst}';
        GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR ON *.* TO sst@localhost;
        CREATE USER {ADMINISTRATOR}@'10.77.2.%' IDENTIFIED BY '{password}' REQUIRE SSL;
        GRANT ALL ON *.* TO {ADMINISTRATOR}@'10.77.2.%' WITH GRANT OPTION;""")
    assert made is not None, "the accounts of the cluster could not be made"
    for node in others:
        began = time.monotonic()
        node.run("systemctl", "start", "mariadb.service")
        print(f"{'':6}{node.short}: joined by a whole copy in {time.monotonic() - began:.1f} s", flush=True)
    for node in nodes:
        node.within(60, node.is_synced)
        node.run("systemctl", "enable", "--quiet", "mariadb.service")
    return password
