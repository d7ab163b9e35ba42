"""Who gets which page: nobody logged in, each role, both enti."""

import re

import pytest

from demo import REPOSITORY
from routes import ADMINISTRATOR, ROLES, ROUTES, address, ask, changeable, identifiers

UNKNOWN = "018f0000-0000-7000-8000-000000000000"


def test_every_route_of_the_site_is_tried_here():
    source = (REPOSITORY / "Sources/Web/Routes.swift").read_text()
    written = {tuple(found) for found in re.findall(r'Route\("(\w+)", "([^"]+)"', source)}
    assert written == {(route.method, route.pattern) for route in ROUTES}


@pytest.mark.parametrize("number", [0, 1])
def test_nobody_gets_a_page_without_logging_in(demo, delivered, number):
    ente = demo.enti[number]
    ids = identifiers(demo, ente, ente.visitor("operatore"), delivered[number])
    for route in ROUTES:
        visitor = ente.visitor()
        page = ask(visitor, route, ids, route.fields)
        if route.role is None:
            assert page.status == {"/": 303, "/entra": 200 if route.method == "GET" else 422}.get(route.pattern, 200)
        elif route.method == "GET":
            assert page.status == 303 and page.header("Location").startswith("/entra"), route
        else:
            assert page.status == 403 and page.title == "Entra", route


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("number", [0, 1])
def test_each_role_gets_its_pages_and_no_others(demo, delivered, number, role):
    ente = demo.enti[number]
    visitor = ente.visitor(role)
    ids, token = identifiers(demo, ente, visitor, delivered[number]), visitor.token()
    for route in ROUTES:
        page = ask(visitor, route, ids, {"_token": token})
        wanted = route.status if route.admits(role) else 403
        assert page.status == wanted, (route, page.status)


@pytest.mark.parametrize("number", [0, 1])
def test_what_belongs_to_another_ente_answers_as_what_does_not_exist(demo, delivered, number):
    ente, other = demo.enti[number], demo.enti[1 - number]
    foreign = identifiers(demo, other, other.visitor(ADMINISTRATOR), delivered[1 - number])
    visitor = ente.visitor(ADMINISTRATOR)
    token = visitor.token()
    before = changeable(demo)
    for route in (route for route in ROUTES if "{id}" in route.pattern):
        fields = {"_token": token} | route.fields
        page, unknown = ask(visitor, route, foreign, fields), ask(visitor, route, dict.fromkeys(foreign, UNKNOWN), fields)
        assert page.status == unknown.status == 404, route
        assert page.stable == unknown.stable, route
        assert sorted(name for name, _ in page.all_headers) == sorted(name for name, _ in unknown.all_headers)
    page = visitor.get(f"/notifiche/nuova?da={foreign['notifiche']}")
    assert page.status == 404 and page.stable == visitor.get(f"/notifiche/nuova?da={UNKNOWN}").stable
    fragment = visitor.get(f"/notifiche/stato?uuid={foreign['notifiche']}")
    assert fragment.body == visitor.get(f"/notifiche/stato?uuid={UNKNOWN}").body
    assert changeable(demo) == before


def test_an_archive_shows_only_its_own_ente(demo, delivered):
    for ente, own, foreign in zip(demo.enti, delivered, reversed(delivered)):
        page = ente.visitor("consultazione").get("/notifiche")
        assert own in page.html and foreign not in page.html


def test_only_who_may_send_sees_nuovo(ente):
    for role in ROLES:
        page = ente.visitor(role).get("/notifiche")
        assert ("Nuovo" in page.text) == (role != "consultazione")
        assert page.has_button("Esporta Excel")


def test_a_session_of_one_ente_is_none_at_another(demo, ente, other_ente):
    visitor, elsewhere = ente.visitor("amministratore"), other_ente.visitor()
    elsewhere.cookies = dict(visitor.cookies)
    assert elsewhere.get("/notifiche", follow=False).status == 303


def test_an_export_is_for_nobody_but_who_asked(demo, ente, delivered):
    ids = identifiers(demo, ente, ente.visitor("operatore"), delivered[0])
    colleague = ente.visitor("amministratore")
    for route in (route for route in ROUTES if route.pattern.startswith("/esportazioni/")):
        page = ask(colleague, route, ids)
        assert page.status == 404 and page.stable == colleague.get(address(route, {"esportazioni": UNKNOWN})).stable
