"""Da seguire: what did not reach its citizen, from the menu to where nothing is left to do."""

import io
import re

import openpyxl
import pytest

from citizens import new_citizen
from compose import SUBJECT, send
from new_tenant import new_tenant
from people import add_person
from workbook import rows


@pytest.fixture(scope="module")
def ente(demo, tenant):
    """Nobody else's notifications come into its worklist, nor are taken out of it."""
    return new_tenant(demo, tenant, administrator=True)


@pytest.fixture(scope="module")
def operator(ente):
    return ente.visitor("operatore")


def moved(demo, tenant, operator, state: str, reason: str) -> str:
    """A notification of the operator that has come to stand there: its address."""
    path = send(operator, tenant, new_citizen()).split("?")[0]
    demo.await_state(path, "processed")
    identifier = path.rsplit("/", 1)[-1].replace("-", "")
    demo.sql(f"UPDATE notification SET state = '{state}', reason = '{reason}', updated_at = NOW(6) WHERE id = UNHEX('{identifier}')")
    return path


def number(page) -> int:
    """Of the menu."""
    found = re.search(r"Da seguire(?: \((\d+)\))?</a>", page.html)
    return int(found[1] or 0)


def act(visitor, page, address: str, **chosen: str):
    """Presses a button of the list's form."""
    fields = {name: value for name, value in page.form("Prendi in carico").fields.items() if name != "scelta"}
    return visitor.post(address, fields | chosen, follow=True)


@pytest.fixture
def follows(demo, ente, operator):
    """One of each kind, on a list that was empty."""
    demo.sql(f"DELETE f FROM to_follow f JOIN tenant t ON t.id = f.tenant_id WHERE t.code = '{ente.code}'")
    return {state: moved(demo, ente, operator, state, reason) for state, reason in [
        ("unreachable", "not_on_io"), ("failed", "tries_exhausted"), ("uncertain", "answer_lost"), ("rejected", "failed_at_io")]}


def test_the_menu_counts_it_and_each_row_says_why_and_what_to_do(demo, tenant, operator, follows):
    page = operator.get("/seguire")
    assert number(page) == 4 and page.title.startswith("Da seguire") and len(page.rows) == 4
    for path in follows.values():
        assert f'href="{path}"' in page.html
    row = next(row for row in page.rows if "Non raggiungibile" in " ".join(row))
    assert "Il cittadino non è su App IO" in " ".join(row) and "Avvisare il cittadino con un altro canale." in " ".join(row)
    assert 'aria-current="page">Da seguire' in page.html
    only = operator.get("/seguire?stato=uncertain")
    assert len(only.rows) == 1 and "Decidi" in only.text
    # The other ente knows nothing of it.
    stranger = tenant.visitor("operatore").get("/seguire?chi_segue=tutte")
    assert not any(path in stranger.html for path in follows.values())


def test_it_is_worked_down_to_nothing_and_the_archive_knows_what_was_done(demo, ente, operator, follows):
    page = operator.get(f"/seguire/contatto?uuid={follows['unreachable'].rsplit('/', 1)[-1]}")
    refused = operator.press(page, "Registra", nota="Ha risposto la figlia")
    assert refused.status == 422 and "Scegliere come il cittadino è stato contattato." in refused.text
    assert "Ha risposto la figlia" in refused.html
    done = operator.press(refused, "Registra", canale="phone")
    assert "Il contatto è registrato" in done.text and number(done) == 3
    assert f"«{SUBJECT}»" in operator.press(operator.get(follows["uncertain"]), "Reinvia").text
    assert "Vai a Da seguire" in operator.decide(operator.get(follows["uncertain"]), "Considera inviata").text
    again = act(operator, operator.get("/seguire"), follows["failed"] + "/ritenta", tentativo="1")
    assert again.is_notification and again.details["Stato"] != "Non riuscita" and "Vai a Da seguire" in again.text
    page = operator.get("/seguire")
    assert number(page) == 1
    chosen = act(operator, page, "/seguire/contatto", scelta=follows["rejected"].rsplit("/", 1)[-1])
    done = operator.press(chosen, "Registra", canale="other")
    assert "Scrivere nella nota" in done.text
    done = operator.press(done, "Registra", nota="Avviso lasciato nella cassetta")
    assert number(done) == 0 and "Nessuna notifica propria da seguire" in done.text
    register = ente.visitor("amministratore").get("/registro").text
    assert register.count("Cittadino contattato altrimenti") >= 2 and "Telefono" in register


def test_who_takes_one_on_has_it_among_their_own_until_it_is_given_back(demo, ente, operator, follows):
    colleague = ente.visitor()
    colleague.log_in(add_person(ente.visitor("amministratore"), ente.visitor(), "operatore"))
    mine = colleague.get("/seguire")
    assert mine.rows == [] and "Vedi quelle di tutti" in mine.text and number(mine) == 4
    everybodys = colleague.get("/seguire?chi_segue=tutte")
    failed = follows["failed"].rsplit("/", 1)[-1]
    taken = act(colleague, everybodys, "/seguire/carico", sola=failed)
    assert "Presa in carico" in taken.text
    assert [failed in link for link in colleague.get("/seguire").links if "/notifiche/0" in link] == [True]
    assert failed not in operator.get("/seguire").html
    back = act(colleague, colleague.get("/seguire"), "/seguire/rilascio", sola=failed)
    assert "Lasciata" in back.text and "di nessuno" in colleague.get("/seguire?chi_segue=tutte").text
    assert "Nessuna notifica scelta" in act(colleague, everybodys, "/seguire/carico").text


def test_who_only_reads_sees_everybodys_and_no_act(demo, ente, operator, follows):
    reader = ente.visitor("consultazione")
    page = reader.get("/seguire")
    assert len(page.rows) == 4 and not page.has_button("Ritenta") and "Prendi in carico" not in page.text
    assert reader.get("/seguire/contatto?uuid=" + follows["failed"].rsplit("/", 1)[-1]).status == 403


def test_the_list_is_in_excel(demo, ente, operator, follows):
    page = operator.press(operator.get("/seguire"), "Esporta Excel")
    assert "Il file è pronto" in page.text, page.text
    book = openpyxl.load_workbook(io.BytesIO(operator.get(f"{page.path}/file").body))
    assert sorted(row["Stato"].value for row in rows(book)) == ["Esito incerto", "Non raggiungibile", "Non riuscita", "Rifiutata"]
