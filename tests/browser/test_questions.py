"""What the questions offer beside yes and no: a why on each, tempo, pillows, stones, givers known here."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request

from browser.asked import answer, draft, go, none, start, until_step
from browser.conftest import Walk

SHOW = """(step) => {
  history.replaceState({ step }, '', '/ask')
  dispatchEvent(new PopStateEvent('popstate', { state: { step } }))
}"""


def show(walk: Walk, step: str) -> str:
    """Turn the open page to a question; returns what it then asks, with what it is about."""
    walk.page.evaluate(SHOW, step)
    walk.page.wait_for_timeout(30)
    return " · ".join(walk.page.locator(".question .about, .question h1").all_inner_texts())


def why(page: Page) -> str:
    """Open what stands behind "Why we ask" and read it."""
    page.click("summary:has-text('Why we ask')", timeout=2000)
    return page.locator(".foot .why").inner_text()


def test_every_question_says_why(new_walk: Callable, server) -> None:
    walk = new_walk()
    conditions = server.ask("/api/catalog")["conditions"]
    ids = [each["id"] for each in conditions]
    # A yes to everything, by somebody of fifteen with a known pain, opens every question. The warning
    # signs stand by themselves then, not in a group.
    walk.fill(age="15", back_pain="known", answers=dict.fromkeys(ids, "yes"))
    walk.page.wait_for_selector(".foot summary")
    steps = ["person", "guardian", "pain", "pain-more", "giver", "map", "kind", "level", "how", "kit"]
    steps += sorted({f"section-{each['section']}" for each in conditions} - {"section-warning-signs"})
    steps += [f"question-{each}" for each in ids]
    steps += [f"more-{each['id']}" for each in conditions if each["asks"] or each["clearable"]]
    steps += [f"place-{each['id']}" for each in conditions if each["place"]]
    asked, told = {}, {}
    for step in steps:
        asked[step] = show(walk, step)
        told[step] = why(walk.page)
    assert len(set(asked.values())) == len(steps) > 60
    assert [step for step, words in told.items() if len(words) < 20] == []
    for each in conditions:
        assert asked[f"question-{each['id']}"].endswith(each["question"])
        assert each["why"] in told[f"question-{each['id']}"]
        assert each["source"] in told[f"question-{each['id']}"]
    # What is asked of somebody known here alone.
    walk.fill(before={"on": "2026-11-12", "answers": dict.fromkeys(ids, "no")}, answers={})
    assert "Anything changed since" in show(walk, "changed")
    assert len(why(walk.page)) >= 20


def test_tempo_and_pillows_are_chosen_and_kept(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(pillows=1)
    walk.ask_step("level")
    wished: list[str] = []

    def hear(asked: Request) -> None:
        if asked.url.endswith("/api/options"):
            wished.append(json.loads(asked.post_data or "{}")["request"]["wishes"].get("tempo", "usual"))

    page.on("request", hear)
    tempo = page.locator("#field-tempo")
    assert tempo.locator("label").all_inner_texts() == ["Slow", "As usual", "Brisk"]
    assert tempo.locator("input:checked").get_attribute("value") == "usual"
    tempo.get_by_text("Slow", exact=True).click()
    answer(walk, ".go")
    walk.until("JSON.parse(localStorage.getItem('backrub.draft')).tempo === 'slow'")
    walk.ask_step("level")
    assert tempo.locator("input:checked").get_attribute("value") == "slow"
    assert wished[-1] == "slow"
    walk.ask_step("kit")
    fewer, more = (
        page.locator("[aria-label='One pillow less']"),
        page.locator("[aria-label='One pillow more']"),
    )
    count = page.locator(".pillows output")
    towels = page.locator("text=Rolled towels and folded blankets do as well.")
    assert (count.inner_text(), towels.count()) == ("1", 1)
    more.click()
    assert (count.inner_text(), towels.count()) == ("2", 0)
    fewer.click()
    fewer.click()
    assert (count.inner_text(), fewer.is_disabled()) == ("0", True)
    for _ in range(8):
        more.click()
    assert (count.inner_text(), more.is_disabled()) == ("8", True)
    assert draft(walk)["pillows"] == 8


@pytest.mark.parametrize(
    ("locale", "unit", "read", "kept", "most", "bath"),
    [
        ("en-GB", "°C", "42,5", "42,5", "45\u00a0°C", "50\u00a0°C"),
        ("en-US", "°F", "109", "42.8", "113\u00a0°F", "122\u00a0°F"),
    ],
)
def test_stones_are_read_in_the_degrees_of_the_place_and_say_how(
    new_walk: Callable, locale: str, unit: str, read: str, kept: str, most: str, bath: str
) -> None:
    walk = new_walk(locale=locale)
    page = walk.page
    walk.fill()
    assert page.locator("text=How to take the reading").count() == 0
    page.locator("label", has_text="Warm stones, and a thermometer").locator("input").check()
    field = page.locator("#field-stones_f" if unit == "°F" else "input#field-stones_c")
    assert page.locator(".unit").inner_text() == unit
    assert f"Above {most} they burn" in page.locator("main").inner_text()
    field.fill(read)
    walk.until(f"JSON.parse(localStorage.getItem('backrub.draft')).stones_c === '{kept}'")
    page.click("text=How to take the reading")
    steps = page.locator("details ol li").all_inner_texts()
    assert len(steps) == 4
    assert f"at most {bath}" in steps[0]
    assert "inside of your own arm for ten seconds" in steps[3]
    other = "°C" if unit == "°F" else "°F"
    assert other not in page.locator("main").inner_text()
    # A reading that is not taken is asked for where it belongs.
    field.fill("")
    page.click("text=Plan this massage")
    page.wait_for_selector(
        "text=What does the thermometer say? 20 to 45 °C." if unit == "°C" else "main .problem"
    )
    assert page.url.endswith("/ask")


def test_a_giver_known_here_is_taken_with_one_press(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(giver_name="")
    givers = [
        {"id": "g1", "name": "Sam", "experience": "trained", "hands": "sore", "handed": "left"},
        {"id": "g2", "name": "Kim", "experience": "first", "hands": "healthy", "handed": "right"},
    ]
    page.evaluate(
        "(givers) => localStorage.setItem('backrub.profiles', JSON.stringify({ receivers: [], givers }))",
        givers,
    )
    walk.ask_step("giver")
    known = page.get_by_role("group", name="Known on this device").get_by_role("button")
    assert known.all_inner_texts() == ["Sam", "Kim"]
    for each, button in zip(givers, known.all(), strict=True):
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.input_value("#field-giver_name") == each["name"]
        for name, key in (("giver", "experience"), ("hands", "hands"), ("handed", "handed")):
            assert page.locator(f"#field-{name} input:checked").get_attribute("value") == each[key]
    # Another name is somebody else.
    page.fill("#field-giver_name", "Lou")
    assert page.locator(".known [aria-pressed=true]").count() == 0


@pytest.mark.parametrize("is_touch", [False, True])
def test_the_second_press_of_a_double_one_answers_no_question_that_nobody_read(
    new_walk: Callable, is_touch: bool
) -> None:
    walk = new_walk(has_touch=is_touch, is_mobile=is_touch)
    page = walk.page
    start(walk)
    answer(walk, ".answers button:has-text('it is new')")
    go(walk)
    until_step(walk, "question-cauda-equina-signs")
    page.wait_for_timeout(600)
    no = page.locator(".answers button").first
    box = no.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if is_touch:
        page.touchscreen.tap(x, y)
        page.touchscreen.tap(x, y)
    else:
        page.mouse.dblclick(x, y)
    page.wait_for_timeout(600)
    answers = draft(walk)["answers"]
    assert answers["cauda-equina-signs"] == "no"
    unread = walk.step().removeprefix("question-")
    assert unread != "cauda-equina-signs"
    assert not answers.get(unread)
    page.wait_for_timeout(600)
    none(walk)
    assert draft(walk)["answers"][unread] == "no"


def test_nothing_of_the_last_one_stands_under_the_next_ones_questions(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(answers={"cancer": "yes"})
    walk.ask_step("giver")
    page.wait_for_selector(".told >> text=Cancer")
    # Within the page, as people go: nothing is loaded anew.
    page.evaluate(SHOW, "person")
    page.click("text=To the beginning")
    page.click("text=Start anew")
    page.wait_for_selector("#field-age")
    page.wait_for_timeout(500)
    assert page.locator(".told").inner_text().strip() == ""
