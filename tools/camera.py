"""One browser's page at one size in one theme, for the pictures that stand in the docs."""

import json
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page

from palette import pixels, shrink

TOP = Path(__file__).resolve().parent.parent
OUTPUT = TOP / "docs" / "screens"
STEPS = ("person", "guardian", "pain-more", "changed", "giver", "map", "kind", "level", "how", "kit")
DRAFT = {
    "name": "Alex", "age": "34", "sex": "female", "height_cm": "168", "mass_kg": "64", "back_pain": "known",
    "units": "metric", "groups": {}, "before": None, "changed": [], "remember": False,
    "guardian": False, "bulk_warnings": False, "cleared": {}, "details": {},
    "giver": {"hands": "healthy", "experience": "some", "handed": "right"},
    "minutes": 30, "style": "relaxation", "level": 3, "position": "prone",
    "sore": [{"across": 0.42, "along": 0.86, "pain_nrs": 4}],
    "avoid": [{"across": -0.3, "along": 0.42, "radius_m": 0.03, "why": "mole"}],
    "surface": "bed", "oil": "coconut", "has_stones": False, "stones_c": "", "massager": False,
}  # fmt: skip
BARE: dict[str, object] = {"back_pain": "none", "sore": [], "avoid": []}


STARTS = """(technique) => {
  const id = location.pathname.split('/').pop()
  const { plan } = JSON.parse(localStorage.getItem(`backrub.show.${id}`)).live
  return plan.steps.find((each) => each.technique === technique).start_s
}"""
"""When the first step with a technique begins, in the plan that this page plays. [s]"""

AWAKE = """Object.defineProperty(navigator, 'wakeLock', { value: {
  request: async () => ({ released: false, addEventListener: () => {}, release: async () => {} }),
} })"""
"""A screen that stays on when it is asked to, as those of phones do; a Chromium without a window says no."""


class Camera:
    """One browser's page at one size in one theme."""

    def __init__(self, page: Page, address: str, screen: str, theme: str, ahead: Path) -> None:
        self.page, self.address, self.screen, self.theme = page, address, screen, theme
        self.ahead = ahead
        self.taken = ""
        self.reader = page.context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(AWAKE)

    def shoot(self, name: str, *, has_two_themes: bool = True) -> None:
        """Take a picture; of what is always dark, only in the evening."""
        if not has_two_themes and self.theme == "day":
            return
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(400)
        file = "-".join([name, self.screen, *([self.theme] if has_two_themes else [])])
        target = OUTPUT / f"{file}.png"
        target.write_bytes(shrink(pixels(self.reader, self.page.screenshot())))
        self.taken = file
        print(f"docs/screens/{file}.png", flush=True)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.page.evaluate("(theme) => localStorage.setItem('backrub.theme', theme)", self.theme)
        self.page.reload()
        self.page.wait_for_selector("h1")

    def fill(self, **answers: object) -> None:
        """Put a whole set of answers onto this device, given today."""
        self.open("/settings")
        catalog = json.load(urllib.request.urlopen(f"{self.address}/api/catalog", timeout=10))
        ids = [each["id"] for each in catalog["conditions"]]
        said = answers.pop("answers", {})
        whole = {**dict.fromkeys(ids, "no"), **(said if isinstance(said, dict) else {})}
        done = [*STEPS, *(f"more-{each}" for each in ids)]
        self.page.evaluate(
            """(draft) => {
              const now = new Date()
              const on = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)
              localStorage.setItem('backrub.draft', JSON.stringify({ on, ...draft }))
            }""",
            {**DRAFT, "done": done, "answers": whole, **answers},
        )

    def ask(self, step: str) -> None:
        self.page.evaluate("(step) => history.replaceState({ step }, '', '/ask')", step)
        self.page.reload()
        self.page.wait_for_selector(".asking h1")

    def plan(self, **answers: object) -> None:
        self.fill(**answers)
        self.ask("kit")
        self.page.click("text=Plan this massage")
        self.page.wait_for_selector(".ready-room")

    def settle(self) -> None:
        """Wait until the server has taken every press."""
        for _ in range(200):
            self.page.wait_for_timeout(100)
            keys: list[str] = self.page.evaluate("Object.keys(localStorage)")
            if not any(each.startswith("backrub.outbox.") for each in keys):
                return

    def begin(self, **answers: object) -> None:
        """From the answers to where the giver reads the first cue."""
        self.plan(**answers)
        self.page.click(".ready-room")
        self.agree()

    def agree(self) -> None:
        self.page.wait_for_selector(".consent")
        for box in self.page.query_selector_all(".consent input"):
            box.check()
        self.page.click(".begin")
        self.page.wait_for_selector(".ready")

    def take_clock(self) -> None:
        """From now on this page's time is the server's, which a file says how far ahead it is."""
        self.page.clock.install(time=time.time() + float(self.ahead.read_text()))

    def pass_to(self, technique: str) -> None:
        """Let time pass at once until a step with a technique has just begun."""
        start_s = float(self.page.evaluate(STARTS, technique))
        wait_s = start_s + 1 - float(self.page.locator(".running").get_attribute("data-at") or 0)
        if wait_s > 0:
            self.pass_time(wait_s)

    def pass_until(self, selector: str, most: int = 40) -> None:
        """Let time pass, a few seconds at once, until the page shows what the selector names."""
        for _ in range(most):
            self.page.wait_for_timeout(400)
            if self.page.locator(selector).count():
                return
            self.pass_time(10)
        raise AssertionError(f"It never came to {selector}.")

    def pass_time(self, seconds_s: float) -> None:
        """Let time pass at once, on the server and on this page, whose clock was taken. [s]"""
        self.ahead.write_text(str(float(self.ahead.read_text()) + seconds_s))
        self.page.clock.fast_forward(int(seconds_s * 1000))

    def skip_to(self, selector: str, most: int = 30) -> None:
        """Press on from step to step, each when the page has heard what the last one changed."""
        for _ in range(most):
            self.page.wait_for_timeout(400)
            if self.page.locator(selector).count():
                return
            self.page.keyboard.press("ArrowRight")
            self.settle()
        raise AssertionError(f"No step showed {selector}.")
