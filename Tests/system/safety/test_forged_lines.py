"""What others choose (an address, a name, a word of App IO) makes no line of its own in a log and says nothing to a terminal."""

import json
import re
import secrets
import unicodedata

import pytest

from demo import until

pytestmark = pytest.mark.breaks

# A whole line as a program that bans addresses looks for it, then a colour and a direction that turns.
FORGED = ("2026-11-29T04:00:00.000Z level=notice program=web event=\"access denied\" address=203.0.113.77 reason=password tenant=c_x001\n"
          "\x1b[31mrosso\x9b2J\u202egnp\u2028fine")
EVENT = re.compile(rb'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=\w+ program=web event="(?:[^"\\]|\\.)+"'
                   rb'(?: [\w.]+=(?:[^\s"=]+|"(?:[^"\\]|\\.)*"))*')
DIRECTIONS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def unseen(text: str) -> set[str]:
    """What in it does something and is not read."""
    return {character for character in text
            if character in DIRECTIONS or (unicodedata.category(character) in ("Cc", "Zl", "Zp") and character != "\n")}


def test_an_address_that_a_stranger_asks_for_while_the_database_is_away_is_in_no_line(demo, tenant):
    log = demo.run_dir / "logs/web.log"
    before = log.stat().st_size
    demo.script("mariadb", "stop")
    try:
        for path in ("/x%0a" + percent(FORGED), "/" + percent("\n" + FORGED)):
            assert tenant.visitor().request("GET", path).status == 503
    finally:
        demo.script("mariadb", "start")
        until(lambda: demo.monitor.get("/pronto").status == 200, 60)
    with log.open("rb") as file:
        file.seek(before)
        written = file.read()
    lines = written.removesuffix(b"\n").split(b"\n")
    assert [line for line in lines if not EVENT.fullmatch(line)] == []
    [away] = [line for line in lines if b'event="database away"' in line]
    assert b" route=none" in away and b"203.0.113.77" not in written and not unseen(written.decode())


def test_a_name_that_would_speak_to_a_terminal_is_spelled_out_by_every_command(demo, tenant):
    """The pages refuse such a name: it came from elsewhere."""
    mark = secrets.token_hex(4)
    hostile = f"{mark}\x1b]0;preso\x07\x9b31m\u202egnp\u2066\u2028\u0085\r\nruolo: fine"
    stored = f"CONVERT(UNHEX('{hostile.encode().hex()}') USING utf8mb4)"
    renamed = {"tenant": f"code = '{tenant.code}'", "service": f"id = UNHEX('{tenant.first_service.replace('-', '')}')",
               "person": f"id = UNHEX('{demo.person(tenant, 'operatore').replace('-', '')}')"}
    names = {table: demo.sql(f"SELECT HEX(name) FROM {table} WHERE {which}")[0][0] for table, which in renamed.items()}
    try:
        for table, which in renamed.items():
            demo.configure(f"UPDATE {table} SET name = {stored} WHERE {which}")
        assert demo.puntuale("queue", "pause", tenant.code, tenant.first_service).returncode == 0
        for command in (["ente", "list"], ["ente", "show", tenant.code], ["servizio", "list", tenant.code], ["queue", "status"],
                        ["utente", "list", tenant.code], ["utente", "show", tenant.code, "operatore"]):
            shown, read = said(demo, *command), said(demo, *command, "--json")
            assert mark in shown and "\nruolo: fine" not in shown, "nor does it make a line of its own"
            assert hostile in strings(json.loads(read)), "a program reads the name as it is"
        for act in ("disable", "enable"):
            assert mark in said(demo, "servizio", act, tenant.code, tenant.first_service)
    finally:
        demo.puntuale("queue", "resume", tenant.code, tenant.first_service)
        for table, which in renamed.items():
            demo.configure(f"UPDATE {table} SET name = CONVERT(UNHEX('{names[table]}') USING utf8mb4) WHERE {which}")


def said(demo, *command: str) -> str:
    answer = demo.puntuale(*command)
    text = answer.stdout + answer.stderr
    assert answer.returncode == 0 and not unseen(text), (command, text)
    return text


def percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def strings(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [found for part in parts for found in strings(part)]
