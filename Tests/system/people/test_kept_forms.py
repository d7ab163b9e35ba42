"""What somebody was writing when the session ended comes back to them after the log in, and to nobody else."""

import pytest

from visitor import Visitor


@pytest.mark.parametrize("path, button, typed", [
    ("/modelli/nuovo", "Salva", {"nome": "Avviso di prova", "oggetto": "Avviso per {{nome}}", "contenuto": "Gentile {{nome}}, …"}),
    ("/impostazioni/privacy", "Salva dati personali", {"titolare": "Comune di Prova, piazza Municipio 1"}),
    ("/impostazioni/nome", "Salva nome", {"nome": "Comune di Prova con un altro nome"}),
])
def test_what_an_administrator_typed_comes_back_after_the_log_in_and_is_not_saved(demo, tenant, path, button, typed):
    account = tenant.accounts["amministratore"]
    administrator = Visitor(tenant.url).log_in(account)
    page = administrator.get(path)
    names = set(typed) & set(page.form(button).fields)
    assert names == set(typed), page.form(button).fields.keys()
    demo.end_session(administrator)
    interrupted = administrator.press(page, button, **typed)
    assert interrupted.status == 403 and "Quanto scritto è conservato" in interrupted.text
    back = administrator.enter(interrupted, account)
    assert back.status == 422 and "nulla è stato salvato: quanto scritto è qui" in back.text
    fields = back.form(button).fields
    assert {name: fields[name] for name in typed} == typed
    again = administrator.get(path).form(button).fields
    assert all(again[name] != value for name, value in typed.items())


def test_another_person_who_logs_in_there_does_not_see_it(demo, tenant, citizen):
    operator = Visitor(tenant.url).log_in(tenant.accounts["operatore"])
    page = operator.get("/notifiche/nuova")
    demo.end_session(operator)
    interrupted = operator.press(page, "Anteprima", codice_fiscale=citizen, oggetto="Un testo di Anna", contenuto="Non è per altri")
    assert interrupted.status == 403
    other = tenant.accounts["amministratore"]
    seen = operator.enter(interrupted, other)
    assert seen.status == 200 and citizen not in seen.html and "Un testo di Anna" not in seen.html
    assert seen.path == "/notifiche/nuova"
