"""What is asked of every page in every state: nobody is shut out, nothing is refused by the browser, nothing overflows."""

import itertools

from browser import Browser

# Where two things stand side by side one comes before the other by a few pixels.
SLACK = 12


def look(browser: Browser, name: str, keyboard: bool = True) -> None:
    """At a page as it is now, with JavaScript or without, with a picture of it at both widths. Leaves it as it was."""
    browser.keep(name if browser.has_javascript else f"{name}-senza-javascript")
    # What the page did without its script is done: the script that looks is ours.
    browser.command("Emulation.setScriptExecutionDisabled", value=False)
    for width in [320, 1280]:
        browser.at_width(width)
        assert browser.run("return document.documentElement.scrollWidth") <= width, f"wider than {width} px"
        if browser.has_javascript:
            browser.screenshot(name)
    assert browser.run(FAULTS) == []
    # The one mode is looked at as on a desk, the other as on a telephone, where tables are cards.
    browser.at_width(None if browser.has_javascript else 320)
    assert browser.violations() == []
    if keyboard:
        walk(browser)
    browser.at_width(None)
    assert browser.complaints() == []
    browser.command("Emulation.setScriptExecutionDisabled", value=not browser.has_javascript)


def look_twice(come, path: str, name: str, role: str = "operatore") -> Browser:
    """At an address without JavaScript and with it."""
    look(come(path, role, javascript=False), name, keyboard=False)
    look(browser := come(path, role), name)
    return browser


def walk(browser: Browser) -> None:
    """By the Tab key through the whole page at a zoom of 400 %: to everything, in the order of the eye, always seen."""
    browser.at_width(320, 256)
    browser.seen_as(prefers_reduced_motion="reduce")  # else a place that just lost the focus still looks as if it had it
    assert browser.run("return document.documentElement.scrollWidth") <= 320, "wider than the window at 400 %"
    expected, presses = browser.run(BEGIN_WALK)
    for _ in range(presses):
        browser.key("Tab")
    steps = browser.run("return window.walked")
    browser.seen_as()
    reached = [step["name"] for step in steps][:len(expected)]
    pairs = itertools.zip_longest(reached, expected, fillvalue="nothing")
    assert reached == expected, next(pair for pair in pairs if pair[0] != pair[1])
    steps = steps[:len(expected)]
    assert [step["name"] for step in steps if not step["isMarked"]] == [], "nothing shows the focus"
    assert [(step["name"], step["over"]) for step in steps if step["over"]] == [], "the focus is out of sight"
    for one, next_ in itertools.pairwise(steps):
        below = next_["top"] >= one["top"] - SLACK
        assert below, f"{next_['name']} comes after {one['name']} and stands above it"


# What an HTML checker would not find, of the sort that templates get wrong.
FAULTS = """
    const all = (selector) => [...document.querySelectorAll(selector)];
    const ids = all("[id]").map((element) => element.id);
    const words = (name) => all(`[${name}]`).flatMap((element) => element.getAttribute(name).trim().split(/\\s+/));
    const named = ["for", "aria-describedby", "aria-labelledby"].flatMap(words);
    const anchors = all("a[href^='#']").map((link) => link.getAttribute("href").slice(1));
    return [
      ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`),
      ...[...named, ...anchors].filter((id) => !ids.includes(id)).map((id) => `nowhere: ${id}`),
      ...(all("h1").length === 1 ? [] : ["not one h1"]),
      ...all("[style], main script, main style").map((element) => `inline: ${element.outerHTML}`),
      ...all("main .btn-primary").length > 1 ? ["more than one primary button"] : [],
    ];"""

# Gives what Tab is to reach, in the order of the page, and how often to press it: a date has parts of its own. From then
# on every place that the focus comes to is written down, with how it looks there.
BEGIN_WALK = """
    const name = (element) => `${element.tagName.toLowerCase()} ${element.name || element.id || ""} ${
      (element.getAttribute("aria-label") || element.textContent || element.value || "").trim().replace(/\\s+/g, " ").slice(0, 30)}`;
    const look = (element) => {
      const style = getComputedStyle(element);
      const isLine = (kind, width, color) => kind !== "none" && parseFloat(width) > 0 && !/^rgba.*, 0\\)$/.test(color);
      const outline = isLine(style.outlineStyle, style.outlineWidth, style.outlineColor) ? style.outlineColor : "";
      const edges = ["Top", "Right", "Bottom", "Left"].map((side) => isLine(style[`border${side}Style`], style[`border${side}Width`],
        style[`border${side}Color`]) ? style[`border${side}Color`] : "");
      return [outline, style.boxShadow, ...edges].join(" ");
    };
    const root = document.querySelector("dialog[open]") ?? document;
    const chosen = (radio) => !document.querySelector(`[type=radio][name="${radio.name}"]:checked`) || radio.checked;
    const stops = [...root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((element) =>
      element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && element.tabIndex >= 0 && !element.disabled
      && (element.type !== "radio" || chosen(element)));
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
    const before = new Map(stops.map((element) => [element, look(element)]));
    window.walked = [];
    document.removeEventListener("focusin", window.walker);  // of a walk before this one
    document.addEventListener("focusin", window.walker = ({ target }) => {
      const box = target.getBoundingClientRect();
      // Of a long one some part must be in sight.
      const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 0), innerWidth - 1);
      const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
      const above = document.elementFromPoint(x, y);
      const isSeen = above && (target.contains(above) || above.contains(target) || above.closest("label")?.control === target);
      window.walked.push({
        name: name(target), isMarked: look(target) !== before.get(target), top: box.top + scrollY,
        over: isSeen ? "" : above ? name(above) : "nothing",
      });
    });
    return [stops.map(name), stops.length + 3 * stops.filter((element) => element.type === "date").length];"""
