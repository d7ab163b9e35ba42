"""One Chromium for all tests, and the few things that a person does with it."""

import base64
import importlib.util
import os
import time
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from second_factor import code

# Of the package only this file: axe-core 4.12.1.
AXE = Path(importlib.util.find_spec("axe_playwright_python").submodule_search_locations[0]) / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

# A page that has just come takes a press on what sends for the second one of a double click.
IS_READ = """
    const [loading] = performance.getEntriesByType("navigation"), [painted] = performance.getEntriesByName("first-contentful-paint");
    return painted && !document.hidden && performance.now() > Math.max(loading.loadEventEnd, painted.startTime) + 900
        || !document.getElementById("invio-tasti");
"""


class Browser:
    def __init__(self, directory: Path, performance: bool = False):
        self.screenshots, self.downloads, self.pages = (directory / name for name in ("screenshots", "downloads", "pages"))
        for folder in (self.screenshots, self.downloads, self.pages):
            folder.mkdir(parents=True, exist_ok=True)
        os.environ["LANGUAGE"] = "it"  # date fields as in Italy
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ["headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", "lang=it", "hide-scrollbars",
                         "window-size=1280,1000"]:
            options.add_argument(f"--{argument}")
        options.add_experimental_option("prefs", {"intl.accept_languages": "it-IT,it"})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"} | ({"performance": "ALL"} if performance else {}))
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        self.command("Network.enable")
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        self.url, self.has_javascript = "", True
        self.seen: set[str] = set()  # paths of the pages that were kept

    def command(self, command: str, /, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def begin(self, url: str, javascript: bool = True) -> None:
        """As a new person at this site: no cookies, JavaScript or not."""
        self.url, self.has_javascript = url, javascript
        here = self.driver.current_window_handle
        for other in set(self.driver.window_handles) - {here}:  # that a link has opened, and that hides this one
            self.driver.switch_to.window(other)
            self.driver.close()
        self.driver.switch_to.window(here)
        keeps = "/notifiche/nuova" in self.driver.current_url
        self.driver.get("about:blank")
        # What a form sends as it is left must go out with the cookies that it came with.
        time.sleep(0.5 if keeps else 0)
        self.command("Network.clearBrowserCookies")
        self.command("Emulation.setScriptExecutionDisabled", value=not javascript)
        self.driver.get_log("browser")

    def enter(self, visitor) -> None:
        """As a person who is in already: with the cookies of a visitor."""
        for name, value in visitor.cookies.items():
            self.command("Network.setCookie", name=name, value=value, url=self.url, path="/", secure=True, httpOnly=True)

    # What a person does

    def open(self, path: str) -> None:
        self.driver.get(self.url + path)

    def log_in(self, account: dict) -> None:
        self.open("/entra")
        self.type(utente=account["utente"], password=account["password"])
        self.press("Entra")
        if account.get("totp"):
            account["forget"]()
            self.type(codice=code(account["totp"]))
            self.press("Conferma")

    def type(self, **fields: str) -> None:
        for name, text in fields.items():
            field = self.find(f"[name={name}]:not([type=hidden])")
            if not field.is_displayed():  # folded
                self.click(field.find_element(By.XPATH, "ancestor::details[1]/summary"), leaves=False)
            field.clear()
            field.send_keys(text)

    def choose(self, name: str, text: str) -> None:
        options = Select(self.find(f"select[name={name}]"))
        options.select_by_visible_text(next(option.text for option in options.options if text in option.text))

    def press(self, label: str, leaves: bool = True) -> None:
        """The button or link with this label, and the page that it leads to unless it stays on this one."""
        place = f"//main//button[normalize-space()='{label}' or @aria-label='{label}'] | //a[normalize-space()='{label}']"
        self.click(self.visible(place), leaves)

    def decide(self, label: str) -> None:
        """Presses a button that asks once, and the one that does it."""
        self.press(label)
        self.click(self.find("[name=confermato]"))

    def key(self, name: str) -> None:
        """Presses and lets go, wherever the focus is."""
        for kind in ["rawKeyDown", "keyUp"]:
            self.command("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode={"Tab": 9, "Enter": 13}[name])

    def click(self, element, leaves: bool = True) -> None:
        page = self.find("html")
        self.until(lambda: self.run(IS_READ))
        # Not under a bar that stays in sight.
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()
        # The driver does not always see that a page begins to load.
        if leaves:
            self.until(lambda: is_gone(page))

    # What a person sees

    def find(self, css: str):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def find_all(self, css: str) -> list:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def visible(self, xpath: str):
        found = [element for element in self.driver.find_elements(By.XPATH, xpath) if element.is_displayed() and element.size["width"] > 1]
        assert found, f"not in the page {self.path}: {xpath}"
        return found[0]

    @property
    def title(self) -> str:
        return self.find("h1").text

    @property
    def text(self) -> str:
        return self.find("main").text

    @property
    def is_notification(self) -> bool:
        """Whether this is the page of one, which has its oggetto as title."""
        return bool(self.find_all("#dettaglio"))

    @property
    def path(self) -> str:
        return self.driver.current_url.removeprefix(self.url)

    @property
    def focused(self) -> str:
        """The id of what has the focus."""
        return self.driver.switch_to.active_element.get_attribute("id")

    def detail(self, label: str) -> str:
        """What stands beside a label of the guide."""
        value = self.find("main").find_element(By.XPATH, f".//dt[normalize-space()='{label}']/following-sibling::dd")
        return value.text or value.get_attribute("textContent")  # folded

    def until(self, condition, within: float = 30):
        """What the condition gives once it holds; the page may be replaced meanwhile."""
        deadline = time.monotonic() + within
        while True:
            try:
                if found := condition():
                    return found
            except Exception as error:  # a piece of the page that was just replaced
                if time.monotonic() > deadline:
                    raise AssertionError(f"after {within} s on {self.path}") from error
            assert time.monotonic() < deadline, f"after {within} s on {self.path}"
            time.sleep(0.05)

    # What a person does not see

    def complaints(self) -> list[str]:
        """What the console says, refused scripts and styles included. A page with a status of 4xx or 503 is no fault."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("WARNING", "SEVERE")
                and ("/statico/" in entry["message"] or "Failed to load resource: the server responded" not in entry["message"])]

    def violations(self) -> list[str]:
        if not self.run("return typeof axe == 'object'"):
            self.run(AXE.read_text())
        return self.driver.execute_async_script("""
            const [rules, done] = arguments;
            axe.run(document, { runOnly: rules }).then((result) => done(result.violations.map(
              (fault) => `${fault.id}: ${fault.nodes.map((node) => node.target).join(", ")}`)));""", RULES)

    def keep(self, name: str) -> None:
        """The page as the server sent it, for the HTML checker."""
        frame = self.command("Page.getFrameTree")["frameTree"]["frame"]
        found = self.command("Network.getResponseBody", requestId=frame["loaderId"])
        (self.pages / f"{name}.html").write_text(found["body"])
        self.seen.add(self.path.split("?")[0].split("#")[0])

    def seen_as(self, **media: str) -> None:
        """As on paper (media="print") or with another preference (forced_colors="active"); nothing: as it was."""
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items() if name != "media"]
        self.command("Emulation.setEmulatedMedia", media=media.get("media", ""), features=features)

    def at_width(self, width: int | None, height: int = 1000) -> None:
        """The size of the window in CSS pixels; None as it was."""
        if width is None:
            self.command("Emulation.clearDeviceMetricsOverride")
        else:
            self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def screenshot(self, name: str) -> None:
        """Of the whole page, into RUN_DIR/screenshots."""
        width, height = self.driver.execute_async_script("""
            const [done] = arguments, frame = () => new Promise(requestAnimationFrame);
            document.fonts.ready.then(frame).then(frame).then(
              () => done([innerWidth, Math.min(document.documentElement.scrollHeight, 4000)]));""")
        shot = self.command("Page.captureScreenshot", captureBeyondViewport=True,
                            clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        (self.screenshots / f"{name}-{width}.png").write_bytes(base64.b64decode(shot["data"]))


def is_gone(element) -> bool:
    try:
        element.is_enabled()
        return False
    except StaleElementReferenceException:
        return True
