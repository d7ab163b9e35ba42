"""deliver AUTHORITY HOST USER CITIZEN: one notification, from the log in to its delivery, from inside the machine's network. The password
comes by standard input."""

import sys
import time
from pathlib import Path

from browser import TLSVisitor

authority, host, username, citizen = Path(sys.argv[1]), *sys.argv[2:5]
visitor = TLSVisitor(host, authority)
visitor.log_in({"utente": username, "password": sys.stdin.readline().strip()})
form = visitor.get("/notifiche/nuova")
service = next(value for value in form.form("Aggiungi").options["servizio"].values() if value)
page = visitor.press(form, "Aggiungi", servizio=service, codice_fiscale=citizen, oggetto="Avviso di prova del Comune",
                     contenuto="La pratica è stata registrata al protocollo dell’ente. " * 3)
deadline = time.monotonic() + 30
while b"Consegnata" not in page.body:
    assert page.status == 200 and time.monotonic() < deadline, (page.status, page.alerts)
    time.sleep(0.2)
    page = visitor.get(page.path)
print(page.path)
