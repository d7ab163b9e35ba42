"""Pages are packed by nginx where that tells nobody anything."""


def test_a_page_is_packed_only_where_nobody_else_can_put_text_into_it(tenant):
    visitor = tenant.visitor("operatore")
    for path, is_packed in [("/notifiche", True), ("/notifiche/nuova", True), ("/notifiche?oggetto=x", False),
                            ("/notifiche?ricerca=ultima", False), ("/entra?dopo=x", False), ("/logo", False)]:
        assert (visitor.request("GET", path, headers={"Accept-Encoding": "gzip"}).header("Content-Encoding") == "gzip") == is_packed, path
    answer = visitor.request("POST", "/notifiche/nuova", b"oggetto=x", {
        "Accept-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded", "Origin": visitor.url})
    assert answer.status == 422 and answer.header("Content-Encoding") is None
