"""Every address in every state that people reach, for everybody: axe, landmarks, the heard, targets, zoom."""

import json
from collections.abc import Callable, Iterator

import pytest

from browser.conftest import STEPS
from browser.hearing import unheard
from browser.seeing import PAINTED, crowded, cut, in_both_themes, outline, small

PAGES = [
    "/", "/ask", "/answer", "/plan", "/prepare", "/felt", "/history", "/learn",
    "/learn/whole-hand-effleurage", "/learn/trigger-point-release", "/learn/nothing-of-that-name",
    "/practise/whole-hand-effleurage",
    "/claims", "/rhythm", "/settings", "/play/nobody", "/after/nobody", "/history/nobody", "/nowhere",
]  # fmt: skip
RAISE_S = 4.0
"""So long a thumb takes to press a tender spot, and to lift: clinical notes 2.4. [s]"""
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}


def settled(walk, path: str) -> str:
    walk.open(path)
    walk.page.wait_for_selector("h1")
    walk.page.wait_for_timeout(150)
    return path


ASKED = ["pain", *(each for each in STEPS if each != "guardian")]
MORE = ("section-skin", "question-cancer", "more-cancer", "more-oil-allergy", "more-recent-injury")
REFUSED = {
    "urgent": {"back_pain": "new", "answers": {"cauda-equina-signs": "yes"}},
    "urgent today": {"answers": {"major-trauma": "yes"}},
    "clinician": {"answers": {"cancer": "yes"}},
    "not today": {"answers": {"intoxicated": "yes"}},
    "no parent there": {"age": "14"},
}


AFTERWARDS = {"pain": "does it hurt now", "ease": "How at ease", "wrong": "feel wrong"}


def quiet_states(walk) -> Iterator[str]:
    """Go through every page that nobody has filled in, and every question and outcome of the answers."""
    page, theme = walk.page, "evening"
    walk.open("/licences.txt")
    page.evaluate("(theme) => localStorage.setItem('backrub.theme', theme)", theme)
    for path in PAGES:
        yield settled(walk, path)
    walk.open("/practise/whole-hand-effleurage")
    page.click("text=Start")
    page.wait_for_selector(".stage .hand")
    yield "practice"
    page.keyboard.press("Space")
    page.wait_for_selector("text=Paused")
    yield "practice, paused"
    walk.open("/claims")
    page.wait_for_selector("summary")
    for each in page.query_selector_all("details"):
        each.evaluate("(each) => { each.open = true }")
    yield "claims with their papers"
    walk.open("/settings")
    page.click("text=Forget what this device keeps")
    page.wait_for_selector("text=Yes, forget it all")
    yield "settings, forgetting"
    walk.open("/ask")
    page.click("text=Continue")
    page.wait_for_selector("#problem-age")
    yield "a problem at every field"
    walk.fill(theme=theme, answers={"broken-skin": "yes"})
    page.click("text=Plan this massage")
    page.wait_for_selector("text=One thing to look at")
    yield "a problem that only the server sees"
    walk.fill(
        theme=theme,
        back_pain="known",
        sore=[{"across": 0.42, "along": 0.86, "pain_nrs": 4}],
        before={"on": "2026-11-12", "answers": {"anticoagulants": "yes", "scoliosis-known": "yes"}},
        answers={"scoliosis-known": "yes"},
        has_stones=True,
    )
    for step in ASKED:
        walk.ask_step(step)
        yield f"question {step}"
        if step == "map":
            page.click("text=Use a list")
            yield "question map, as a list"
    walk.fill(theme=theme, answers=dict.fromkeys(("cancer", "oil-allergy", "recent-injury"), "yes"))
    for step in (*MORE, "place-recent-injury"):
        walk.ask_step(step)
        yield f"question {step}"
    walk.fill(theme=theme, age="14", done=["person"], answers={})
    walk.ask_step("guardian")
    yield "question guardian"
    for name, answers in REFUSED.items():
        walk.fill(theme=theme, **answers)
        page.click("text=Plan this massage")
        page.wait_for_url("**/answer")
        page.wait_for_selector("main h1")
        page.wait_for_timeout(150)
        yield f"answer {name}"
    walk.fill(theme=theme, style="massager")
    page.click("text=Plan this massage")
    page.wait_for_selector("text=Ways out", timeout=60_000)
    yield "clash"


def evening_states(walk) -> Iterator[str]:
    """Go through an evening: plan, room, play and what it can turn into, the end, and what stays of it."""
    page = walk.page
    walk.plan(theme="day", remember=True)
    page.click("main > .all > summary")
    yield "plan, in short"
    page.click("main > .all > summary")
    yield "plan"
    page.locator("[aria-expanded=false]").nth(1).click()
    page.wait_for_selector(".edits")
    yield "plan, a step open"
    page.click("text=Keep it for another evening")
    page.fill("#routine-name", "Sunday")
    page.keyboard.press("Enter")
    page.wait_for_selector(".keep >> text=Saved as Sunday.")
    yield "plan, kept as a routine"
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    yield "prepare"
    for each in page.locator("main details > summary").all():
        each.click()
    yield "prepare, all of it open"
    page.click("text=Show where you feel them")
    page.locator(".nudges button").nth(1).click()
    page.wait_for_selector("small.felt")
    yield "felt"
    page.click(".done")
    session = walk.agree()
    yield "ready"
    page.click(".ready .main")
    page.wait_for_selector(".running .oil")
    yield "oil"
    walk.press_on_to(".hand.stepped")
    yield "play"
    page.keyboard.press("p")
    page.wait_for_selector(".pad")
    yield "number"
    page.keyboard.press("8")
    page.wait_for_selector(".pause >> text=Hands off")
    yield "hands off"
    page.click(".pause .go")
    page.wait_for_selector(".running")
    page.keyboard.press("p")
    page.keyboard.press("3")
    page.wait_for_selector(".running")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause >> text=Paused")
    yield "pause"
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    # What was said before is not told beside a stop.
    assert page.locator("text=3. Thank you.").count() == 0
    yield "stop"
    page.click("text=Just needed a break")
    page.click("text=said yes")
    page.wait_for_selector(".running")
    page.keyboard.press("Escape")
    page.click("text=We’re done for tonight")
    page.wait_for_selector(".after h1")
    yield "the end"
    page.click("text=When you are ready")
    for asked, says in AFTERWARDS.items():
        page.wait_for_selector(f"h1:has-text('{says}')")
        yield f"after, {asked}"
        page.click(".scale button >> nth=2" if page.locator(".scale").count() else ".two button")
    page.wait_for_selector("h1:has-text('Now rest')")
    yield "after, rest"
    stays = {"earlier evenings": "/history", "an evening": f"/history/{session}", "home, later": "/"}
    for state, path in stays.items():
        settled(walk, path)
        if path == "/":
            page.wait_for_selector(".routines li button")
        yield state


def seldom_states(walk, server) -> Iterator[str]:
    """Go to what not every evening has: walking round, a tender spot, hot stones, a break, a sharp pain."""
    page = walk.page
    page.clock.install()
    session = walk.begin(minutes=30, style="classic")
    walk.synced()
    body = server.ask(f"/api/sessions/{session}")
    turn = next(each for each in body["plan"]["steps"] if each["technique"] == "walk")
    walk.pass_time(server, turn["start_s"] - body["state"]["score_s"] + 2)
    page.wait_for_selector(".running .walk")
    yield "walk"
    walk.begin(minutes=30, style="classic")
    walk.skip_to("trigger-point-release", ".loop")
    yield "spot, where"
    page.select_option(".loop select", label="Between the shoulder blades, right")
    page.wait_for_selector(".loop h1:has-text('How sore')")
    page.click("text=Their choice")
    page.click("text=Knuckle")
    assert page.locator("text=Longest hold").count() == 1
    yield "spot, how sore"
    page.keyboard.press("3")
    page.wait_for_selector(".loop h1:has-text('Press slowly')")
    yield "spot, press"
    walk.synced()
    walk.pass_time(server, RAISE_S - 1)
    page.keyboard.press("5")
    page.wait_for_selector(".loop h1:has-text('Hold still')")
    yield "spot, hold"
    page.keyboard.press("7")
    page.wait_for_selector(".loop h1:has-text('Lift slowly')")
    yield "spot, lift"
    walk.synced()
    walk.pass_time(server, RAISE_S)
    page.wait_for_selector("text=Leave it for tonight")
    yield "spot, ended"
    page.keyboard.press("Escape")
    page.click("text=Just needed a break")
    page.wait_for_selector("text=said yes")
    yield "a break"
    page.click("text=Sharp pain")
    page.wait_for_selector(".stop .advice")
    yield "a sharp pain"
    page.click("text=What to watch for")
    page.wait_for_selector("h1:has-text('watch it')")
    yield "after, something wrong"
    walk.begin(minutes=30, style="hot-stone", has_stones=True, stones_c="43")
    walk.skip_to("hot-stone-glide", ".stones")
    yield "stones"
    page.fill("#stones", "42")
    page.keyboard.press("Enter")
    page.wait_for_selector(".stones", state="detached")
    walk.synced()
    for _ in range(8):
        walk.pass_time(server, 20)
        page.wait_for_timeout(400)
        if page.locator(".look").count():
            break
    yield "skin look"
    walk.open("/practise/whole-hand-effleurage")
    page.click("text=Start")
    page.wait_for_selector(".stage .hand")
    page.clock.fast_forward(301_000)
    page.wait_for_selector("text=That’s it for today.")
    yield "practice, done"
    walk.begin()
    walk.press_on_to(".hand.stepped")
    server.kill()
    page.wait_for_selector("text=On its own")
    yield "play, on its own"


DRESSES = {
    "": {},
    "320 pixels": {"width": 320, "height": 640},
    "text at 200 %": {"root": "200%"},
    "the system's own wishes": {"forced_colors": "active", "contrast": "more"},
    "text spaced out": {"spaced": "on"},
}
"""What a device may do to a page that is open: its width, its text, or what Chromium emulates."""
SPACED = """(spaced) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`)
  document.adoptedStyleSheets = spaced ? [sheet] : []
}"""
"""What people may set who read better so: WCAG 2.2, 1.4.12."""


def wrong_in(walk, dress: str, *, width: int, height: int) -> list[str]:
    """Return what is cut, and what is too small or too close to others to be pressed, in one dress."""
    page, wish = walk.page, dict(DRESSES[dress])
    page.set_viewport_size({"width": wish.pop("width", width), "height": wish.pop("height", height)})
    # What a browser's own setting for larger text does: the root grows, and all that is said in rem.
    page.evaluate("(size) => { document.documentElement.style.fontSize = size }", wish.pop("root", ""))
    page.evaluate(SPACED, wish.pop("spaced", ""))
    page.emulate_media(**{"forced_colors": "none", "contrast": "no-preference", **wish})
    if dress:
        page.evaluate(PAINTED)
    least = 72 if page.locator("main.play").count() else 48
    near = [f"near: {each}" for each in crowded(page, "body")]
    return cut(page) + [f"small: {each}" for each in small(page, least, "main")] + near


def wrong_everywhere(
    walk, axe: str, states: Iterator[str], size: str
) -> tuple[dict[str, list[str]], list[str]]:
    """Go through states; return what is wrong in each, and the states that were seen."""
    width, height = SIZES[size]
    wrong: dict[str, list[str]] = {}
    seen: list[str] = []
    for state in states:
        seen.append(state)
        if found := in_both_themes(walk.page, axe) + outline(walk.page) + unheard(walk.page, state):
            wrong[state] = found
        for dress in DRESSES if size == "phone" else [""]:
            if found := wrong_in(walk, dress, width=width, height=height):
                wrong[f"{state}, {dress}"] = found
        if size == "phone":
            wrong_in(walk, "", width=width, height=height)
    return wrong, seen


SIZED = pytest.mark.parametrize("size", ["phone", pytest.param("laptop", marks=pytest.mark.prove)])
"""Each state is walked to once in `make test`; on a laptop in `make prove`."""


@SIZED
@pytest.mark.parametrize("states", [quiet_states, evening_states])
def test_every_page_in_every_state_is_open_to_everybody(
    new_walk: Callable, axe: str, size: str, states: Callable
) -> None:
    width, height = SIZES[size]
    walk = new_walk(width=width, height=height)
    wrong, seen = wrong_everywhere(walk, axe, states(walk), size)
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert len(seen) > 12


@SIZED
def test_what_not_every_evening_has_is_open_to_everybody(
    new_walk: Callable, axe: str, later_server, size: str
) -> None:
    width, height = SIZES[size]
    walk = new_walk(width=width, height=height, address=later_server.address)
    wrong, seen = wrong_everywhere(walk, axe, seldom_states(walk, later_server), size)
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert seen[-1] == "play, on its own"


@pytest.mark.prove
@pytest.mark.parametrize("states", [quiet_states, evening_states])
def test_nothing_is_cut_when_a_page_is_opened_with_text_at_200_percent(
    new_walk: Callable, states: Callable
) -> None:
    walk = new_walk()
    walk.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'))"
    )
    wrong: dict[str, list[str]] = {}
    for state in states(walk):
        if found := cut(walk.page) + small(walk.page, 48, "main"):
            wrong[state] = found
    assert wrong == {}
