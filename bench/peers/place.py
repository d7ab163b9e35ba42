"""Those whom bench/peers compares, beside a demo: PHP-FPM, the programs in C, and one nginx before all of them and the demo's web."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHILDREN = 8  # web.threads in scripts/configure
OPCACHE = ["opcache.enable=1", "opcache.validate_timestamps=0", "opcache.memory_consumption=64", "opcache.jit=off"]
SERVER = """    server {{
        listen 127.0.0.1:{port};
        location / {{
            include {params};
            {own}
            fastcgi_pass unix:{socket};
        }}
    }}
"""
PHP = {"php-archive": "archive.php", "php-before": "archive-before.php", "php-detail": "detail.php", "php-compose": "compose.php"}
C = ["hello", "archive"]


class Peers:
    """Started with `with`; whatever was started is ended."""

    def __init__(self, demo, run_dir: Path, first_port: int):
        self.demo, self.run_dir = demo, run_dir
        names = ["web", "web-second", *PHP, *(f"c-{name}" for name in C)]
        self.ports = {name: first_port + number for number, name in enumerate(names)}
        self.processes: dict[str, subprocess.Popen] = {}
        lines = (demo.run_dir / "puntuale.conf").read_text().splitlines()
        self.configuration = dict(line.split(" = ", 1) for line in lines if " = " in line)
        self.sockets = Path(tempfile.mkdtemp(prefix="puntuale-peers."))  # short, whatever RUN_DIR is called

    def __enter__(self) -> "Peers":
        shutil.rmtree(self.run_dir, ignore_errors=True)
        self.run_dir.mkdir(parents=True)
        self._write_php_config()
        try:
            self._start_c()
            self._start_php()
            self._start_nginx()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self.processes.values()):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.sockets)

    def pids(self, name: str) -> list[int]:
        """Of the application behind a server, its children with it."""
        if name.startswith("web"):
            return [self.demo.pid("web")]
        process = self.processes["php" if name.startswith("php") else name].pid
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [process, *map(int, children)]

    # What the references know of the product's secrets and places

    def _write_php_config(self) -> None:
        secrets = self.demo.run_dir / "secrets"
        self.statics = self.configuration["web.statics"]
        self.password = (secrets / "web.password").read_text().strip()
        self.secret = (secrets / "web.secret").read_bytes().hex()
        config = self.run_dir / "config.php"
        config.touch(0o600)
        config.write_text(f"""<?php
return ['socket' => '{self.demo.database["socket"]}', 'database' => '{self.demo.database["database"]}', 'user' => 'puntuale_web',
        'password' => '{self.password}', 'statics' => '{self.statics}',
        'secret' => sodium_crypto_generichash(hex2bin('{self.secret}'))];
""")

    def _start(self, name: str, command: list, **environment: str) -> None:
        with (self.run_dir / f"{name}.out").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | environment)

    def _start_php(self) -> None:
        self._fill("php-fpm.conf", USER_LINE="user = root" if os.geteuid() == 0 else "", CHILDREN=str(CHILDREN))
        options = [argument for option in OPCACHE for argument in ("-d", option)]
        root = ["--allow-to-run-as-root"] if os.geteuid() == 0 else []
        self._start("php", ["php-fpm8.2", *root, *options, "--nodaemonize", "--fpm-config", self.run_dir / "php-fpm.conf"])
        self._await(self.sockets / "php.sock", "php")

    def _start_c(self) -> None:
        for name in C:
            flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libmariadb", "libsodium"], check=True, capture_output=True,
                                   text=True).stdout.split()
            program = self.run_dir / f"c-{name}"
            subprocess.run(["gcc", "-std=gnu11", "-Wall", "-Wextra", "-O2", "-o", program, HERE / f"c/{name}.c", "-lfcgi", "-lpthread",
                            *flags], check=True)
            socket = self.sockets / f"c-{name}.sock"
            self._start(f"c-{name}", [program, socket, str(CHILDREN)], PEERS_SOCKET=self.demo.database["socket"],
                        PEERS_DATABASE=self.demo.database["database"], PEERS_USER="puntuale_web", PEERS_PASSWORD=self.password,
                        PEERS_SECRET=self.secret, PEERS_STATICS=self.statics)
            self._await(socket, f"c-{name}")

    def _start_nginx(self) -> None:
        params = self.demo.run_dir / "nginx/fastcgi-params.conf"
        sockets = {"web": (self.configuration["web.socket"], ""), "web-second": (self.sockets / "second.sock", "")}
        for name, script in PHP.items():
            sockets[name] = (self.sockets / "php.sock", f"fastcgi_param SCRIPT_FILENAME {HERE}/php/{script};\n            "
                             f"fastcgi_param PEERS_CONFIG {self.run_dir}/config.php;")
        for name in C:
            sockets[f"c-{name}"] = (self.sockets / f"c-{name}.sock", "")
        servers = "".join(SERVER.format(port=self.ports[name], params=params, own=own, socket=socket)
                          for name, (socket, own) in sockets.items())
        self._fill("nginx.conf", USER_LINE="user root;" if os.geteuid() == 0 else "", SERVERS=servers)
        self._start("nginx", ["nginx", "-e", self.run_dir / "nginx-error.log", "-p", f"{self.run_dir}/", "-c", self.run_dir / "nginx.conf"])
        self._await(self.run_dir / "nginx.pid", "nginx")

    def _fill(self, name: str, **words: str) -> None:
        text = (HERE / f"{name}.template").read_text()
        for word, value in (words | {"RUN_DIR": str(self.run_dir), "SOCKETS": str(self.sockets)}).items():
            text = text.replace(f"@{word}@", value)
        (self.run_dir / name).write_text(text)

    def _await(self, path: Path, name: str) -> None:
        """Until a process has made this file."""
        deadline = time.monotonic() + 10
        while not path.exists():
            said = (self.run_dir / f"{name}.out").read_text()
            assert self.processes[name].poll() is None and time.monotonic() < deadline, f"{name}: {said}"
            time.sleep(0.05)
