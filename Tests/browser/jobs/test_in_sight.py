"""Aggiungi stays in sight, whatever the page says above the form."""

import pytest

SIZES = [(1366, 768), (1093, 614), (320, 640)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_aggiungi_is_in_sight_before_anything_is_typed_and_below_many_faults(operator, size):
    try:
        operator.at_width(*size)
        operator.open("/notifiche/nuova")
        assert is_in_sight(operator, "aggiungi")
        operator.choose("modello", "TARI")
        operator.press("Usa modello")
        operator.press("Aggiungi")
        assert len(operator.find_all("#riepilogo li")) > 5
        operator.run("scrollTo(0, 0)")
        assert is_in_sight(operator, "aggiungi")
        operator.screenshot(f"in-vista-{size[0]}")
    finally:
        operator.at_width(None)


def is_in_sight(browser, name: str) -> bool:
    return browser.run("""
        const box = document.getElementById(arguments[0]).getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= document.documentElement.clientWidth;
        """, name)
