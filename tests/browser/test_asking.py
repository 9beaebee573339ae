"""The questions: one at a time, by touch and by keys, back and forth."""

import time
from collections.abc import Callable
from datetime import date
from typing import get_args

import pytest

from backrub.catalog import load
from backrub.catalog.condition import Section
from backrub.model.request import Request
from backrub.screening.screen import screen
from browser.asked import answer, begun_with, draft, go, none, start, until_step
from browser.conftest import MEASURES
from browser.reading import Reading
from browser.seeing import on_every_device
from browser.serving import Server

PHONE = {"has_touch": True, "is_mobile": True}
MEASURED = ("age", "height_cm", "mass_kg")
COUNTED = """(() => {
  addEventListener('click', (event) => {
    // A label's own click on its box is the same tap.
    if (!event.isTrusted || event.detail === 0) return
    sessionStorage.taps = Number(sessionStorage.taps ?? 0) + 1
  }, true)
  addEventListener('keydown', ({ target }) => {
    sessionStorage.typed = `${sessionStorage.typed ?? ''} ${target.id}`
  }, true)
})()"""
"""Counts taps, and notes what is typed into."""
WORDS_A_MINUTE = 238
"""Silent reading of plain English prose: Brysbaert 2019, 10.1016/j.jml.2019.104047. [1/min]"""
TAP_S = 1.5
"""To find a button and tap it, or a digit of a number: engineering judgement. [s]"""
SOON_S = 240
"""Who reads every word that stands open is at the first stroke in so long, their health apart. [s]"""
MOST_HEALTH_S = 260
"""Their answers about health take so long: no question of them, nor what counts as a yes, is hidden. [s]"""


def test_a_healthy_adult_is_soon_at_the_first_stroke(
    new_walk: Callable, strict_server: Server, record_property: Callable[[str, object], None]
) -> None:
    walk = new_walk(**PHONE, address=strict_server.address)
    page = walk.page
    page.set_default_timeout(120_000)
    walk.context.add_init_script(COUNTED)
    reading, until_giver = Reading(page), []

    def press(selector: str = ".go") -> None:
        reading.read(walk.step() or page.evaluate("location.pathname"))
        walk.press(selector, "touch")

    def none_of_these() -> None:
        press(".answers button")

    def measures() -> None:
        for name in MEASURED:
            walk.write(name, MEASURES[name], "touch")
        press()

    def giver() -> None:
        until_giver.append(int(page.evaluate("sessionStorage.taps")))
        assert page.locator("input[name=giver]").first.is_checked()
        press()

    own = dict.fromkeys(("pain", "map", *(f"section-{each}" for each in get_args(Section))), none_of_these)
    # Nothing is wished otherwise than offered: how long, how firm, how they lie. Nobody has to have a name.
    own |= {"person": measures, "giver": giver, "kind": press, "level": press, "how": press}
    began_s = time.monotonic()
    walk.open("/")
    page.wait_for_selector("button.begin")
    press("button.begin")
    steps = walk.answer_all("touch", own=own)
    health = [each for each in steps if each == "pain" or each.startswith("section-")]
    assert len(health) == 9
    assert set(steps) == set(own)
    press()
    page.wait_for_selector(".ready-room")
    press(".ready-room")
    page.wait_for_selector(".consent")
    reading.read("/prepare")
    held = strict_server.ask(f"/api/sessions/{walk.agree('touch')}")["plan"]
    assert held["steps"] == page.evaluate("JSON.parse(localStorage['backrub.evening']).plan.steps")
    reading.read("ready")
    press_s = time.monotonic()
    walk.press(".ready .main", "touch")
    page.wait_for_selector(".running")
    reading.read("oil")
    # Their hands warm the oil first.
    page.wait_for_selector(".hand:not([data-level='0'])")
    took_s, oil_s = time.monotonic() - began_s, time.monotonic() - press_s
    reading.read("stroke")
    taps, digits = int(page.evaluate("sessionStorage.taps")), sum(len(MEASURES[each]) for each in MEASURED)
    words = reading.words
    asked = sum(words[each] for each in health)
    rest = sum(words.values()) - asked
    asked_s = asked / WORDS_A_MINUTE * 60 + len(health) * TAP_S
    rest_s = rest / WORDS_A_MINUTE * 60 + (taps - len(health) + digits) * TAP_S
    said = f"First open to first stroke: {taps} taps, {took_s:.0f} s by a machine; {until_giver[0]} taps"
    said += " until the giver is asked. Who reads each word that stands open, but for the rows of the plan,"
    said += f" takes {rest_s:.0f} s ({rest} words), and {asked_s:.0f} s for the questions"
    said += f" about health ({asked} words); {oil_s:.0f} s of warming the oil are not in that."
    said += f" Words by page: {words}"
    record_property("counted", said)
    assert taps <= 30
    assert until_giver[0] <= 15
    assert took_s + taps * TAP_S < SOON_S
    assert rest_s < SOON_S, words
    assert asked_s < MOST_HEALTH_S, words
    typed = set(page.evaluate("sessionStorage.typed").split())
    assert typed == {f"field-{name}" for name in MEASURED}
    page.keyboard.press("Escape")
    page.wait_for_selector("h1:has-text('Hands off. They said stop.')")


def test_with_back_pain_the_urgent_signs_are_asked_one_by_one(new_walk: Callable) -> None:
    walk = new_walk()
    start(walk)
    answer(walk, ".answers button:has-text('for long')")
    go(walk)
    none(walk)
    asked = []
    while walk.step().startswith("question-"):
        asked.append(walk.step().removeprefix("question-"))
        none(walk)
    assert walk.step() == "section-back-and-nerves"
    assert sorted(asked) == sorted(urgent_with_an_old_pain())


def urgent_with_an_old_pain() -> list[str]:
    """Return each condition that screening calls urgent by itself where the back has hurt for long."""
    ids = []
    for of, each in load().conditions.items():
        about = {
            "age_years": 34,
            "height_m": 1.68,
            "mass_kg": 64.0,
            "back_pain": "known",
            "conditions": (of,),
            "details": {"pregnancy_signs": False},  # asked by itself once there is a problem
        }
        tier = screen(Request(receiver=about), day=date.today(), conditions=load().conditions).tier
        if each.section == "warning-signs" or tier == "urgent":
            ids.append(of)
    return ids


def test_not_sure_changes_what_yes_changes(new_walk: Callable) -> None:
    walk = new_walk()
    told = []
    for said in ("Yes", "Not sure"):
        begun_with(walk, "heart-and-blood", "anticoagulants", said)
        none(walk)
        told.append(walk.page.locator(".told").inner_text())
    assert told[0] == told[1]
    assert "Blood thinners" in told[0]
    assert "light" in told[0]


@pytest.mark.parametrize(
    ("chosen", "is_yes"), [(None, True), ("Not sure", True), ("Yes", True), ("No", False)]
)
def test_a_sign_that_nobody_is_sure_of_counts_as_yes(
    new_walk: Callable, chosen: str | None, is_yes: bool
) -> None:
    walk = new_walk()
    page = begun_with(walk, "skin", "broken-skin", "Yes")
    assert walk.step() == "more-broken-skin"
    if chosen:
        page.locator("#field-detail-redness_spreads .pill").get_by_text(chosen, exact=True).click()
    go(walk)
    page.wait_for_selector(".told")
    assert ("No massage now" in page.locator(".told").inner_text()) == is_yes
    kept = {None: "unsure", "Not sure": "unsure", "Yes": "true", "No": "false"}
    assert draft(walk)["details"]["redness_spreads"] == kept[chosen]


@on_every_device
def test_back_and_reload_lose_nothing_at_any_question(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    start(walk)
    answer(walk, ".answers button:has-text('for long')")
    go(walk)
    seen: list[tuple[str, str]] = []
    for _ in range(40):
        step = walk.step()
        if step == "kit":
            break
        page.reload()
        page.wait_for_selector(".asking h1")
        assert walk.step() == step
        assert page.evaluate("document.activeElement.tagName") == "H1"
        before = page.locator("h1").inner_text()
        seen.append((step, before))
        if step == "section-skin":
            answer(walk, ".answers button:nth-child(2)")
        elif step == "question-fragile-skin":
            answer(walk, ".answers button:has-text('Yes')")
        else:
            none(walk)
    kept = draft(walk)
    assert kept["answers"]["fragile-skin"] == "yes"
    for step, title in reversed(seen):
        page.go_back()
        walk.until(f"history.state?.step === '{step}'")
        assert page.locator("h1").inner_text() == title
    assert draft(walk)["answers"] == kept["answers"]
    # Forward again by the browser's own button, and by our own Back.
    page.go_forward()
    walk.until(f"history.state?.step === '{seen[1][0]}'")
    answer(walk, ".foot button")
    assert walk.step() == seen[0][0]


def test_an_early_answer_opens_again_what_hangs_on_it(new_walk: Callable) -> None:
    walk = new_walk()
    start(walk)
    none(walk)
    until_step(walk, "giver")
    walk.ask_step("pain")
    answer(walk, ".answers button:has-text('for long')")
    go(walk)
    assert walk.step() == "question-cauda-equina-signs"
    until_step(walk, "giver")
    assert draft(walk)["answers"]["fever-or-unwell"] == "no"


def test_feet_and_pounds_reach_the_server_in_metres(new_walk: Callable) -> None:
    walk = new_walk(locale="en-US")
    page = walk.page
    walk.open("/ask")
    for name, text in {"age": "34", "feet": "5", "inches": "6", "pounds": "140"}.items():
        page.fill(f"#field-{name}", text)
    with page.expect_request("**/api/screen") as asked:
        go(walk)
    receiver = asked.value.post_data_json["request"]["receiver"]
    assert receiver["height_m"] == pytest.approx(1.676)
    assert receiver["mass_kg"] == pytest.approx(63.5)
    walk.ask_step("person")
    page.click("text=Use centimetres")
    assert page.input_value("#field-height_cm") == "167.6"


def test_what_is_not_possible_stays_to_be_seen_with_its_reason(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    # Each with who rules it out: age the stones, an allergy the oil, lying on the front the chair.
    walk.fill(age="71", answers={"oil-allergy": "yes"}, details={"allergies": "almond"})
    kit = page.locator("main")
    kit.get_by_text("Older skin burns sooner and feels heat later. Leave it away tonight").wait_for()
    assert page.get_by_label("Warm stones, and a thermometer").is_disabled()
    assert page.locator("option[value=sweet-almond]").is_disabled()
    assert page.locator("option[value=olive]").is_enabled()
    assert page.inner_text("#oil-barred") == "Leave out sweet-almond oil. Use olive oil instead."
    assert page.locator("input[name=surface][value=chair]").is_disabled()
    assert "Chair: A chair can't hold someone who lies face down. Choose position seated" in kit.inner_text()
    # Blood thinners rule out the massager and firm hands, pregnancy lying on the front and a kind.
    walk.fill(answers={"anticoagulants": "yes", "pregnancy": "yes"})
    why = page.locator(".group:has(> #field-massager) > .told:has-text('No massage device.')")
    assert "Leave it away tonight; hands do it all." in why.inner_text()
    assert page.locator("#field-massager input").is_disabled()
    for step, row, says in (
        ("how", "input[name=position][value=prone]", "don't lie face down"),
        ("kind", "input[name=style][value=hot-stone]", "No hot stones."),
    ):
        walk.ask_step(step)
        page.wait_for_selector(f"{row}:disabled")
        assert says in page.locator(".row", has=page.locator(row)).inner_text()
    walk.ask_step("level")
    page.wait_for_selector("input[name=level][value='3']:disabled")
    row = page.locator(".row", has=page.locator("input[name=level][value='3']"))
    assert len(row.inner_text()) > len("Medium") + 10
    assert page.locator("input[name=level][value='2']").is_enabled()
    go(walk)
    assert draft(walk)["level"] == 2


def test_german_asks_the_same_questions(new_walk: Callable) -> None:
    walk = new_walk(locale="de-DE")
    page = walk.page
    walk.open("/settings")
    page.evaluate("localStorage.setItem('backrub.language', 'de')")
    walk.open("/")
    page.click("button.begin")
    page.wait_for_selector("text=Wer wird massiert?")
    assert page.get_attribute("html", "lang") == "de"
    for name, text in {"name": "Alex", "age": "34", "height_cm": "168", "mass_kg": "64"}.items():
        page.fill(f"#field-{name}", text)
    go(walk)
    assert page.locator("h1").inner_text() == "Tut dir der Rücken weh?"
    english = {"Continue", "None of these", "Back", "Why we ask"}
    while walk.step() != "kit":
        words = page.locator("main").inner_text()
        assert not {each for each in english if f"\n{each}\n" in f"\n{words}\n"}, words
        none(walk)
    answer(walk, ".go")
    page.wait_for_selector(".ready-room", timeout=60_000)


def test_nothing_is_cut_at_320_pixels_or_with_text_twice_as_large(new_walk: Callable) -> None:
    walk = new_walk(width=320, height=640)
    page = walk.page
    for large in (False, True):
        walk.open("/settings")
        start(walk)
        while walk.step() != "kit":
            if large:
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            wide = page.evaluate("document.documentElement.scrollWidth")
            # At 320 px text twice as large is 640 px of room for it at 100 %: words may break, not run out.
            assert wide <= 320, (walk.step(), large, wide)
            none(walk)
    walk.open("/")
    page.wait_for_selector("button.begin")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_feet_and_pounds_are_asked_for_and_missed_in_feet_and_pounds(new_walk: Callable) -> None:
    walk = new_walk(locale="en-US")
    page = walk.page
    walk.open("/ask")
    page.fill("#field-age", "34")
    page.click(".go")
    told = page.locator("main").inner_text()
    assert "In feet and inches, 2 feet 8 to 7 feet 6." in told
    assert "In pounds, 27 to 661." in told
    assert "kilograms, 12" not in told
