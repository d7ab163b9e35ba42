"""load AUTHORITY HOST USER SECONDS SEND [AFTER]: several people at one site, from inside the machine's network.

Three look at pages, one sends SEND notifications to citizens that come after the first AFTER. The password comes by standard input.
Prints JSON: how many requests, which failed and when, how long the longest took, and what was sent.
"""

import json
import sys
import threading
import time
from pathlib import Path

from browser import TLSVisitor

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "system/support"))
import contextlib

from citizens import new_citizen

authority, host, username, seconds, to_send = Path(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
first = int(sys.argv[6]) if len(sys.argv) > 6 else 0
password = sys.stdin.readline().strip()
end = time.monotonic() + seconds
lock = threading.Lock()
found = {"requests": 0, "failed": [], "longest": 0.0, "sent": []}


class Counting(TLSVisitor):
    def request(self, method, path, body=None, headers=None):
        began, fault, page = time.monotonic(), None, None
        try:
            page = super().request(method, path, body, headers)
            if page.status >= 400:
                fault = f"{method} {path.split('?')[0]}: {page.status}"
        except OSError as error:
            fault = f"{method} {path.split('?')[0]}: {error!r}"
        took = time.monotonic() - began
        with lock:
            found["requests"] += 1
            found["longest"] = max(found["longest"], took)
            if fault:
                found["failed"].append(f"{time.strftime('%T')} {fault}, after {took:.2f} s")
        if page is None:
            raise OSError(fault)
        return page


def enter() -> Counting:
    visitor = Counting(host, authority)
    visitor.log_in({"utente": username, "password": password})
    return visitor


def look(visitor: Counting) -> None:
    while time.monotonic() < end:
        for path in ("/oggi", "/notifiche", "/notifiche/nuova"):
            with contextlib.suppress(OSError, AssertionError):
                visitor.get(path)
            time.sleep(0.03)  # all of them are one address, which may ask 200 times a second


def send(visitor: Counting) -> None:
    for _ in range(first):  # whom a load before this one wrote to
        new_citizen()
    for _ in range(to_send):
        if time.monotonic() >= end:
            break
        fiscal_code = new_citizen()
        try:
            page = visitor.get("/notifiche/nuova")
            service = next(value for value in page.form("Aggiungi").options["servizio"].values() if value)
            added = visitor.press(page, "Aggiungi", follow=False, servizio=service, codice_fiscale=fiscal_code,
                                  oggetto="Avviso di prova del Comune", contenuto="La pratica è stata registrata al protocollo. " * 3)
            if added.status == 303:
                found["sent"].append(fiscal_code)
        except (OSError, AssertionError):
            pass
        time.sleep(0.02)


visitors = [enter() for _ in range(4)]
threads = [threading.Thread(target=look, args=(visitor,)) for visitor in visitors[:3]]
threads.append(threading.Thread(target=send, args=(visitors[3],)))
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps(found))
