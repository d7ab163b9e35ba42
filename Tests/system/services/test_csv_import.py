"""Many services at once, from a list: looked at first, then all or none."""

import re
import secrets
import time
import uuid

import pytest

from demo import until
from page import Page

SERVICE = "Avviso TARI"
HEAD = "nome;id_servizio;chiave_primaria;chiave_secondaria;importo_massimo;riservato;ambiente"


def post(visitor, address: str = "/servizi/importa", **fields) -> Page:
    """The form as a browser sends it; a value in bytes is a file."""
    page = visitor.get("/servizi/importa")
    mark = uuid.uuid4().hex
    body = b""
    for name, value in ({"_token": page.form("Controlla").fields["_token"]} | fields).items():
        file = '; filename="servizi.csv"\r\nContent-Type: text/csv' if isinstance(value, bytes) else ""
        content = value if isinstance(value, bytes) else value.encode()
        body += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
    body += f"--{mark}--\r\n".encode()
    sent = {"Content-Type": f"multipart/form-data; boundary={mark}", "Origin": visitor.url}
    return visitor.request("POST", address, body, sent)


def confirm(visitor, kept: str) -> Page:
    """Importa, under what was looked at."""
    return post(visitor, "/servizi/importa/conferma", conservato=kept)


def lines(count: int, key: str | None = None) -> list[str]:
    run = secrets.token_hex(4)
    return [f"Città-{run}-{number};01{run}{number:016d};{key or secrets.token_hex(16)};;100,00;sì;prova" for number in range(count)]


def services(demo, tenant, pattern: str) -> list[list[str]]:
    return demo.sql(f"""SELECT s.name, s.environment, s.maximum_cents, s.require_secure_channels FROM service s
                        JOIN tenant t ON t.id = s.tenant_id WHERE t.code = '{tenant.code}' AND s.name LIKE '{pattern}%' ORDER BY s.name""")


@pytest.fixture
def boss(other_tenant):
    return other_tenant.visitor("amministratore")


def test_a_list_is_looked_at_then_added_and_its_keys_are_tried(demo, other_tenant, boss):
    good, bad = lines(1, demo.sandbox_keys(other_tenant, SERVICE)[0])[0], lines(1)[0]
    name, other = good.split(";")[0], bad.split(";")[0]
    look = post(boss, elenco="\r\n".join([HEAD, good, bad]))
    assert look.status == 200 and [row[:2] for row in look.rows] == [["2", f"{name} AMBIENTE DI PROVA Messaggi riservati"],
                                                                    ["3", f"{other} AMBIENTE DI PROVA Messaggi riservati"]]
    for line in (good, bad):
        key = line.split(";")[2]
        assert key not in look.html and f"…{key[-4:]}" in look.html, "no page shows a key"
    assert services(demo, other_tenant, name.rsplit('-', 1)[0]) == [], "looking writes nothing"

    page = confirm(boss, look.form("Importa").fields["conservato"])
    assert page.status == 303
    assert "Sono stati importati 2 servizi" in boss.get(page.header("Location")).text
    assert services(demo, other_tenant, name) == [[name, "trial", "10000", "1"]]

    def status(wanted: str) -> str:
        return next((row[-1] for row in boss.get("/servizi").rows if row[0].startswith(wanted)), "")

    until(lambda: status(name) == "Attivo" and status(other) == "Chiave rifiutata", 60, lambda: (status(name), status(other)))
    assert "rifiutata" in next(row[2] for row in boss.get("/servizi").rows if row[0].startswith(other))
    again = confirm(boss, look.form("Importa").fields["conservato"])
    assert again.status == 422 and "Riga 2, nome: C’è già un servizio con questo nome nell’ente." in again.text


def test_every_row_that_is_wrong_is_told_and_nothing_typed_is_lost(demo, other_tenant, boss):
    right, wrong = lines(1)[0], f"Senza chiave {secrets.token_hex(3)};01X;;;molti;;prova"
    page = post(boss, elenco="\r\n".join([HEAD, right, wrong]))
    assert page.status == 422
    assert "Riga 3, chiave_primaria: Scrivere la chiave." in page.text and "Riga 3, importo_massimo:" in page.text
    assert page.form("Controlla").fields["elenco"].splitlines() == [HEAD, right, wrong]
    assert services(demo, other_tenant, right.split(";")[0]) == []
    for text, said in [("", "Incollare l’elenco"), ("a;b\n1;2", "mancano le intestazioni"), ("x" * 190_000, "dividerlo")]:
        page = post(boss, elenco=text)
        assert page.status == 422 and said in page.text, said


def test_a_file_as_excel_saves_it_is_read(demo, other_tenant, boss):
    line = lines(1)[0]
    look = post(boss, elenco="", file="\r\n".join([HEAD, line, ""]).encode("windows-1252"))
    assert look.status == 200 and line.split(";")[0] in look.text
    broken = post(boss, file=f"{HEAD}\r\n{line};di troppo".encode("windows-1252"))
    assert broken.status == 422 and line.split(";")[2] not in broken.html, "whoever chose a file has it"


def test_a_list_that_cannot_be_added_any_more_is_not_shown_with_its_keys(demo, other_tenant, boss):
    line = lines(1)[0]
    kept = post(boss, file=f"{HEAD}\n{line}".encode()).form("Importa").fields["conservato"]
    assert confirm(boss, kept).status == 303
    again = confirm(boss, kept)
    assert again.status == 422 and "scegliere di nuovo il file" in again.text and "Riga 2, nome: C’è già un servizio" in again.text
    assert line.split(";")[2] not in again.html and again.form("Controlla").fields["elenco"] == ""


def test_what_was_looked_at_is_added_only_by_the_same_session_of_the_same_tenant(demo, tenant, other_tenant, boss):
    line = lines(1)[0]
    kept = post(boss, elenco=f"{HEAD}\n{line}").form("Importa").fields["conservato"]
    for visitor in (other_tenant.visitor("amministratore"), tenant.visitor("amministratore")):
        assert "non vale più" in confirm(visitor, kept).text
    assert "non vale più" in confirm(boss, kept[:-4] + "AAAA").text
    assert services(demo, other_tenant, line.split(";")[0]) == services(demo, tenant, line.split(";")[0]) == []


def test_a_thousand_services_take_a_second(demo, tenant):
    """On the command line too, and without a call that people's sends would miss."""
    code = f"mille_{secrets.token_hex(3)}"
    host = f"{code.replace('_', '-')}.localhost"
    assert demo.puntuale("ente", "create", code, "--nome", "Comune di Mille", "--host", host).returncode == 0
    [[tenant_id]] = demo.sql(f"SELECT HEX(id) FROM tenant WHERE code = '{code}'")
    text = "\n".join([HEAD, *lines(1000)])
    checked = demo.puntuale("servizio", "import", code, "--file", "-", "--controlla", secret=text)
    assert checked.returncode == 0 and "1000" in checked.stdout and services_of(demo, tenant_id) == 0
    began = time.monotonic()
    added = demo.puntuale("servizio", "import", code, "--file", "-", secret=text)
    took = time.monotonic() - began
    assert added.returncode == 0 and services_of(demo, tenant_id) == 1000, added
    print(f"\n1,000 services: {took:.2f} s")
    again = demo.puntuale("servizio", "import", code, "--file", "-", secret=text)
    assert again.returncode == 65 and len(again.stderr.splitlines()) == 2000 and not re.search(r"\b[0-9a-f]{32}\b", again.stderr)
    assert took < 3, "a second, on a machine that does nothing else"


def services_of(demo, tenant_id: str) -> int:
    return int(demo.sql(f"SELECT COUNT(*) FROM service WHERE tenant_id = UNHEX('{tenant_id}')")[0][0])
