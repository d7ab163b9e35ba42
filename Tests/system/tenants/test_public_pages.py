"""What a tenant says of itself in Impostazioni, and what everybody sees of it without logging in."""

from datetime import UTC, datetime, timedelta

import pytest
from test_logo import png, shown

TITLE = {"privacy": "Privacy", "accessibilita": "Accessibilità"}
PRIVACY = {"titolare": "Comune di Là, piazza «Roma» 1 & C.", "privacy_mail": "privacy@comune.example.it",
           "rpd_mail": "rpd@pec.comune.example.it", "privacy_pagina": "https://www.comune.example.it/privacy?a=1&b=2"}
ACCESSIBILITY = {"accessibilita_pagina": "https://form.agid.gov.it/view/abc", "accessibilita_mail": "accesso@comune.example.it"}
FORMS = [("privacy", "Salva dati personali", PRIVACY), ("accessibilita", "Salva accessibilità", ACCESSIBILITY)]


@pytest.fixture
def settings(administrator):
    def settings(name: str):
        return administrator.get(f"/impostazioni/{name}")
    return settings


def upload(visitor, content: bytes, token: str | None = None):
    boundary = "----WebKitFormBoundaryprova"
    fields = {"_token": visitor.token() if token is None else token}
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="logo_file"; filename="x.svg"\r\nContent-Type: image/svg+xml\r\n\r\n'
    body = b"".join(parts) + file.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return visitor.request("POST", "/impostazioni/logo", body, {
        "Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": visitor.url})


@pytest.mark.parametrize("page, button, fields", FORMS)
def test_what_an_administrator_writes_stands_on_the_public_page_of_the_tenant_alone(
        administrator, settings, tenant, other_tenant, page, button, fields):
    before = tenant.visitor().get(f"/{page}")
    assert before.status == 200 and before.title == TITLE[page] and "«Roma»" not in before.text
    try:
        saved = administrator.press(settings(page), button, **fields)
        assert saved.status == 200 and "salvati" in saved.text and all(value in saved.text for value in fields.values())
        assert settings(page).form(button).fields.items() >= fields.items()
        public = tenant.visitor().get(f"/{page}")
        assert all(value in public.text for value in fields.values())
        assert 'href="https://' in public.html and f'href="mailto:{fields.get("privacy_mail", "accesso@comune.example.it")}"' in public.html
        assert not any(value in other_tenant.visitor().get(f"/{page}").text for value in fields.values())
    finally:
        emptied = administrator.press(settings(page), button, **dict.fromkeys(fields, ""))
    assert emptied.status == 200 and tenant.visitor().get(f"/{page}").stable == before.stable


@pytest.mark.parametrize("field, wrong", [
    ("titolare", "c" * 301), ("privacy_mail", "nessuno"), ("rpd_mail", "a@b"), ("privacy_pagina", "http://www.comune.example.it"),
    ("privacy_pagina", "javascript:alert(1)")])
def test_a_wrong_contact_comes_back_beside_its_field_and_nothing_of_its_section_is_saved(administrator, settings, tenant, field, wrong):
    before = tenant.visitor().get("/privacy").stable
    page = administrator.press(settings("privacy"), "Salva dati personali", **PRIVACY | {field: wrong})
    assert page.status == 422 and page.beside(field)
    assert page.form("Salva dati personali").fields.items() >= (PRIVACY | {field: wrong}).items()
    assert tenant.visitor().get("/privacy").stable == before


def test_both_pages_are_found_from_every_page_and_speak_for_themselves_when_nothing_was_said(tenant, other_tenant, operator):
    for page in [tenant.visitor().get("/entra"), operator.get("/notifiche"), operator.get("/nessuna")]:
        assert '<a href="/privacy">' in page.html.replace("\n    ", " ") and 'href="/accessibilita">' in page.html
    assert other_tenant.name in other_tenant.visitor().get("/privacy").details["Titolare del trattamento"]
    assert "non ha ancora indicato" in other_tenant.visitor().get("/accessibilita").text


def test_the_name_of_the_tenant_changes_everywhere_or_not_at_all(administrator, settings, tenant):
    try:
        page = administrator.press(settings("nome"), "Salva nome", nome=" Comune d’Altrove & <b> ")
        assert "Comune d’Altrove & <b>" in page.text and "Comune d’Altrove" in tenant.visitor().get("/entra").text
        assert "nome: Comune d’Altrove" in administrator.get("/registro").text
        refusals = [("", "Scrivere il nome."), ("   ", "Scrivere il nome."), ("n" * 201, "al massimo 200"), ("due\nrighe", "una sola riga")]
        for wrong, words in refusals:
            page = administrator.press(settings("nome"), "Salva nome", nome=wrong)
            assert page.status == 422 and words in page.beside("nome")
            assert page.form("Salva nome").fields["nome"] == wrong.strip()
    finally:
        administrator.press(settings("nome"), "Salva nome", nome=tenant.name)


def test_a_logo_is_uploaded_and_taken_away(demo, administrator, tenant):
    try:
        assert upload(administrator, png(77, 66)).status == 303
        address, *size = shown(tenant.visitor())
        picture = tenant.visitor().get(address)
        assert size == ["77", "66"] and picture.body == png(77, 66) and picture.header("Content-Type") == "image/png"
        for content, words in [(b"", "Scegliere il file"), (b"<svg/>", "PNG, JPEG o WebP"),
                               (png(9, 9) + bytes(65_536), "al massimo 65.536")]:
            page = upload(administrator, content)
            assert page.status == 422 and words in page.beside("logo_file") and shown(tenant.visitor())[0] == address
        assert upload(administrator, png(5, 5), token="00" * 32).status == 403
        refused = upload(administrator, bytes(300_000))
        assert refused.status == 413 and refused.title == "Il file è troppo grande" and "al massimo 64 KB" in refused.text
        assert "/impostazioni/logo" in refused.links
        assert shown(tenant.visitor())[0] == address
        assert administrator.decide(administrator.get("/impostazioni"), "Togli logo").status == 200
        assert shown(tenant.visitor()) is None
    finally:
        assert demo.puntuale("ente", "logo", tenant.code, str(demo.run_dir / f"logo-{tenant.code}.png")).returncode == 0


def test_who_finds_a_hole_is_told_whom_to_write(tenant):
    page = tenant.visitor().get("/.well-known/security.txt")
    assert page.status == 200 and page.header("Content-Type") == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in page.html.splitlines())
    expires = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < expires < timedelta(days=365)
    assert fields["Contact"].startswith("mailto:") and fields["Canonical"] == f"{tenant.url}/.well-known/security.txt"
    assert fields["Preferred-Languages"] == "it, en"
