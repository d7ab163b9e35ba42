"""Between any two steps of a notification something happens: a clear sentence, nothing lost, nothing added twice."""

import secrets

import pytest

from between import FAULTS, Fault, Scene, come_back
from citizens import new_citizen
from compose import new_notice
from message_templates import VALUES, save
from page import Page
from times import in_days, typed
from visitor import Visitor

# Of each way to the send, the buttons in turn, after the form was opened and filled in.
DIRECT = ["Verifica", "Anteprima", "Aggiungi", "Conferma e invia"]
DRAFT = ["Salva bozza", "open", "Aggiungi", "Conferma e invia"]
SCHEDULED = ["Aggiungi", "Conferma e programma", "Sposta", "Annulla"]
SENDS = ["Aggiungi", "Conferma e invia", "Conferma e programma"]

pytestmark = pytest.mark.breaks


@pytest.fixture(scope="module")
def scene(demo) -> Scene:
    """On the tenant where no other test sends, with a confirmation before each send."""
    tenant = demo.tenants[1]
    demo.sql(f"UPDATE tenant SET confirms_sends = TRUE WHERE code = '{tenant.code}'")
    administrator = tenant.visitor("amministratore")
    page = save(administrator, tenant, f"Modello {secrets.token_hex(3)}")
    page = administrator.press(page, "Salva", follow=False, tipo_nota="testo_lungo", obbligatorio_nota=None, anche_importo="")
    template = page.header("Location").split("?")[0]
    account = tenant.accounts["operatore"]
    yield Scene(demo, tenant, Visitor(tenant.url).log_in(account), account, administrator, tenant.first_service, template)
    demo.sql(f"UPDATE tenant SET confirms_sends = FALSE WHERE code = '{tenant.code}'")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("way", ["direct", "draft", "scheduled"])
def test_a_fault_between_two_steps_loses_nothing_and_sends_once(demo, scene, way, step, fault):
    buttons, happens, visitor = {"direct": DIRECT, "draft": DRAFT, "scheduled": SCHEDULED}[way], FAULTS[fault], scene.visitor
    written = {"codice_fiscale": new_citizen(), **VALUES, "somma": "1.234,50", "numero_avviso": new_notice()}
    if way == "scheduled":
        written |= typed(in_days(3))
    page = visitor.press(visitor.get("/notifiche/nuova"), "Usa modello", modello=scene.template.rsplit("/", 1)[-1])
    page = fill(page, written)
    for button in buttons[:step]:
        page = press(scene, page, button)
    button, before = buttons[step], rows(demo, written)
    happens.begin(scene)
    try:
        answer = press(scene, page, button)
        said(answer, happens, button)
    finally:
        happens.end(scene)
    assert rows(demo, written) <= max(before, 1)
    answer = come_back(scene, answer)
    if answer.title in ("Nuova notifica", "Inviare questa notifica?"):
        assert {name: value for name, value in kept(answer).items() if name in written} == written, "what was typed is lost"
    elif answer.is_notification and answer.status == 422:  # the times of Sposta
        assert kept(answer, "Sposta").items() >= typed(in_days(4)).items()
        answer = visitor.press(answer, "Sposta")
    elif not answer.is_notification:
        # What somebody may not see any more is as unknown to them as what never was.
        assert button in ("open", "Annulla") or (button == "Sposta" and answer.status == 404), f"what was typed is lost: {answer.text}"
        answer = page
    path = finish(scene, answer)
    assert rows(demo, written) == 1
    if way == "scheduled":
        assert demo.created(written["codice_fiscale"]) == []
        if demo.state(path) != "cancelled":
            visitor.press(visitor.get(path), "Annulla")
        assert demo.state(path) == "cancelled"
    else:
        demo.await_state(path, "accepted", "processed", within=60)
        assert len(demo.created(written["codice_fiscale"])) == 1


def fill(page: Page, written: dict[str, str]) -> Page:
    page.form("Aggiungi").fields.update(written)
    return page


def press(scene: Scene, page: Page, button: str) -> Page:
    if button == "open":
        return scene.visitor.get(page.path.split("&")[0])
    times = typed(in_days(4)) if button == "Sposta" else {}
    return scene.visitor.press(page, button, **times)


def said(answer: Page, fault: Fault, button: str) -> None:
    assert answer.status != 500 and answer.title != "Si è verificato un errore", answer.text
    if fault.says and button != "open" and (fault.always or button in SENDS):
        assert fault.says in answer.text and answer.status in (403, 422, 503), answer.text


def kept(page: Page, button: str = "Aggiungi") -> dict[str, str]:
    return page.form(button if page.has_button(button) else "Torna a modificare").fields


def finish(scene: Scene, page: Page) -> str:
    """Goes on until the notification is registered, as somebody does who reads what the page says."""
    for _ in range(6):
        if page.is_notification:
            return page.path.split("?")[0]
        choices = ["Conferma e programma", "Conferma e invia", "Aggiungi comunque", "Aggiungi"]
        found = [button for button in choices if page.has_button(button)]
        assert found, page.text
        page = scene.visitor.press(page, found[0])
    raise AssertionError(page.text)


def rows(demo, written: dict[str, str]) -> int:
    [[count]] = demo.sql(f"SELECT COUNT(*) FROM notification WHERE fiscal_code = '{written['codice_fiscale']}'")
    return int(count)
