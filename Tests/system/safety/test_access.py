"""Who gets which page: nobody logged in, each role, both enti."""

import pytest

from routes import ROLES, ROUTES, UNKNOWN, address, ask, identifiers


@pytest.mark.parametrize("number", [0, 1])
def test_nobody_gets_a_page_without_logging_in(demo, delivered, number):
    ente = demo.enti[number]
    ids = identifiers(demo, ente, ente.visitor("operatore"), delivered[number])
    for route in ROUTES:
        visitor = ente.visitor()
        page = ask(visitor, route, ids, route.fields)
        if route.role is None:
            assert page.status == {"/": 303, "/entra": 200 if route.method == "GET" else 422, "/invito": 404}.get(route.pattern, 200)
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
        if route.admits(role) and route.status is None:
            continue
        page = ask(visitor, route, ids, {"_token": token})
        wanted = route.status if route.admits(role) else 403
        assert page.status == wanted, (route, page.status)


def test_an_archive_shows_only_its_own_ente(demo, delivered):
    for ente, own, foreign in zip(demo.enti, delivered, reversed(delivered), strict=True):
        page = ente.visitor("consultazione").get("/notifiche")
        assert own in page.html and foreign not in page.html


def test_only_who_may_send_sees_nuovo(ente):
    for role in ROLES:
        page = ente.visitor(role).get("/notifiche")
        assert ("Nuovo" in page.text) == (role != "consultazione")
        assert page.has_button("Esporta Excel")


def test_an_export_is_for_nobody_but_who_asked(demo, ente, delivered):
    ids = identifiers(demo, ente, ente.visitor("operatore"), delivered[0])
    colleague = ente.visitor("amministratore")
    for route in (route for route in ROUTES if route.pattern.startswith("/esportazioni/")):
        page = ask(colleague, route, ids)
        assert page.status == 404 and page.stable == colleague.get(address(route, {"esportazioni": UNKNOWN})).stable
