"""Message templates: what administrators may write, and what their versions keep."""

import json
import secrets

import pytest

from message_templates import CONTENUTO, OGGETTO, preview, save
from routes import UNKNOWN


def test_a_new_template_is_saved_when_its_fields_have_been_seen(administrator, tenant):
    name = f"Modello {secrets.token_hex(3)}"
    page = save(administrator, tenant, name)
    assert page.status == 422 and "non è ancora stato salvato" in page.alerts[0]
    form = page.form("Salva").fields
    assert form["nome"] == name and form["oggetto"] == OGGETTO and form["contenuto"].replace("\r\n", "\n") == CONTENUTO
    assert form["campi"] == "data nome importo nota" and form["servizio"] == tenant.first_service
    assert [form[f"tipo_{field}"] for field in ["data", "nome", "importo", "nota"]] == ["data", "testo", "importo", "testo"]
    assert [form[f"anche_{field}"] for field in ["data", "nome", "importo", "nota"]] == ["", "", "somma", ""]
    page = administrator.press(page, "Salva", etichetta_nome="Nome e cognome", obbligatorio_nota=None)
    assert page.title == name and "è stato aggiunto" in page.text
    [row] = [row for row in administrator.get("/modelli").rows if row[1] == name]
    assert row[2:4] == ["Data, Nome e cognome, Importo, Nota", "1"] and "Bruno Amministratore" in row[4] and row[5] == "In uso"
    assert administrator.get("/registro?gruppo=templates").rows[0][2:4] == ["Modello aggiunto", name]


@pytest.mark.parametrize("field, typed, words", [
    ("servizio", "", "Scegliere il servizio."), ("servizio", UNKNOWN, "Scegliere il servizio."), ("nome", " ", "Scrivere il nome"),
    ("oggetto", "", "Indicare l’oggetto."), ("oggetto", "Corto", "almeno 10"), ("oggetto", "Gentile {{nome", "non è chiuso"),
    ("oggetto", "x" * 121, "al massimo 120"), ("contenuto", "Troppo corto", "almeno 80"),
    ("contenuto", CONTENUTO + "{{nome cittadino}}", "{{nome_cittadino}}"), ("contenuto", "x" * 10_001, "al massimo 10.000"),
    ("contenuto", "---\nit:\n  cta_1: {{nome}}\n---\n" + CONTENUTO, "non ci possono essere campi"),
    ("contenuto", CONTENUTO + "}}", "senza {{"),
])
def test_what_cannot_become_a_message_is_refused_beside_its_field_and_kept(administrator, tenant, field, typed, words):
    name = f"Modello {secrets.token_hex(3)}"
    page = save(administrator, tenant, name, **{field: typed})
    assert page.status == 422 and words in page.beside(field), page.beside(field)
    form = page.form("Salva").fields
    kept = {"nome": name, "oggetto": OGGETTO, "contenuto": CONTENUTO} | ({field: typed.strip()} if field != "servizio" else {})
    assert {key: form[key].replace("\r\n", "\n") for key in kept} == kept
    assert name not in administrator.get("/modelli").text


def test_what_was_said_of_the_fields_outlasts_a_text_that_cannot_be_read(administrator, tenant):
    page = save(administrator, tenant, f"Modello {secrets.token_hex(3)}")
    page = administrator.press(page, "Salva", oggetto="Gentile {{nome", tipo_nota="testo_lungo", etichetta_nome="Nome e cognome",
                               obbligatorio_importo=None)
    assert page.status == 422 and "non è chiuso" in page.beside("oggetto")
    page = administrator.press(page, "Aggiorna l’elenco dei campi", oggetto=OGGETTO)
    form = page.form("Salva").fields
    assert page.status == 200 and form["tipo_nota"] == "testo_lungo" and form["etichetta_nome"] == "Nome e cognome"
    assert "obbligatorio_importo" not in form and "obbligatorio_nome" in form
    page = administrator.press(page, "Salva", tipo_nome="testo_lungo", etichetta_nota=" ")
    assert "non può essere un testo lungo" in page.beside("tipo_nome") and "da 1 a 60" in page.beside("etichetta_nota")


def test_another_tenants_service_is_as_unknown_as_none(administrator, tenant, other_tenant):
    name = f"Modello {secrets.token_hex(3)}"
    foreign, unknown = [save(administrator, tenant, name, servizio=service) for service in (other_tenant.first_service, UNKNOWN)]
    assert foreign.status == unknown.status == 422 and foreign.stable == unknown.stable
    assert foreign.beside("servizio") == "Scegliere il servizio."


def test_a_change_is_a_new_version_and_a_name_is_one_template(administrator, tenant, template):
    page = administrator.press(administrator.get(template), "Salva", oggetto="Nuovo appuntamento del {{data}} per {{nome}}")
    assert "versione 2" in page.text.lower() and page.text.count("Versione 1 –") == 1 and OGGETTO in page.text
    assert administrator.get("/registro?gruppo=templates").rows[0][4] == "versione 2"
    renamed = administrator.press(page, "Salva", nome="Pratica protocollata")
    assert renamed.status == 422 and "C’è già un modello" in renamed.beside("nome")
    unchanged = administrator.press(administrator.get(template), "Salva")
    assert "Versione 2 (attuale)" in unchanged.text and "Versione 3" not in unchanged.text


def test_two_administrators_do_not_overwrite_each_other(administrator, template):
    mine, other = administrator.get(template), administrator.get(template)
    administrator.press(other, "Salva", oggetto="Quanto ha scritto il primo, per {{nome}}")
    page = administrator.press(mine, "Salva", oggetto="Quanto ha scritto il secondo, per {{nome}}")
    assert page.status == 422 and "ha salvato la versione 2" in page.alerts[0] and "Quanto ha scritto il primo" in page.text
    assert page.form("Salva").fields["oggetto"] == "Quanto ha scritto il secondo, per {{nome}}"
    assert "Versione 3 (attuale)" in administrator.press(page, "Salva").text


def test_the_preview_of_a_template_has_example_values(administrator, tenant):
    page = administrator.press(administrator.get("/modelli/nuovo"), "Anteprima", oggetto=OGGETTO, contenuto=CONTENUTO)
    assert page.status == 200 and "<strong>[Nome]</strong>" in preview(page) and "15/07/2027" in preview(page)
    assert "1.234,56 €" in preview(page)


def test_the_installations_administrator_adds_and_lists_templates(demo, tenant, operator, tmp_path):
    name, file = f"Da riga di comando {secrets.token_hex(3)}", tmp_path / "modello.txt"
    file.write_text("Rata {{rata}} di {{importo}} €\n\nGentile {{nome}},\n\n"
                    "la rata numero {{rata}} di {{importo}} € va pagata entro il {{scadenza}}.\n")
    command = ["modello", "add", tenant.code, "Avviso TARI", "--nome", name, "--file", str(file)]
    added = demo.puntuale(*command, "--campo", "rata=numero", "--anche", "importo=no", "--richiede-pagamento", "--json")
    assert added.returncode == 0 and json.loads(added.stdout)["campi"] == ["rata", "importo", "nome", "scadenza"], added.stderr
    for arguments, words in [(command, "ha già un modello"), ([*command, "--campo", "rata=colore"], "scriverlo come"),
                             ([*command, "--campo", "altro=data"], "nessun campo {{altro}}"),
                             ([*command, "--anche", "importo=prezzo"], "scriverlo come"),
                             ([*command, "--anche", "nome=somma"], "non può essere anche Somma"),
                             ([*command[:-1], str(tmp_path / "nessuno")], "non si può leggere"),
                             ([*command[:3], "Nessun servizio", *command[4:]], "nessun servizio")]:
        refused = demo.puntuale(*arguments)
        assert refused.returncode != 0 and words in refused.stderr, refused.stderr
    file.write_text("Senza riga vuota\nCorto")
    assert "una riga vuota" in demo.puntuale(*command).stderr
    listed = json.loads(demo.puntuale("modello", "list", tenant.code, "--json").stdout)
    assert next(found for found in listed if found["nome"] == name)["servizio"] == "Avviso TARI"
    page = operator.get("/notifiche/nuova")
    page = operator.press(page, "Usa modello", modello=page.form("Aggiungi").options["modello"][name])
    assert "il modello richiede il pagamento" in page.text and "somma" in page.form("Aggiungi").fields
    assert "scadenza" not in page.form("Aggiungi").fields  # it is the text's
