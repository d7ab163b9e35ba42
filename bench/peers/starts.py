"""How long after exec a web process answers its first page: beside the one that runs, at a socket of its own."""

import http.client
import statistics
import subprocess
import time
from pathlib import Path

import cases


def measure(peers, headers: dict[str, str], times: int) -> None:
    configuration = peers.run_dir / "second.conf"
    own = peers.configuration | {"web.socket": f"{peers.sockets}/second.sock"}
    configuration.write_text("".join(f"{name} = {value}\n" for name, value in own.items()))
    found = sorted(one(peers, headers, configuration) for _ in range(times))
    print(f"da exec alla prima pagina: da {found[0]:.0f} a {found[-1]:.0f} ms, mediana {statistics.median(found):.0f}")
    cases.absolute("web da exec alla prima pagina, mediana", "ms", statistics.median(found), 50)


def one(peers, headers: dict[str, str], configuration: Path) -> float:
    """Milliseconds; asked every millisecond, nginx says 502 until somebody listens."""
    with (peers.run_dir / "second.out").open("ab") as log:
        began = time.perf_counter()
        web = subprocess.Popen([peers.demo.program, "web", "--config", configuration], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        while (status := ask(peers.ports["web-second"], headers)) != 200:
            assert status == 502 and time.perf_counter() - began < 10, status
            time.sleep(0.001)
        return (time.perf_counter() - began) * 1000
    finally:
        web.terminate()
        web.wait()


def ask(port: int, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/notifiche", headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
