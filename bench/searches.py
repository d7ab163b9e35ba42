"""How long the archive of an ente takes with every filter, every two and some three of them, on its first page and deep in it.

Milliseconds of a whole page over HTTP, logged in. Three times each; the median of the three counts.
"""

import itertools
import random
import statistics
import time
import urllib.parse
from itertools import combinations

import cases
from demo import Demo

# Faster than nginx lets one address ask.
ADDRESSES = itertools.cycle(f"127.0.1.{number}" for number in range(1, 101))
# Of the whole page.
BAR_P95, BAR_WORST = 20, 60


def values(demo: Demo, ente, words: list[str]) -> dict[str, list[str | list[str]]]:
    """Of each criterion what many, some and none of the notifications have, or any of several.

    - words: what is sought in the subject.
    """
    tenant = f"(SELECT id FROM tenant WHERE code = '{ente.code}')"
    [[code, notice, month, years, days]] = demo.sql(f"""
        SELECT n.fiscal_code, n.notice_number, CURDATE() - INTERVAL 30 DAY, CURDATE() - INTERVAL 700 DAY, CURDATE() - INTERVAL 20 DAY
        FROM notification n WHERE n.tenant_id = {tenant} AND n.notice_number IS NOT NULL LIMIT 1""")

    def ids(table: str, column: str) -> list[str]:
        """Of the one that most have, of one that some have, of the one that fewest have."""
        found = [uuid(row[0]) for row in demo.sql(f"""
            SELECT LOWER(HEX(x.id)) FROM {table} x LEFT JOIN (SELECT {column}, COUNT(*) AS n FROM notification WHERE tenant_id = {tenant}
            GROUP BY {column}) c ON c.{column} = x.id WHERE x.tenant_id = {tenant} ORDER BY c.n DESC""")]
        return [found[0], found[len(found) // 2], found[-1]]

    return {
        "cf": [code, "ABCMRA", "VRDGNN42", "ZZZ"], "servizio": ids("service", "service_id"),
        "stato": ["processed", "unreachable", "refused", "uncertain", "rejected", ["refused", "unreachable"]],
        "dal": [month, years], "al": [days], "oggetto": words,
        "avviso": [notice], "errata": ["corregge", "corretta"], "operatore": ids("person", "created_by"),
    }


def uuid(text: str) -> str: return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


def searches(known: dict[str, list[str | list[str]]]) -> dict[int, list[dict[str, str | list[str]]]]:
    chance = random.Random(14)
    single = [{name: value} for name, some in known.items() for value in some]
    found = {0: [{}], 1: single}
    for size in (2, 3):
        found[size] = [dict(pair for one in some for pair in one.items()) for some in combinations(single, size)
                       if len({name for one in some for name in one}) == size]
    found[3] = chance.sample(found[3], min(300, len(found[3])))
    return found


def ask(visitor, address: str) -> float:
    visitor.address = next(ADDRESSES)
    # A search for a citizen stands in no address: what is timed is the page that it leads to.
    address = visitor.request("GET", address).header("Location") or address
    times = []
    for _ in range(3):
        began = time.perf_counter()
        page = visitor.request("GET", address)
        times.append((time.perf_counter() - began) * 1000)
        assert page.status == 200, (page.status, address)
    return statistics.median(times)


def p95(times: list[float]) -> float: return sorted(times)[int(len(times) * 0.95)]


def head() -> None: print(f"{'notifiche':>10}{'filtri':>8}  {'':<14}{'volte':>6}{'p50':>9}{'p95':>9}{'massimo':>9}")


def measure(demo: Demo, visitor, ente, rows: int, words: list[str], *, is_last: bool) -> None:
    """- is_last: of the sizes: its figures have a bar."""
    known = values(demo, ente, words)
    [[deep]] = demo.sql(f"""
        SELECT LOWER(HEX(id)) FROM notification WHERE tenant_id = (SELECT id FROM tenant WHERE code = '{ente.code}')
        ORDER BY id DESC LIMIT 1 OFFSET {min(25_000, rows // 2)}""")
    deep = uuid(deep)
    every, slowest = [], []
    for size, some in searches(known).items():
        for place, extra in (("prima pagina", {}), ("pagina 1.000", {"dopo": deep})):
            times = [(ask(visitor, "/notifiche?" + urllib.parse.urlencode(search | extra, doseq=True)), search | extra) for search in some]
            plain = [took for took, _ in times]
            every += plain
            slowest += times
            print(f"{rows:>10,}{size:>8}  {place:<14}{len(times):>6}{statistics.median(plain):>9.1f}{p95(plain):>9.1f}{max(plain):>9.1f}",
                  flush=True)
    for took, search in sorted(slowest, key=lambda one: -one[0])[:5]:
        print(f"{'':>28}{took:>9.1f} ms: {urllib.parse.urlencode(search, doseq=True)}")
    cases.growth("parole", rows, p95([took for took, search in slowest if "oggetto" in search]), "ms")
    size = f"{rows:,}".replace(",", ".")
    bars = (BAR_P95, BAR_WORST) if is_last else (None, None)
    cases.absolute(f"ricerche in un archivio di {size}, p95", "ms", p95(every), bars[0])
    cases.absolute(f"ricerche in un archivio di {size}, massimo", "ms", max(every), bars[1])
