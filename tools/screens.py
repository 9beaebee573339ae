"""Take the pictures of the pages that stand in the docs: `make screens`.

    .venv/bin/python tools/screens.py

A server of its own with an empty journal, Debian's Chromium, 390 x 844 and 1280 x 800, both themes where a
page has two (play is always dark). The pictures go to docs/screens/.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TOP = Path(__file__).resolve().parent.parent
OUTPUT = TOP / "docs" / "screens"
SCREENS = {"phone": (390, 844), "laptop": (1280, 800)}
QUIET = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/settings", timeout=2) as answer:
        return bool(json.load(answer))
    return False


def fill(page: Page, address: str, theme: str, **answers: object) -> None:
    """Put answers of today onto this device, every health question answered no; open the last question."""
    page.goto(f"{address}/settings")
    page.wait_for_selector("h1")
    page.evaluate(
        """async ([draft, theme]) => {
          const catalog = await (await fetch('/api/catalog')).json()
          const answers = Object.fromEntries(catalog.conditions.map((each) => [each.id, 'no']))
          const steps = ['person', 'guardian', 'pain-more', 'giver', 'map', 'kind', 'level', 'how', 'kit']
          const now = new Date()
          const on = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)
          localStorage.setItem('backrub.draft', JSON.stringify({ on, done: steps, ...draft, answers }))
          localStorage.setItem('backrub.theme', theme)
        }""",
        [{**DRAFT, **answers}, theme],
    )
    ask_step(page, "kit")


def ask_step(page: Page, step: str) -> None:
    """Open one of the questions."""
    page.evaluate("(step) => history.replaceState({ step }, '', '/ask')", step)
    page.reload()
    page.wait_for_selector(".asking h1")


def take(browser: Browser, address: str, *, screen: str, theme: str) -> None:
    """Walk through the three pages at one size in one theme."""
    width, height = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    fill(page, address, theme)
    page.goto(f"{address}/")
    page.wait_for_selector("button.begin")
    shoot(page, f"start-{screen}-{theme}")
    ask_step(page, "question-cauda-equina-signs")
    shoot(page, f"question-{screen}-{theme}")
    ask_step(page, "map")
    shoot(page, f"start-map-{screen}-{theme}")
    ask_step(page, "kit")
    page.click("button[type=submit]")
    page.wait_for_selector(".ready-room", timeout=60_000)
    page.locator("ol button[aria-expanded]").nth(1).click()
    page.evaluate("scrollTo(0, 0)")
    shoot(page, f"plan-{screen}-{theme}")
    if theme == "evening":
        page.click(".ready-room")
        page.wait_for_selector(".consent")
        for box in page.query_selector_all(".consent input"):
            box.check()
        page.click(".begin")
        page.click(".ready .main")
        page.wait_for_selector(".running")
        # On to a stroke of both hands, and some way along it.
        skip_to(page, ".hand:not([data-level='0']) >> nth=1")
        shoot(page, f"play-{screen}")
        page.keyboard.press("Space")
        page.wait_for_selector(".pause")
        shoot(page, f"pause-{screen}")
    context.close()


def begin(page: Page) -> None:
    """From the filled-in form to the first stroke."""
    page.click("button[type=submit]")
    page.wait_for_selector(".ready-room", timeout=60_000)
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    for box in page.query_selector_all(".consent input"):
        box.check()
    page.click(".begin")
    page.wait_for_selector(".ready")


def skip_to(page: Page, selector: str) -> None:
    """Press on from step to step, each when the page has heard what the last one changed."""
    for _ in range(30):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(2500)
        if page.locator(selector).count():
            return
    sys.exit(f"No step showed {selector}.")


def take_spot(browser: Browser, address: str, *, screen: str) -> None:
    """The tender-spot loop: where, how sore, a hold, and its end."""
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    fill(page, address, "evening", style="classic", back_pain="none", sore=[], avoid=[])
    begin(page)
    shoot(page, f"ready-{screen}")
    page.click(".ready .main")
    skip_to(page, ".loop")
    shoot(page, f"spot-where-{screen}")
    page.select_option(".loop select", label="Between the shoulder blades, right")
    page.wait_for_selector("text=How sore")
    shoot(page, f"spot-before-{screen}")
    page.keyboard.press("3")
    page.wait_for_selector("text=Press slowly")
    page.keyboard.press("5")
    page.wait_for_selector("text=Hold still")
    shoot(page, f"spot-hold-{screen}")
    page.keyboard.press("7")
    page.wait_for_selector("text=Leave it for tonight", timeout=10_000)
    shoot(page, f"spot-end-{screen}")
    page.close()


def take_stones(browser: Browser, address: str, *, screen: str) -> None:
    """Hot stones: locked, and too hot."""
    width, height = SCREENS[screen]
    page = browser.new_page(viewport={"width": width, "height": height})
    fill(
        page, address, "evening", style="hot-stone", back_pain="none", sore=[], has_stones=True, stones_c="43"
    )
    begin(page)
    page.click(".ready .main")
    skip_to(page, ".stones")
    page.fill("#stones", "46")
    page.keyboard.press("Enter")
    shoot(page, f"stones-{screen}")
    page.close()


def shoot(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    page.screenshot(path=str(OUTPUT / f"{name}.png"))
    print(f"docs/screens/{name}.png")


def main() -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM", "chromium")
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    port = free_port()
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory(prefix="backrub-screens-") as folder:
        command = [sys.executable, "-m", "backrub", "serve", "--port", str(port)]
        command += ["--database", f"sqlite:///{folder}/journal.sqlite"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until_s = time.monotonic() + 60
            while not answers(address):
                if server.poll() is not None or time.monotonic() > until_s:
                    sys.exit("The server did not start: try `make run` and read what it says.")
                time.sleep(0.1)
            with sync_playwright() as play:
                where = subprocess.run(["which", chromium], capture_output=True, text=True).stdout.strip()
                browser = play.chromium.launch(executable_path=where or chromium, args=arguments)
                for screen in SCREENS:
                    for theme in ("day", "evening"):
                        take(browser, address, screen=screen, theme=theme)
                    take_spot(browser, address, screen=screen)
                    take_stones(browser, address, screen=screen)
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
