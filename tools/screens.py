"""Take the pictures of the pages that stand in the docs: `make screens`.

    .venv/bin/python tools/screens.py [NAME...]
    .venv/bin/python tools/screens.py --same

A server of its own with an empty journal, Debian's Chromium, 390 x 844 and 1280 x 800, both themes where a
page has two (play is always dark). The pictures go to docs/screens/, with few colours each; a NAME takes only
the walks whose name begins with it. When all were taken, docs/screens/taken.json says of which pages, and a
test asks for new ones once those look different. --same takes none: it says that nothing of a change is seen.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tools"))
import pictured  # noqa: E402 - a neighbour, not a package
from camera import BARE, OUTPUT, Camera  # noqa: E402 - another
from screens_away import take_away  # noqa: E402 - another
from screens_opened import take_opened  # noqa: E402 - another
from served import serving  # noqa: E402 - another

SCREENS = {"phone": (390, 844), "laptop": (1280, 800)}
QUIET = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def take_asking(camera: Camera) -> None:
    camera.open("/")
    camera.shoot("home")
    camera.fill(before={"on": "2026-01-04", "answers": {"anticoagulants": "yes"}}, **BARE)
    for step in ("pain", "changed"):
        camera.ask(step)
        camera.shoot(f"ask-{step}")
    camera.fill(
        answers={"broken-skin": "yes", "nerve-problem": "yes"},
        groups={"skin": "some"},
        cleared={"nerve-problem": "2026-01-04"},
    )
    camera.ask("place-broken-skin")
    camera.page.wait_for_selector(".told li")
    camera.shoot("ask-place")
    camera.fill(**BARE, age="14", done=["person"])
    camera.ask("guardian")
    camera.shoot("ask-guardian")
    camera.fill(back_pain="new")
    camera.ask("pain-more")
    camera.shoot("ask-pain-more")
    for name, condition in {"": "recent-injury", "-list": "oil-allergy", "-doctor": "cancer"}.items():
        camera.fill(**BARE, answers={condition: "yes"})
        camera.ask(f"more-{condition}")
        camera.page.wait_for_selector(".told .so-far")
        camera.shoot(f"ask-more{name}")
    camera.fill(**BARE, style="hot-stone", has_stones=True, stones_c="43")
    camera.ask("kit")
    camera.page.click("text=How to take the reading")
    camera.page.locator("#field-stones_c").scroll_into_view_if_needed()
    camera.shoot("ask-stones")
    camera.fill()
    for step in (
        "question-cauda-equina-signs",
        "section-skin",
        "giver",
        "map",
        "kind",
        "level",
        "how",
        "kit",
    ):
        camera.ask(step)
        if step == "map":
            camera.page.wait_for_selector(".zone")
        camera.shoot(f"ask-{step.split('-')[0]}")
    camera.ask("map")
    camera.page.click("text=Use a list")
    camera.page.evaluate("scrollTo(0, 0)")
    camera.shoot("ask-map-list")
    camera.page.evaluate("localStorage.removeItem('backrub.draft')")
    camera.open("/")
    camera.page.click("button.begin")
    camera.page.wait_for_selector(".asking h1")
    camera.page.wait_for_timeout(300)
    camera.shoot("ask-first")


def take_answers(camera: Camera) -> None:
    for name, answers in {
        "urgent": {"back_pain": "new", "answers": {"cauda-equina-signs": "yes"}},
        "urgent-today": {"answers": {"major-trauma": "yes"}},
        "clinician": {"answers": {"cancer": "yes"}},
        "not-today": {"answers": {"intoxicated": "yes"}},
    }.items():
        camera.fill(**{**BARE, **answers})
        camera.ask("kit")
        camera.page.click("text=Plan this massage")
        camera.page.wait_for_url("**/answer")
        camera.page.wait_for_selector("main h1")
        camera.shoot(f"answer-{name}")


def take_evening(camera: Camera) -> None:
    page = camera.page
    camera.fill(style="massager")
    camera.ask("kit")
    page.click("text=Plan this massage")
    page.wait_for_selector(".ways button")
    camera.shoot("plan-clash")
    camera.plan()
    camera.shoot("plan")
    page.locator("ol button.row").nth(3).click()
    page.wait_for_selector(".edits")
    page.wait_for_selector(".moving .hand:not([data-level='0'])")
    page.locator("ol .open").evaluate("(row) => scrollTo(0, row.getBoundingClientRect().top + scrollY - 40)")
    camera.shoot("plan-step")
    page.click(".edits >> text=Swap")
    page.wait_for_selector(".swaps button")
    camera.shoot("plan-swap")
    page.click(".edits >> text=Swap")
    page.click(".skin > summary")
    page.wait_for_selector(".skin .verdict", timeout=300_000)
    page.locator(".skin .verdict").evaluate(
        "(each) => scrollTo(0, each.getBoundingClientRect().top + scrollY - 24)"
    )
    camera.shoot("skin")
    page.evaluate("scrollTo(0, 0)")
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    page.wait_for_timeout(300)
    camera.shoot("prepare")
    page.locator("#screen").evaluate("(each) => scrollTo(0, each.getBoundingClientRect().top + scrollY - 24)")
    camera.shoot("prepare-screen")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    camera.shoot("prepare-end")
    page.click("text=Once they lie down")
    page.click("text=Show where you feel them")
    page.wait_for_selector("[aria-busy=false] .mark")
    for number in (1, 1, 2):  # lower, lower, further out
        page.locator(".nudges button").nth(number).click()
        page.wait_for_timeout(300)
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")
    camera.shoot("felt")
    page.click(".done")
    page.wait_for_selector(".consent")
    camera.agree()
    camera.shoot("ready", has_two_themes=False)
    session = page.url.rsplit("/", 1)[1]
    page.click(".ready .main")
    page.wait_for_selector(".running")
    # On to a stroke of both hands, and some way along it.
    camera.skip_to(".hand:not([data-level='0']) >> nth=1")
    page.wait_for_timeout(2500)
    camera.shoot("play", has_two_themes=False)
    page.keyboard.press("p")
    page.wait_for_selector(".pad")
    camera.shoot("number", has_two_themes=False)
    page.keyboard.press("8")
    page.wait_for_selector(".pause >> text=Hands off")
    camera.shoot("hands-off", has_two_themes=False)
    page.click(".pause .go")
    page.wait_for_selector(".running")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause >> text=Paused")
    camera.shoot("pause", has_two_themes=False)
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    camera.shoot("stop", has_two_themes=False)
    page.click("text=Just needed a break")
    page.wait_for_selector("text=said yes")
    camera.shoot("break", has_two_themes=False)
    page.click("text=Sharp pain, numb or dizzy")
    page.wait_for_selector(".stop .choices", state="detached")
    page.wait_for_timeout(400)
    camera.shoot("aftercare", has_two_themes=False)
    take_what_stays(camera, session)


def take_what_stays(camera: Camera, session: str) -> None:
    """Afterwards: the questions, what to do now, and the evening among the others."""
    page = camera.page
    camera.open(f"/after/{session}")
    page.wait_for_timeout(600)
    camera.shoot("after-wrong")
    camera.plan(**BARE, minutes=20, remember=True)
    page.click(".ready-room")
    page.click(".felt > summary")
    for number, nrs in enumerate(("6", "3")):
        page.locator(".felt .scale").nth(number).get_by_text(nrs, exact=True).click()
    camera.agree()
    second = page.url.rsplit("/", 1)[1]
    page.click(".ready .main")
    page.wait_for_selector(".running")
    page.wait_for_timeout(2000)
    page.keyboard.press("Escape")
    page.click("text=We’re done for tonight")
    page.wait_for_selector(".stop", state="detached")
    page.wait_for_selector("h1")
    page.wait_for_timeout(600)
    camera.shoot("end", has_two_themes=False)
    camera.open(f"/after/{second}")
    page.wait_for_selector(".scale")
    camera.shoot("after")
    page.locator(".scale").get_by_text("2", exact=True).click()
    page.wait_for_selector("h1:has-text('How at ease')")
    camera.shoot("after-ease")
    page.locator(".scale").get_by_text("8", exact=True).click()
    page.wait_for_timeout(400)
    page.click("button:has-text('No')")
    page.wait_for_selector("h1:has-text('Now rest')")
    camera.shoot("after-rest")
    for path, name in (
        ("/history", "history"),
        (f"/history/{second}", "evening"),
        ("/", "home-known"),
        ("/nowhere", "nothing"),
    ):
        camera.open(path)
        page.wait_for_timeout(600)
        camera.shoot(name)


def take_later(camera: Camera) -> None:
    """What a clock that is moved is waited for: walking round, more oil, and a look at skin under stones."""
    if camera.theme == "day":
        return
    camera.take_clock()
    camera.begin(**BARE, style="classic")
    camera.page.click(".ready .main")
    camera.page.wait_for_selector(".running")
    for name in ("oil", "walk"):
        camera.pass_to(name)
        camera.page.wait_for_selector(f".running .{name}")
        camera.shoot(name, has_two_themes=False)
    camera.begin(**BARE, style="hot-stone", has_stones=True, stones_c="43")
    camera.page.click(".ready .main")
    camera.skip_to(".stones")
    camera.page.fill("#stones", "42")
    camera.page.keyboard.press("Enter")
    camera.settle()
    camera.pass_until(".look")
    camera.shoot("skin-look", has_two_themes=False)
    camera.open("/practise/thumb-stripping")
    camera.page.click("button.main:not([disabled])")
    camera.page.wait_for_selector(".stage .hand")
    camera.page.clock.fast_forward(301_000)
    camera.page.wait_for_selector("text=That’s it for today.")
    camera.shoot("practise-done", has_two_themes=False)


def take_spot(camera: Camera) -> None:
    """The tender-spot loop: where, how sore, a hold, and its end."""
    if camera.theme == "day":
        return
    page = camera.page
    camera.begin(**BARE, style="classic")
    page.click(".ready .main")
    camera.skip_to(".loop")
    page.locator(".play .note").wait_for(state="detached", timeout=15_000)
    camera.shoot("spot-where", has_two_themes=False)
    page.select_option(".loop select", label="Between the shoulder blades, right")
    page.wait_for_selector("text=How sore")
    camera.shoot("spot-before", has_two_themes=False)
    page.keyboard.press("3")
    page.wait_for_selector("text=Press slowly")
    camera.shoot("spot-press", has_two_themes=False)
    page.keyboard.press("5")
    page.wait_for_selector("text=Hold still")
    camera.shoot("spot-hold", has_two_themes=False)
    page.keyboard.press("7")
    page.wait_for_selector("text=Lift slowly")
    camera.shoot("spot-lift", has_two_themes=False)
    page.wait_for_selector("text=Leave it for tonight", timeout=10_000)
    camera.shoot("spot-end", has_two_themes=False)


def take_stones(camera: Camera) -> None:
    """Hot stones: locked, and too hot."""
    if camera.theme == "day":
        return
    page = camera.page
    camera.begin(**BARE, style="hot-stone", has_stones=True, stones_c="43")
    page.click(".ready .main")
    camera.skip_to(".stones")
    page.fill("#stones", "46")
    page.keyboard.press("Enter")
    camera.shoot("stones", has_two_themes=False)


def take_learning(camera: Camera) -> None:
    page = camera.page
    camera.open("/learn")
    page.evaluate(
        "localStorage.setItem('backrub.learned', JSON.stringify({ 'whole-hand-effleurage': '2026-01-04' }))"
    )
    page.reload()
    page.wait_for_selector(".course a")
    camera.shoot("learn")
    for path, name in (("/learn/thumb-stripping", "stroke"), ("/claims", "claims"), ("/rhythm", "rhythm")):
        camera.open(path)
        page.wait_for_timeout(600)
        camera.shoot(name)
    camera.open("/settings")
    camera.shoot("settings")
    camera.open("/practise/thumb-stripping")
    page.wait_for_selector("button.main:not([disabled])")
    camera.shoot("practise-before", has_two_themes=False)
    page.click("button.main")
    page.wait_for_timeout(3500)
    camera.shoot("practise", has_two_themes=False)


WALKS: dict[str, Callable[[Camera], None]] = {
    "asking": take_asking,
    "answers": take_answers,
    "evening": take_evening,
    "later": take_later,
    "spot": take_spot,
    "stones": take_stones,
    "learning": take_learning,
    "without": take_away,
    "opened": take_opened,
}


CLOCKED = ("later",)
"""The walks that move the clock: they have a server of their own."""


def take_all(browser: Browser, address: str, clocked: str, ahead: Path, names: list[str]) -> list[str]:
    """Take every picture; returns what failed. One walk that fails does not cost the others."""
    failed = []
    for screen, (width, height) in SCREENS.items():
        for theme in ("day", "evening"):
            for name, walk in WALKS.items():
                if names and not any(name.startswith(each) for each in names):
                    continue
                context = browser.new_context(
                    viewport={"width": width, "height": height}, service_workers="block", locale="en-GB"
                )
                to = clocked if name in CLOCKED else address
                camera = Camera(context.new_page(), to, screen, theme, ahead)
                try:
                    walk(camera)
                except (Error, OSError, AssertionError) as error:
                    what = str(error).splitlines()[0]
                    failed.append(f"{name}, {screen}, {theme}, after {camera.taken or 'nothing'}: {what}")
                    print(error, file=sys.stderr, flush=True)
                context.close()
    return failed


def finish(names: list[str], failed: list[str]) -> None:
    """Put down what the pictures show, when all of them were taken, and tell what was not."""
    if failed:
        sys.exit("\n".join(["Not every picture was taken:", *failed]))
    if not names:
        pictured.write()


def main() -> None:
    names = sys.argv[1:]
    if names == ["--same"]:
        pictured.write()
        return
    OUTPUT.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM", "chromium")
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with tempfile.TemporaryDirectory(prefix="backrub-screens-") as folder:
        ahead = Path(folder) / "ahead"
        ahead.write_text("0")
        with serving(folder) as address, serving(folder, ahead) as clocked, sync_playwright() as play:
            where = subprocess.run(["which", chromium], capture_output=True, text=True).stdout.strip()
            browser = play.chromium.launch(executable_path=where or chromium, args=arguments)
            failed = take_all(browser, address, clocked, ahead, names)
            browser.close()
    finish(names, failed)


if __name__ == "__main__":
    main()
