"""A day at the desk: forty notifications, to every persona and to ordinary citizens, until whoever was not reached has been told
otherwise or decided about. Then Oggi, Registro, Excel and the next morning's e-mail say what happened."""

import io
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from citizens import PERSONAS, new_citizen
from compose import send
from demo import until
from people import add_person
from personas import EXPECTED
from post_office import open_office, put_to_use, tell
from times import in_days
from workbook import rows

pytestmark = pytest.mark.disturbs

FOR_EVER = {6, 17}  # App IO says that it has them, and no more
CLERK = "Paola Scrivani"
FOLLOWED = {"unreachable", "refused", "rejected", "failed", "uncertain", "undetermined"}


class Day:
    """The notifications of one clerk, each with where it is to come to."""

    def __init__(self, demo, ente):
        self.demo, self.ente = demo, ente
        self.clerk = ente.visitor()
        self.clerk.log_in(add_person(ente.visitor("amministratore"), ente.visitor(), called=CLERK))
        slow_first = sorted(PERSONAS, key=lambda number: -EXPECTED[number].seconds)
        people = [PERSONAS[number] for number in slow_first] + [new_citizen() for _ in range(20)]
        began = time.monotonic()
        with ThreadPoolExecutor(4) as threads:
            paths = list(threads.map(self._send, people))
        self.wanted = {path: EXPECTED[number].state for path, number in zip(paths, slow_first, strict=False)}
        self.wanted |= dict.fromkeys(paths[len(slow_first):], "processed")
        for number, path in zip(slow_first, paths, strict=False):
            if number in FOR_EVER:
                self.demo.await_state(path, "accepted")
                # As after the days in which App IO is asked.
                self._set(path, "checks = 16, due_at = NOW(6)")
                self.wanted[path] = "undetermined"
        for path, state in self.wanted.items():
            demo.await_state(path, state, within=max(150 - (time.monotonic() - began), 20))

    def _send(self, citizen: str) -> str:
        return send(self.clerk, self.ente, citizen, oggetto=f"Una giornata, {citizen[:6]}").split("?")[0]

    def _set(self, path: str, values: str) -> None:
        self.demo.sql(f"UPDATE notification SET {values} WHERE id = UNHEX('{uuid(path).replace('-', '')}')")

    def paths(self, *states: str) -> list[str]: return [path for path, state in self.wanted.items() if state in states]


def uuid(path: str) -> str: return path.rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def day(demo, other_tenant): return Day(demo, other_tenant)


def listed(page) -> set[str]:
    """Of the worklist, each by its address."""
    return set(re.findall(r'href="(/notifiche/[0-9a-f-]{36})"', page.html))


def together(visitor, page, address: str, button: str, paths: list[str], **chosen: str):
    """Presses a button of a form for several."""
    fields = {name: value for name, value in page.form(button).fields.items() if name != "scelta"} | chosen
    return visitor.post(address, [*fields.items(), *(("scelta", uuid(path)) for path in paths)], follow=True)


def test_forty_notifications_are_worked_down_to_nothing_and_every_page_says_what_happened(day, demo, other_tenant):
    assert len(day.wanted) == 40
    followed = set(day.paths(*FOLLOWED))
    assert listed(day.clerk.get("/seguire")) == followed and len(followed) >= 10
    # Decided: what may have arrived.
    assumed = day.paths("uncertain")
    for path in assumed:
        day.clerk.decide(day.clerk.get(path), "Considera inviata")
    # Tried once more: the reason is gone.
    [retried, *_] = day.paths("refused")
    demo.sql(f"UPDATE notification SET fiscal_code = '{new_citizen()}' WHERE id = UNHEX('{uuid(retried).replace('-', '')}')")
    day.clerk.press(day.clerk.get(retried), "Ritenta")
    demo.await_state(retried, "processed")
    # Told otherwise: one on the telephone, all others together.
    told = followed - set(assumed) - {retried}
    first = sorted(told)[0]
    day.clerk.press(day.clerk.get(f"/seguire/contatto?uuid={uuid(first)}"), "Registra", canale="phone", nota="Richiama domani")
    page = day.clerk.get("/seguire")
    assert listed(page) == told - {first}
    rest = sorted(told - {first})
    chosen = together(day.clerk, page, "/seguire/contatto", "Prendi in carico", rest)
    done = together(day.clerk, chosen, "/seguire/contatto/conferma", "Registra", rest, canale="registered_letter")
    assert listed(day.clerk.get("/seguire")) == set() and "Nessuna notifica propria da seguire" in done.text

    # Each citizen was reached, told otherwise or decided about, and Excel says which.
    page = day.clerk.press(day.clerk.get("/notifiche"), "Cerca", cerca="Una giornata")
    book = rows(openpyxl.load_workbook(io.BytesIO(day.clerk.get(day.clerk.press(page, "Esporta Excel").path + "/file").body)))
    by_uuid = {row["UUID Notifica"].value: row for row in book}
    assert len(by_uuid) == 40
    states = Counter(row["Stato"].value for row in book)
    assert states["Consegnata"] == len(day.paths("processed")) + 1 and states["Considerata inviata"] == len(assumed)
    for path in told:
        assert by_uuid[uuid(path)]["Contattato altrimenti"].value, path

    # Oggi counts the same, a moment later.
    administrator = other_tenant.visitor("amministratore")

    def of_the_clerk() -> dict[str, int]:
        table = re.search(r"Per operatore</caption>(.*?)</table>", administrator.get("/oggi").html, re.S)
        heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', table[1])
        [row] = re.findall(rf"<th[^>]*>{CLERK}</th>(.*?)</tr>", table[1], re.S)
        numbers = [int(cell) if cell != "–" else 0 for cell in re.findall(r"<td[^>]*>([^<]*)</td>", row)]
        return dict(zip(heads[1:], numbers, strict=True))
    until(lambda: of_the_clerk()["Consegnate"] == states["Consegnata"], 20, of_the_clerk)
    counted = of_the_clerk()
    assert counted["Tutte"] == 40 and counted["Senza esito certo"] == len(assumed) + len(FOR_EVER)
    assert counted["Non raggiungibili"] == states["Non raggiungibile"] and counted["In corso"] == 0

    # The register has a line for each thing that was done.
    acts = Counter(line[0] for line in demo.sql(f"""
        SELECT a.action FROM audit a JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
        WHERE a.tenant_id = (SELECT id FROM tenant WHERE code = '{other_tenant.code}') AND p.name = '{CLERK}'"""))
    assert acts["notification_added"] == 40
    register = administrator.get("/registro").text
    assert register.count("Cittadino contattato altrimenti") >= min(len(told), 10)


def test_the_e_mail_of_the_next_morning_says_the_same(demo, gestore, other_tenant):
    """Of the day before: today's counts are yesterday's too for a while."""
    of_tenant = f"tenant_id = (SELECT id FROM tenant WHERE code = '{other_tenant.code}')"
    today, yesterday = in_days(0), in_days(-1)
    midnight = f"{int(today.replace(hour=0, minute=0).timestamp() * 1000):012x}"
    until(lambda: demo.sql(f"SELECT COUNT(*) FROM tally_due WHERE {of_tenant}") == [["0"]], 30)  # what other tests have moved
    outcomes = dict(demo.sql(f"""
        SELECT CASE WHEN state IN ('processed', 'assumed') THEN 'consegnate' WHEN state IN ('{"', '".join(FOLLOWED)}') THEN 'da seguire'
               ELSE 'in corso' END, COUNT(*)
        FROM notification WHERE {of_tenant} AND state <> 'cancelled' AND LEFT(id, 6) >= UNHEX('{midnight}') GROUP BY 1"""))
    [[waiting]] = demo.sql(f"SELECT COUNT(*) FROM to_follow WHERE {of_tenant}")
    with open_office(demo) as office:
        assert "è in uso" in put_to_use(gestore, office).text
        tell(other_tenant.visitor("amministratore"), "ufficio@comune.example.org", hour="6")
        demo.sql(f"""INSERT INTO daily_tally SELECT tenant_id, '{yesterday:%F}', kind, subject, state, count, seconds FROM daily_tally
            WHERE {of_tenant} AND day = '{today:%F}'""")
        demo.sql("UPDATE tenant_mail SET summary_hour = 0, summary_day = NULL")
        until(lambda: office.about("riepilogo del"), 30)
        demo.sql(f"DELETE FROM daily_tally WHERE {of_tenant} AND day = '{yesterday:%F}'")
        text = office.about("riepilogo del")[0].get_content()
    said = Counter()
    for outcome, count in re.findall(r"(consegnate|in corso|da seguire) (\d+)", text):
        said[outcome] += int(count)
    assert said == {outcome: int(count) for outcome, count in outcomes.items()}, text
    assert f"Da seguire: {waiting}" in text and f"Ieri, {yesterday:%d/%m/%Y}: {sum(said.values())} notifiche aggiunte" in text
