"""A mail server is put to use when it has taken a trial, and not before; what went wrong is said in words."""

import pytest

from demo import free_port
from post_office import PostOffice, other_certificate

SECRET = "segreta-della-posta"


def test_one_that_takes_the_trial_is_in_use_and_its_password_stands_nowhere(demo, gestore, office, set_up):
    page = set_up(office)
    assert any("ha accettato la prova per gestore@example.org: è in uso" in text for text in page.alerts)
    assert page.details["Mittente"] == "avvisi@example.org"
    [message] = office.taken
    assert office.recipients == ["gestore@example.org"] and message["From"].addresses[0].addr_spec == "avvisi@example.org"
    assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"] and message["Date"].datetime
    assert "Prova del server di posta" in message["Subject"] and "accetta le e-mail" in message.get_content()
    assert SECRET not in gestore.get("/posta").text
    for log in (demo.run_dir / "logs").glob("*.log"):
        assert SECRET not in log.read_text(errors="replace")
    [[sealed]] = demo.sql("SELECT HEX(sealed) FROM mail_server")
    assert SECRET.encode().hex().upper() not in sealed and len(sealed) > 100
    assert "server di posta: 127.0.0.1" in gestore.get("/registro").text

    again = set_up(office, posta_password="", posta_mittente="altro@example.org")
    assert "è in uso" in again.text and again.details["Mittente"] == "altro@example.org", "the password that is there opens"
    stolen = set_up(office, posta_password="", posta_server="localhost")
    assert "Scrivere la password." in stolen.text, "to another server it is not given"


@pytest.mark.parametrize(("otherwise", "field", "sentence"), [
    ({"posta_password": "sbagliata"}, "posta_password", "non accetta utente e password"),
    ({"posta_server": "nessuno.invalid"}, "posta_server", "non si trova"),
    ({"posta_porta": "1"}, "posta_server", "rifiuta la connessione"),
    ({"posta_sicurezza": "tls"}, "posta_sicurezza", "non offre la connessione protetta"),
])
def test_what_goes_wrong_is_said_beside_its_field_and_nothing_is_saved(demo, gestore, office, set_up, otherwise, field, sentence):
    page = set_up(office, **otherwise)
    assert sentence in page.beside(field), page.alerts
    assert any("Il server non è stato salvato." in text for text in page.alerts)
    typed = page.form("Prova e salva").fields
    assert typed["posta_mittente"] == "avvisi@example.org" and typed["posta_password"] == "", "all but the password is still there"
    assert demo.sql("SELECT place FROM mail_server") == [["on_trial"]] and not office.taken
    page = gestore.press(page, "Scarta la prova")
    assert demo.sql("SELECT place FROM mail_server") == [] and page.status == 200


@pytest.mark.parametrize(("manner", "field", "sentence"), [
    ("refuses sender", "posta_mittente", "rifiuta il mittente"), ("refuses recipient", "posta_prova", "rifiuta il destinatario"),
    ("refuses message", "", "rifiuta il messaggio"), ("busy", "", "riprovare più tardi"), ("falls silent", "", "non ha confermato"),
])
def test_what_the_server_refuses_is_told_apart(office, set_up, manner, field, sentence):
    office.manner = manner
    page = set_up(office)
    assert any(sentence in text for text in page.alerts), page.alerts
    assert not field or sentence in page.beside(field)


def test_a_certificate_of_an_unknown_authority_is_not_believed(demo, office, set_up):
    with PostOffice(free_port(office.port + 1), other_certificate(demo.run_dir / "other-tls")) as other:
        assert "certificato" in set_up(other).beside("posta_sicurezza")
        assert not other.taken


def test_a_server_without_tls_gets_no_password_and_is_used_in_the_clear_only_within_the_machine(demo, office, set_up):
    with PostOffice(free_port(office.port + 1), None) as plain:
        assert "non offre la connessione protetta" in set_up(plain).beside("posta_sicurezza")
        page = set_up(plain, posta_sicurezza="none", posta_server="smtp.example.org", posta_utente="", posta_password="")
        assert page.status == 422 and "su questa stessa macchina" in page.beside("posta_sicurezza")
        assert "è in uso" in set_up(plain, posta_sicurezza="none", posta_utente="", posta_password="").text
        assert len(plain.taken) == 1
