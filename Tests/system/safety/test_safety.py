"""What a hostile page, a wrong address or a stolen cookie gets: nothing."""


import pytest

from compose import CONTENT, fill

HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"}


def test_pages_carry_the_security_headers_and_are_never_kept(tenant, operator):
    for page in [tenant.visitor().get("/entra"), operator.get("/notifiche"), operator.get("/notifiche/nuova"), operator.get("/nessuna"),
                 operator.post("/esportazioni", {}), operator.request("POST", "/notifiche/nuova", b"x" * 300_000)]:
        for name, value in HEADERS.items():
            assert page.header(name) == value, (page.path, name)
        assert page.header("Referrer-Policy") in ("strict-origin", "no-referrer"), "never a path or a query"
        policy = page.header("Content-Security-Policy")
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert len(page.header("X-Request-Id")) == 32 and page.header("Server") == "nginx"
        assert "<script>" not in page.html and "style=" not in page.html and " onclick" not in page.html


def test_the_request_id_is_on_the_page_and_in_the_header(operator):
    page = operator.get("/notifiche")
    assert f'<code class="richiesta">{page.header("X-Request-Id")}</code>' in page.html


def test_static_files_may_be_kept_for_ever(operator):
    path = operator.get("/notifiche").html.split('rel="stylesheet" href="')[1].split('"')[0]
    page = operator.get(path)
    assert page.status == 200 and "immutable" in page.header("Cache-Control")
    assert operator.get("/statico/../puntuale.conf").status in (400, 404)
    assert operator.get("/statico/x/nessuno.css").status == 404


def test_a_body_over_the_limit_gets_a_page_that_says_so(operator, tenant, citizen):
    page = fill(operator, tenant, citizen, contenuto="c" * 300_000)
    assert page.status == 413 and page.title == "Invio troppo grande" and "supera la dimensione ammessa" in page.text
    page = fill(operator, tenant, citizen, contenuto="c" * 200_000)
    assert page.status == 422 and "al massimo 10.000" in page.beside("contenuto")


@pytest.mark.parametrize("path", [
    "/notifiche/'%20OR%201=1", "/notifiche/%00", "/notifiche/" + "a" * 3000, "/%2e%2e/etc/passwd", "/notifiche//"])
def test_an_address_that_makes_no_sense_is_not_found(operator, path):
    page = operator.get(path)
    assert page.status in (400, 404) or (page.path == path and page.title == "Archivio notifiche")


def test_what_was_typed_is_text_wherever_it_is_shown(demo, operator, tenant, citizen):
    hostile = '<script>alert(1)</script>"\'><img src=x>'
    page = fill(operator, tenant, citizen, oggetto=hostile, contenuto=CONTENT + hostile + "[x](javascript:alert(1))")
    assert page.status == 422 and "<script>alert" not in page.html and 'href="javascript' not in page.html
    page = operator.press(page, "Aggiungi comunque")
    assert page.status == 200 and page.details["Oggetto"] == hostile
    for shown in [page, operator.get("/notifiche"), operator.get(f"/notifiche/nuova?da={page.path.rsplit('/', 1)[-1]}"),
                  operator.get("/notifiche?oggetto=%3Cscript%3Ealert(1)&cf=%3Cimg+src=x%3E")]:
        assert "<script>alert" not in shown.html and "<img src=x" not in shown.html and 'href="javascript' not in shown.html
