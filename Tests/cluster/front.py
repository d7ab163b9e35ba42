"""What stands before and behind the hosts: the balancer, to which people come, and the simulated App IO."""

import json
import shutil
from pathlib import Path

from authority import Authority
from host import INTERNAL, NUMBERS
from machine import Machine
from node import Node
from population import Ente


class Balancer(Node):
    def __init__(self, place: Path, switch):
        super().__init__("balancer", place, switch, {"people": 2, "front": 2})

    def set_up(self, authority: Authority, names: list[str]) -> None:
        self.apt("nginx")
        certificate, key = authority.sign(*names)
        self.write("/etc/nginx/tls/site.pem", certificate)
        self.write("/etc/nginx/tls/site.key", key, 0o600)
        self.write("/etc/nginx/tls/ca.pem", authority.certificate.read_text())
        # A host counts as away after several pages only: when a database dies, each of the two may have one that it must give up, and
        # with both away for that nobody would be asked at all.
        servers = "\n".join(f"    server 10.77.1.{number}:443 max_fails=10 fail_timeout=5s;" for number in NUMBERS.values())
        self.write("/etc/nginx/sites-enabled/default", f"""\
upstream puntuale {{
    zone puntuale 64k;
{servers}
}}

server {{
    listen 443 ssl http2 default_server;
    ssl_certificate /etc/nginx/tls/site.pem;
    ssl_certificate_key /etc/nginx/tls/site.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    client_max_body_size 300k;

    location / {{
        proxy_pass https://puntuale;
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;

        proxy_ssl_verify on;
        proxy_ssl_trusted_certificate /etc/nginx/tls/ca.pem;
        proxy_ssl_server_name on;
        proxy_ssl_name {INTERNAL};

        # The next host when this one cannot be reached, or is of no use to who only looks. What a POST has begun is not begun again
        # elsewhere: non_idempotent is not here.
        proxy_next_upstream error timeout http_502 http_503 http_504;
        proxy_next_upstream_tries 2;
        proxy_connect_timeout 2s;
        # A cluster that loses a node stands still for some 6 s, a page waits up to 30 s for its database.
        proxy_read_timeout 40s;
    }}
}}
""")
        self.run("nginx", "-t", "-q")
        self.run("systemctl", "daemon-reload")
        self.run("systemctl", "restart", "nginx.service")


class AppIO(Node):
    """The package's simulation, reached as the real one is: by name, over TLS."""

    def __init__(self, place: Path, switch):
        super().__init__("appio", place, switch, {"outside": 31})

    def set_up(self, package: Path, authority: Authority, enti: list[Ente]) -> None:
        shutil.copy(package, self.root / "root")
        self.apt(f"/root/{package.name}", "nginx")
        self.write("/etc/puntuale/sandbox-services.json", json.dumps([ente.in_sandbox for ente in enti]))
        self.write("/etc/puntuale/puntuale.conf", """\
sandbox.threads = 192
sandbox.directory = /var/lib/puntuale-sandbox
sandbox.services_file = /etc/puntuale/sandbox-services.json
sandbox.templates = /usr/share/puntuale/templates/sandbox
web.statics_link = /usr/share/puntuale/statico/corrente
""")
        certificate, key = authority.sign("appio.test")
        self.write("/etc/nginx/tls/appio.pem", certificate)
        self.write("/etc/nginx/tls/appio.key", key, 0o600)
        self.write("/etc/nginx/sites-enabled/default", """\
map $https $by_tls {
    default $https;
}
map $http_host $host_port {
    default "";
}

server {
    listen 443 ssl http2 default_server;
    ssl_certificate /etc/nginx/tls/appio.pem;
    ssl_certificate_key /etc/nginx/tls/appio.key;
    access_log off;
    keepalive_requests 100000;

    location / {
        include /usr/share/puntuale/nginx/fastcgi-params.conf;
        fastcgi_pass unix:/run/puntuale-sandbox/sandbox.sock;
    }

    location = /_taglia {
        internal;
        return 444;
    }
}
""")
        self.run("systemctl", "daemon-reload")
        self.run("systemctl", "enable", "--quiet", "--now", "puntuale-sandbox.socket")
        self.run("systemctl", "start", "puntuale-sandbox.service")
        self.run("nginx", "-t", "-q")
        self.run("systemctl", "restart", "nginx.service")
        Machine.within(20, lambda: self.answers("curl", "-sko", "/dev/null", "https://127.0.0.1/posta") is not None)

    @property
    def journal(self) -> Path: return self.root / "var/lib/puntuale-sandbox/journal.jsonl"
