"""people AUTHORITY BALANCER HOST ADMINISTRATION FIRST: five people at their browsers, until standard input ends; its first line is the
operator's password.

Three look at pages, one enters notifications for the citizens from number FIRST on, one looks at the administration's page. Prints JSON: of
each request when it ended, how long it took and what was wrong; and whom notifications were entered for, surely and perhaps.
"""

import contextlib
import json
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "package"), str(HERE)]

from population import citizen_of  # noqa: E402

from browser import Connection, TLSVisitor  # noqa: E402

authority, balancer, host, administration, first = Path(sys.argv[1]), *sys.argv[2:5], int(sys.argv[5])
Connection.machine = balancer
password = sys.stdin.readline().strip()
lock, over = threading.Lock(), threading.Event()
found = {"requests": [], "sent": [], "perhaps": []}


class Counting(TLSVisitor):
    def request(self, method, path, body=None, headers=None):
        began, fault, page = time.time(), "", None
        try:
            page = super().request(method, path, body, headers)
            if page.status >= 400:
                fault = f"{method} {path.split('?')[0]}: {page.status}"
        except OSError as error:
            fault = f"{method} {path.split('?')[0]}: {type(error).__name__}"
        except Exception as error:  # an answer that was cut
            fault = f"{method} {path.split('?')[0]}: {type(error).__name__}"
        now = time.time()
        with lock:
            found["requests"].append((now, now - began, fault, self.host))
        if page is None:
            raise OSError(fault)
        return page


def enter() -> Counting:
    """Also where it takes some tries: a fault may have just begun."""
    while True:
        visitor = Counting(host, authority)
        visitor.timeout = 45
        with contextlib.suppress(OSError, AssertionError, StopIteration, KeyError):
            return visitor.log_in({"utente": "operatore", "password": password})
        time.sleep(0.5)


def look(visitor: Counting) -> None:
    while not over.is_set():
        for path in ("/oggi", "/notifiche", "/notifiche/nuova"):
            with contextlib.suppress(OSError, AssertionError):
                visitor.get(path)
            over.wait(0.1)


def look_at_administration() -> None:
    visitor = Counting(administration, authority)
    visitor.timeout = 45
    while not over.is_set():
        with contextlib.suppress(OSError, AssertionError):
            visitor.get("/entra")
        over.wait(0.25)


def send(visitor: Counting) -> None:
    number = first
    while not over.is_set():
        citizen, number = citizen_of(number), number + 1
        pressed = False
        try:
            page = visitor.get("/notifiche/nuova")
            service = next(value for value in page.form("Aggiungi").options["servizio"].values() if value)
            pressed = True
            added = visitor.press(page, "Aggiungi", follow=False, servizio=service, codice_fiscale=citizen,
                                  oggetto="Avviso di prova del Comune", contenuto="La pratica è stata registrata al protocollo. " * 3)
            found["sent" if added.status == 303 else "perhaps"].append(citizen)
        except (OSError, AssertionError, StopIteration):
            if pressed:
                found["perhaps"].append(citizen)
        over.wait(0.1)


visitors = [enter() for _ in range(4)]
with lock:
    found["requests"].clear()
threads = [threading.Thread(target=look, args=(visitor,)) for visitor in visitors[:3]]
threads += [threading.Thread(target=send, args=(visitors[3],)), threading.Thread(target=look_at_administration)]
for thread in threads:
    thread.start()
print("ready", flush=True)
sys.stdin.read()
over.set()
for thread in threads:
    thread.join()
print(json.dumps(found))
