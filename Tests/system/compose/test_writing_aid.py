"""What helps to write: buttons by two fields, a look at the oggetto, the preview with its remarks and the copy by e-mail."""

import re

import pytest

from citizens import with_control
from compose import CONTENT, fill, send

CODE = with_control("RSSMRA80A01X951")
BUTTONS = {
    "pulsante_1_testo": 'Prenota "subito"', "pulsante_1_indirizzo": "https://www.comune.example.it/p?a=1&b=2",
    "pulsante_2_testo": "Chiama", "pulsante_2_indirizzo": "tel:0612345678",
}
BOTH = r'''  cta_1:
    text: "Prenota \"subito\""
    action: "iohandledlink://https://www.comune.example.it/p?a=1&b=2"
  cta_2:
    text: "Chiama"
    action: "iohandledlink://tel:0612345678"
'''
FRONT_MATTER = f"---\nit:\n{BOTH}en:\n{BOTH}---\n"


def preview(visitor, tenant, citizen, **typed) -> str:
    page = fill(visitor, tenant, citizen, "Anteprima", **typed)
    assert page.status == 200
    return re.search(r'<div id="anteprima">(.*?)</aside>', page.html, re.S)[1]


def test_buttons_reach_the_citizen_as_the_front_matter_that_app_io_reads(demo, operator, tenant, citizen):
    page = operator.get(send(operator, tenant, citizen, **BUTTONS))
    [message] = demo.await_inbox(citizen)
    assert message["markdown"] == FRONT_MATTER + CONTENT
    assert re.findall(r'telefono-pulsante"[^>]*>([^<]*)<', page.html) == ["Prenota &quot;subito&quot;", "Chiama"]
    assert page.details["Contenuto"] == CONTENT.strip() and page.details["Pulsanti"].startswith('Prenota "subito"https://www')
    assert "---" not in re.search(r'class="telefono-testo">(.*?)</div>', page.html, re.S)[1]


def test_duplica_brings_the_buttons_back_to_their_fields(operator, tenant, citizen):
    path = send(operator, tenant, citizen, **BUTTONS)
    fields = operator.get(f"/notifiche/nuova?da={path.rsplit('/', 1)[-1]}").form("Aggiungi").fields
    assert {name: fields[name] for name in BUTTONS} == BUTTONS and fields["contenuto"] == CONTENT


def test_duplica_leaves_a_front_matter_by_hand_where_it_was_written(operator, tenant, citizen):
    by_hand = "---\nit:\n    cta_1:\n        text: 'Vai'\n        action: ioit://main/messages\nen:\n    a: b\n---\n" + CONTENT
    page = operator.get(send(operator, tenant, citizen, contenuto=by_hand))
    assert re.findall(r'telefono-pulsante"[^>]*>([^<]*)<', page.html) == ["Vai"]
    fields = operator.get(f"/notifiche/nuova?da={page.path.rsplit('/', 1)[-1]}").form("Aggiungi").fields
    assert fields["contenuto"].replace("\r\n", "\n") == by_hand and not any(fields[name] for name in BUTTONS)


@pytest.mark.parametrize("typed, field, sentence", [
    ({"pulsante_1_testo": "Vai"}, "pulsante_1_indirizzo", "Indicare l’indirizzo che il pulsante 1 apre."),
    ({"pulsante_2_indirizzo": "https://x.it"}, "pulsante_2_testo", "Indicare il testo del pulsante 2."),
    ({"pulsante_1_testo": "Vai", "pulsante_1_indirizzo": "http://x.it"}, "pulsante_1_indirizzo", "deve cominciare con https://"),
    ({"pulsante_1_testo": "Vai", "pulsante_1_indirizzo": "javascript:alert(1)"}, "pulsante_1_indirizzo", "deve cominciare con https://"),
    ({"pulsante_1_testo": "Vai", "pulsante_1_indirizzo": "https://x.it/a b"}, "pulsante_1_indirizzo", "spazi o caratteri"),
    ({"pulsante_1_testo": "x" * 41, "pulsante_1_indirizzo": "https://x.it"}, "pulsante_1_testo", "ha 41 caratteri: non può superarne 40."),
])
def test_a_wrong_button_comes_back_with_its_reason_beside_its_field(demo, operator, tenant, citizen, typed, field, sentence):
    page = fill(operator, tenant, citizen, **typed)
    assert page.status == 422 and sentence in page.beside(field), page.beside(field)
    fields = page.form("Aggiungi").fields
    assert {name: fields[name] for name in typed} == typed
    assert 'class="apribile campo pulsanti" open' in page.html and not page.has_button("Aggiungi comunque")
    assert demo.created(citizen) == []


def test_the_length_of_the_buttons_counts(operator, tenant, citizen):
    page = fill(operator, tenant, citizen, contenuto="c" * (10_001 - len(FRONT_MATTER)), **BUTTONS)
    assert page.status == 422
    assert page.beside("contenuto") == "Il contenuto, con i pulsanti, ha 10.001 caratteri: App IO ne accetta al massimo 10.000."
    assert 'data-conta-per="contenuto">10.001 su 10.000 caratteri con i pulsanti, 1 di troppo<' in page.html
    send(operator, tenant, citizen, contenuto="c" * (10_000 - len(FRONT_MATTER)), **BUTTONS)


def test_two_definitions_of_buttons_are_refused(operator, tenant, citizen):
    page = fill(operator, tenant, citizen, contenuto=FRONT_MATTER + CONTENT, **BUTTONS)
    assert page.status == 422 and "svuotare i campi Pulsanti" in page.beside("contenuto")


def test_a_front_matter_that_cannot_be_read_asks_first(demo, operator, tenant, citizen):
    broken = "---\nGentile cittadino: orario: 9-12\n---\n" + CONTENT
    assert "un avviso al posto del testo" in preview(operator, tenant, citizen, contenuto=broken)
    page = fill(operator, tenant, citizen, contenuto=broken)
    assert page.status == 422 and "un avviso al posto del testo" in page.beside("contenuto")
    assert operator.press(page, "Aggiungi comunque").status == 200
    assert [message["markdown"] for message in demo.created(citizen)] == [broken]


@pytest.mark.parametrize("subject, words", [
    (f"Esito della pratica di {CODE}", "un codice fiscale"),
    ("Rimborso su IT60X0542811101000000123456", "un IBAN"),
    ("Scrivere a maria.rossi@example.it", "un indirizzo e-mail"),
    ("Richiamare il 333 1234567", "un numero di telefono"),
])
def test_personal_data_in_the_oggetto_asks_first_and_can_be_sent_anyway(demo, operator, tenant, citizen, subject, words):
    page = fill(operator, tenant, citizen, oggetto=subject)
    assert page.status == 422 and f"L’oggetto contiene {words} e compare sullo schermo bloccato" in page.beside("oggetto")
    keys = page.form("Aggiungi").fields["avvertenze"]
    assert keys.startswith("oggetto.") and not any(part in keys for part in [CODE, "IT60", "maria", "333"])
    assert operator.press(page, "Aggiungi comunque").details["Oggetto"] == subject


def test_a_new_kind_of_data_in_the_oggetto_is_another_warning(demo, operator, tenant, citizen):
    page = fill(operator, tenant, citizen, oggetto="Richiamare il 333 1234567")
    page = fill(operator, tenant, citizen, "Aggiungi comunque", page=page, oggetto=f"Richiamare il 333 1234567 per {CODE}")
    assert page.status == 422 and "un codice fiscale e un numero di telefono" in page.beside("oggetto")
    assert demo.created(citizen) == []


def test_numbers_that_are_nobodys_raise_no_alarm(operator, tenant, citizen):
    for subject in ["Avviso 301011100007347557 da pagare", "Prot. 12345/2026 del 15/07/2026", "TARI 2026, orario 09.30 12.30"]:
        send(operator, tenant, citizen, oggetto=subject)


@pytest.mark.parametrize("text, sentence", [
    ("| a |\n|---|\n| b |", "L’app IO non mostra le tabelle"), ("~~no~~", "L’app IO non mostra il testo barrato"),
    ("[Nota]: b", "L’app IO toglie una parola fra parentesi"), ("12. b", "L’app IO numera gli elenchi da 1"),
    ("Qui < 9 e > 5", "Nella copia per e-mail manca ciò che sta fra"), ("Ecco![a](https://x.it)", "Per l’app IO un collegamento"),
    ("<b>x</b>", "I tag HTML"), ("[a](mailto:a@x.it)", "I collegamenti mailto:"), ("[a](tel:06)", "I collegamenti mailto:"),
    ("[a](ftp://x.it)", "Un collegamento non è supportato"), ("a\n\n---\n\nb", "Il testo contiene ---"), ("> **a**", "In un riquadro"),
])
def test_the_preview_says_what_the_app_drops_or_does_not_open(operator, tenant, citizen, text, sentence):
    shown = preview(operator, tenant, citizen, contenuto=f"{text}\n\n{CONTENT}")
    assert re.findall(r'<p class="avvertenza">([^<]*)', shown)[0].startswith(sentence.replace("<", "&lt;"))


def test_the_preview_says_how_much_the_copy_by_e_mail_carries(operator, tenant, citizen):
    shown = preview(operator, tenant, citizen, contenuto="**Parola** [qui](https://x.it). " + "x" * 200, **BUTTONS)
    assert "Nella copia per e-mail arriva solo l’inizio:" in shown and f"«Parola qui. {'x' * 121}...»" in shown
    shown = preview(operator, tenant, citizen, contenuto="Prima\n\n---\n\nDopo")
    assert "Nella copia per e-mail:" in shown and "«Dopo»" in shown


def test_a_hostile_button_is_text_in_every_page(operator, tenant, citizen):
    hostile = {"pulsante_1_testo": "</a><script>alert(1)</script>", "pulsante_1_indirizzo": "https://x.it/'onclick=alert(1)"}
    page = operator.get(send(operator, tenant, citizen, **hostile))
    assert "<script>alert" not in page.html and "&lt;script&gt;alert(1)" in page.html
    assert "<script>alert" not in preview(operator, tenant, citizen, **hostile)


def test_the_preview_shows_payment_due_date_and_lock_screen(operator, tenant, citizen):
    shown = preview(operator, tenant, citizen, oggetto="Avviso TARI 2026", somma="120,50", numero_avviso="301011100007347557",
                    scadenza="2099-12-16")
    text = " ".join(re.sub("<[^>]*>", " ", shown).replace("&nbsp;", " ").split())
    for words in ("Avviso pagoPA 301011100007347557 · 120,50 €", "Scade il 16/12/2099", "promemoria", "Dopo la scadenza non si paga"):
        assert words in text
    assert text.startswith(f"Sul telefono bloccato {tenant.name} Avviso TARI 2026")
