"""Getting ready: the list and its ticks, how they lie, hands, sound, reading, and both saying yes."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from browser.seeing import VOICE, findings, overflowing, put_evening

SOUND = """
window.notes = []
window.AudioContext = class {
  currentTime = 0
  destination = {}
  async resume() {}
  createGain() {
    return { gain: { setValueCurveAtTime: (...given) => window.notes.push(given) }, connect: (to) => to }
  }
  createOscillator() {
    return { frequency: {}, connect: (to) => to, start: () => {}, stop: () => {} }
  }
}
"""
LOCK = """
window.locks = []
Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request: async () => {
  const lock = Object.assign(new EventTarget(), {
    released: false, release: async () => { lock.released = true },
  })
  window.locks.push(lock)
  return lock
}}})
"""
NO_LOCK = """
Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request: async () => {
  throw new DOMException('no', 'NotAllowedError')
}}})
"""


def stand_ready(walk: Any, **wishes: object) -> Page:
    """Stand before the list of what to get ready."""
    put_evening(walk.page, walk.address, **wishes)
    walk.open("/prepare")
    walk.page.wait_for_selector(".list summary")
    return walk.page


def test_ticks_stay_over_a_reload_and_until_tomorrow(new_walk: Callable) -> None:
    walk = new_walk()
    page = stand_ready(walk)
    group = page.locator(".list details").first
    assert group.locator(".name").inner_text() == "The room"
    before = group.locator(".left").inner_text()
    group.locator("summary").click()
    group.locator("input").first.check()
    after = group.locator(".left").inner_text()
    assert int(after.split()[0]) == int(before.split()[0]) - 1
    assert "24 to 26\u00a0°C" in group.inner_text()
    page.reload()
    page.wait_for_selector(".list summary")
    assert page.locator(".list details").first.locator(".left").inner_text() == after
    for box in page.locator(".list details").first.locator("input").all():
        box.evaluate("(each) => each.checked || each.click()")
    assert page.locator(".list details").first.locator(".left").inner_text() == "Ready"
    # The plan of another day begins with nothing ready.
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem('backrub.prepared'))
          localStorage.setItem('backrub.prepared', JSON.stringify({ ...kept, day: '2020-01-01' }))
        }"""
    )
    page.reload()
    page.wait_for_selector(".list summary")
    assert page.locator(".list details").first.locator(".left").inner_text() == before


@pytest.mark.parametrize(("pillows", "shins", "numbers"), [(0, "a rolled towel", 3), (3, "a pillow", 4)])
def test_the_picture_follows_the_pillows_there_are(
    new_walk: Callable, pillows: int, shins: str, numbers: int
) -> None:
    walk = new_walk()
    walk.open("/settings")
    walk.page.evaluate(
        "(pillows) => localStorage.setItem('backrub.draft', JSON.stringify({ pillows }))", pillows
    )
    page = stand_ready(walk)
    assert page.locator(".setting .dot").count() == numbers
    assert page.locator(f"text=Under the shins: {shins}.").count() == 1
    assert page.locator("text=Under the forehead: a folded towel.").count() == 1
    assert "towel" in (page.locator(".setting").get_attribute("aria-label") or "")


LIES = "They lie on the front: a towel below, a towel over hips and legs, cushions as in the list."
LEANS = "They sit and lean forward onto the cushions, a towel round the waist."
DRAWN = """() => {
  const svg = document.querySelector('.setting')
  const whole = svg.getBoundingClientRect()
  const outside = [...svg.querySelectorAll('path, rect, circle, line, text')].filter((each) => {
    const box = each.getBoundingClientRect()
    const across = Math.max(whole.left - box.left, box.right - whole.right)
    return Math.max(across, whole.top - box.top, box.bottom - whole.bottom) > 0.5
  })
  return {
    label: svg.getAttribute('aria-label'),
    numbers: [...svg.querySelectorAll('text')].map((each) => each.textContent),
    outside: outside.map((each) => each.outerHTML),
    drawing: svg.innerHTML,
  }
}"""
"""A picture's label, the numbers in it, what sticks out of it, and its lines."""


def test_every_surface_has_its_picture_whichever_way_they_lie(new_walk: Callable) -> None:
    walk = new_walk(width=320)
    page = stand_ready(walk)
    # The plan is only drawn here: nobody tries it out.
    page.route("**/api/**", lambda route: route.abort())
    drawings: dict[tuple[str, str], str] = {}
    lain = itertools.product(("bed", "mat", "table", "chair"), ("prone", "seated"), (4,))
    for surface, position, pillows in (("bed", "prone", 0), *lain):
        page.evaluate(
            """([surface, position, pillows]) => {
              const evening = JSON.parse(localStorage['backrub.evening'])
              Object.assign(evening.plan, { position, kit: { ...evening.plan.kit, surface } })
              localStorage['backrub.evening'] = JSON.stringify(evening)
              localStorage['backrub.draft'] = JSON.stringify({ pillows })
            }""",
            [surface, position, pillows],
        )
        page.reload()
        page.wait_for_selector(".setting")
        asked = (surface, position, pillows)
        seen = page.evaluate(DRAWN)
        leans = position == "seated" or surface == "chair"
        assert seen["label"] == (LEANS if leans else LIES), asked
        assert seen["outside"] == [], asked
        # Each cushion of the list below is marked in it.
        assert sorted(seen["numbers"]) == page.locator(".setting + ol b").all_inner_texts(), asked
        assert len(seen["numbers"]) == (3 if leans or not pillows else 4), asked
        assert overflowing(page) == [], asked
        drawings[surface, position] = seen["drawing"]
    assert len({drawings[surface, "prone"] for surface in ("bed", "mat", "table", "chair")}) == 4
    assert drawings["chair", "seated"] != drawings["bed", "seated"]


def test_the_hands_warm_up_by_themselves_and_may_skip(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    page.clock.install()
    stand_ready(walk)
    page.click("text=Warm up your hands")
    page.click("text=Start the warm-up")
    seen = []
    for _ in range(5):
        seen.append(page.locator(".move .name").inner_text())
        page.clock.run_for(20_600)
    assert len(set(seen)) == 5
    page.wait_for_selector("text=Shake them out once more")
    page.get_by_role("button", name="Once more").click()
    page.get_by_role("button", name="Next").click()
    assert page.locator(".move .name").inner_text() == seen[1]
    page.click("text=Skip the rest")
    assert page.locator(".move").count() == 0


def test_two_sentences_are_there_to_be_said_first(new_walk: Callable) -> None:
    walk = new_walk()
    page = stand_ready(walk)
    assert page.locator(".talk h2").inner_text() == "Two sentences first"
    assert "Say them to Alex" in page.locator(".talk").inner_text()
    assert page.locator(".talk blockquote p").all_inner_texts() == [
        "Say stop at any time.",
        "A number from 0 to 10 tells me how it feels.",
    ]
    # They come before anybody says yes.
    parts = [each.split("\n")[0] for each in page.locator(".parts h2").all_inner_texts()]
    assert parts.index("Two sentences first") < parts.index("Both say yes")


def test_two_notes_and_a_voice_can_be_tried(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.add_init_script(SOUND + VOICE)
    page = stand_ready(walk)
    page.click("text=Play two notes")
    walk.until("window.spoken.includes('Can you hear this?')")
    curves = page.evaluate("notes.map(([curve, at, length]) => [[...curve], at, length])")
    assert len(curves) == 2
    for curve, _, length_s in curves:
        assert curve[0] == curve[-1] == 0
        loudest = curve.index(max(curve))
        assert loudest / len(curve) * length_s >= 0.03
    # What is looked at from where the giver will be comes last, right before both say yes.
    parts = [each.split("\n")[0] for each in page.locator(".parts h2").all_inner_texts()]
    assert parts[-2:] == ["This screen", "Both say yes"]
    assert page.locator(".check h3").all_inner_texts()[-1] == "Can you read it?"
    heard = page.locator(".check").first
    heard.get_by_text("No", exact=True).click()
    page.wait_for_selector("text=Turn up the volume")
    page.click("text=Play it again")
    heard.get_by_text("Yes", exact=True).click()
    page.wait_for_selector("text=You hear it.")


def test_a_real_cue_is_read_from_afar_and_made_bigger(new_walk: Callable) -> None:
    walk = new_walk()
    page = stand_ready(walk)
    walk.until("localStorage.getItem('backrub.score') !== null")
    cues = page.evaluate("JSON.parse(localStorage.getItem('backrub.score')).score.cues")
    first = next(cue["show"] for cue in cues if cue["kind"] == "stroke")
    sample = page.locator(".sample .cue")
    assert " ".join(sample.inner_text().split()) == first
    px = "parseFloat(getComputedStyle(document.querySelector('.sample .cue')).fontSize)"
    before = page.evaluate(px)
    assert before >= 64
    page.click("text=Bigger")
    assert page.evaluate("JSON.parse(localStorage.getItem('backrub.far_scale'))") == 1.15
    assert overflowing(page) == []
    assert page.evaluate(px) >= before


@pytest.mark.parametrize("is_given", [True, False])
def test_whether_the_screen_stays_on_is_said_beside_begin(new_walk: Callable, *, is_given: bool) -> None:
    walk = new_walk()
    walk.page.add_init_script(LOCK if is_given else NO_LOCK)
    page = stand_ready(walk)
    # Nobody has to ask for it: it is held from when the page opens until it is left.
    says = "This screen stays on." if is_given else "This screen may go dark. Set it to stay on;"
    page.wait_for_selector(f".consent [role=status]:has-text('{says}')")
    page.wait_for_selector(
        f".check :text('{'Yes: it stays on' if is_given else 'It may go dark by itself.'}')"
    )
    # It is a word beside Begin, and keeps nobody from it.
    for box in page.locator(".consent input").all():
        box.check()
    assert page.locator(".begin").is_enabled()
    if is_given:
        page.click("text=Back to the plan")
        page.wait_for_selector(".ready-room")
        assert page.evaluate("locks.map((each) => each.released)") == [True]
    else:
        page.evaluate(f"(() => {{ {LOCK} }})()")
        page.click(".check >> text=Try again")
        page.wait_for_selector(".consent [role=status]:has-text('This screen stays on.')")


def test_begin_needs_the_sound_and_the_reading_tried_or_passed(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.add_init_script(SOUND + VOICE)
    page = stand_ready(walk)
    boxes, begin_button = page.locator(".consent input"), page.locator(".begin")
    for number in range(2):
        boxes.nth(number).check()
    # One sentence says what is open, and one tap goes without.
    without = page.locator(".consent label").last
    assert without.inner_text() == "Sound and reading are not tried yet: begin without"
    assert begin_button.is_disabled()
    boxes.nth(2).check()
    assert begin_button.is_enabled()
    boxes.nth(2).uncheck()
    # Or both are tried.
    page.click("text=Play two notes")
    page.locator(".check").first.get_by_text("Yes", exact=True).click()
    assert without.inner_text() == "Reading it from there is not tried yet: begin without"
    assert begin_button.is_disabled()
    page.locator(".check").last.get_by_text("Yes", exact=True).click()
    assert boxes.count() == 2
    assert begin_button.is_enabled()
    # What was tried is known until tomorrow; to go without is asked each time.
    page.reload()
    page.wait_for_selector(".consent")
    assert boxes.count() == 2


def test_who_wants_no_sound_has_none_to_try(new_walk: Callable) -> None:
    walk = new_walk()
    walk.open("/settings")
    walk.page.evaluate("localStorage.setItem('backrub.sound', JSON.stringify('silent'))")
    page = stand_ready(walk)
    without = page.locator(".consent label").last
    assert without.inner_text() == "Reading it from there is not tried yet: begin without"


def begin(page: Page, how: str) -> None:
    """Say yes twice, go without trying sound and reading, and begin, with `keys` alone or by `touch`."""
    begin_button = page.locator(".begin")
    assert begin_button.is_disabled()
    boxes = page.locator(".consent input")
    for number in range(3):
        assert begin_button.is_disabled()
        if how == "touch":
            page.locator(".consent label").nth(number).tap()
        else:
            boxes.nth(number).focus()
            page.keyboard.press("Space")
    if how == "touch":
        begin_button.tap()
    else:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    page.wait_for_url("**/play/*", timeout=60_000)


@pytest.mark.parametrize("how", ["keys", "touch"])
def test_it_begins_when_both_said_yes(new_walk: Callable, how: str) -> None:
    walk = new_walk(has_touch=how == "touch")
    page = stand_ready(walk)
    begin(page, how)
    page.wait_for_selector(".ready")
    # Asked each time: back on the page, nobody has said yes.
    page.go_back()
    page.wait_for_selector(".consent")
    assert page.locator(".consent input:checked").count() == 0


def test_how_it_feels_before_waits_first_in_line(new_walk: Callable) -> None:
    walk = new_walk()
    page = stand_ready(walk)
    sent: list[dict[str, Any]] = []

    def hear(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(json={"events": [], "passed_over": None, "state": {}})

    page.route("**/api/sessions/*/commands", hear)
    page.click("text=How is it now?")
    scales = page.locator(".scale")
    scales.nth(0).get_by_text("4", exact=True).click()
    scales.nth(1).get_by_text("3", exact=True).click()
    # Pressed once more it is taken back: nobody has to say a number.
    scales.nth(1).get_by_text("3", exact=True).click()
    page.reload()
    page.wait_for_selector(".scale [aria-pressed=true]")
    assert page.locator(".scale [aria-pressed=true]").all_inner_texts() == ["4"]
    begin(page, "keys")
    page.wait_for_selector(".ready")
    page.wait_for_timeout(500)
    assert [{key: each.get(key) for key in ("kind", "when", "pain_nrs", "ease_nrs")} for each in sent] == [
        {"kind": "felt", "when": "before", "pain_nrs": 4, "ease_nrs": None}
    ]


@pytest.mark.parametrize("theme", [pytest.param("day", marks=pytest.mark.prove), "evening"])
def test_axe_finds_nothing_serious_while_getting_ready(new_walk: Callable, axe: str, theme: str) -> None:
    walk = new_walk()
    page = stand_ready(walk, theme=theme)
    for summary in page.locator(".list summary").all():
        summary.click()
    page.click("text=Warm up your hands")
    page.click("text=Start the warm-up")
    page.click("text=Play two notes")
    page.click("text=How is it now?")
    page.locator(".scale button").nth(4).click()
    page.locator(".list input").first.check()
    assert findings(page, axe) == []


def test_a_narrow_screen_and_large_text_cut_nothing(new_walk: Callable) -> None:
    walk = new_walk(width=320, height=640)
    page = stand_ready(walk)
    page.click("text=Warm up your hands")
    page.click("text=Start the warm-up")
    for summary in page.locator(".list summary").all():
        summary.click()
    assert overflowing(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflowing(page) == []
