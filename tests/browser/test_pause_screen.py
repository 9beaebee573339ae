"""The pause screen has the same say in the pressure as the running massage: harder by button, key and API."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest

from browser.states import apart, put

RAISED = """() => {
  const id = location.pathname.split('/').pop()
  const { live } = JSON.parse(localStorage.getItem(`backrub.show.${id}`))
  return [live.status, live.plan.steps.find((each) => each.start_s + each.duration_s > live.position_s).level]
}"""


def to_a_pause_that_may_be_raised(walk, server, session: str) -> int:
    """Pass time, in the clock of this walk, to a pause in which harder would be taken; returns the level."""
    for _ in range(90):
        walk.pass_time(server, 10)
        walk.page.wait_for_timeout(300)
        state = server.ask(f"/api/sessions/{session}")["state"]
        # At level 1 strokes run over the spine: the device won't press those firmer, and asks nobody.
        if "harder" not in state["may"] or state["level"] != 2:
            continue
        walk.page.keyboard.press("Space")
        walk.page.wait_for_selector(".pause")
        walk.synced()
        state = server.ask(f"/api/sessions/{session}")["state"]
        if "harder" in state["may"] and state["level"] == 2:
            return int(state["level"])
        walk.page.click(".pause .go")  # a step just ended: on to the next
        walk.page.wait_for_selector(".running")
        walk.synced()
    pytest.fail("Nothing in this plan may be done firmer.", pytrace=False)


def say(server, session: str, **command: str) -> int:
    """POST a command; returns the status of the answer."""
    request = urllib.request.Request(
        f"{server.address}/api/sessions/{session}/commands",
        data=json.dumps(command).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize(
    "by", [*[pytest.param(each, marks=pytest.mark.prove) for each in ("key", "api")], "button"]
)
def test_harder_in_a_pause_is_taken_and_stays(new_walk: Callable, later_server, by: str) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = walk.begin(level=3)
    before = to_a_pause_that_may_be_raised(walk, later_server, session)
    if by == "key":
        page.keyboard.press("h")
    elif by == "button":
        page.click(".pause >> text=Harder")
    else:
        assert say(later_server, session, kind="harder", client_id="harder-1") == 200
    if by != "api":
        page.wait_for_selector(".signs >> text=A little firmer.")
    walk.synced()
    assert page.evaluate(RAISED) == ["paused", before + 1]
    assert later_server.kinds(session)[-1] == "level-changed"
    page.click(".pause .go")
    page.wait_for_selector(".running")
    walk.synced()
    assert later_server.ask(f"/api/sessions/{session}")["state"]["level"] == before + 1


def test_harder_waits_while_the_hands_are_off(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    # A pause is where people look for what they can do without buttons; its own keys do not go on with it.
    page.keyboard.press("Space")
    walk.tab_to(".pause summary")
    page.keyboard.press("Space")
    ways = page.locator(".pause table").inner_text()
    assert all(each in ways for each in ("Two fingers", "stop", "Esc", "Rest there a moment", "hands off"))
    assert page.locator(".pause").count() == 1
    page.click(".pause .go")
    page.keyboard.press("p")
    page.wait_for_selector(".pad")
    page.keyboard.press("8")
    page.wait_for_selector("text=Hands off")
    assert page.locator(".pause button:has-text('Harder')").count() == 0
    page.keyboard.press("h")
    page.wait_for_selector(".signs >> text=Hands are off. Ask first, then go on.")
    walk.synced()
    assert say(server, session, kind="harder", client_id="harder-1") == 409


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)])
@pytest.mark.parametrize("sound", ["quiet", "music"])
@pytest.mark.parametrize("state", ["paused", "hands off"])
def test_every_button_of_a_pause_is_in_sight(
    new_walk: Callable, state: str, sound: str, width: int, height: int
) -> None:
    # With less motion it has one button more.
    walk = new_walk(width=width, height=height, reduced_motion="reduce")
    apart(walk)
    walk.page.evaluate("(sound) => localStorage.setItem('backrub.sound', JSON.stringify(sound))", sound)
    walk.page.reload()
    put(walk.page, state)
    stop = walk.page.locator(".stop-bar").bounding_box()
    buttons = walk.page.locator(".pause button").all()
    said = [each.inner_text() for each in buttons]
    assert "Show the full movement" in said
    assert ("No more music" in said) == (sound == "music")
    low = [each.inner_text() for each in buttons if lower_edge(each.bounding_box()) > stop["y"]]
    assert low == []


def test_an_answer_does_not_stay_beside_a_pause_or_hands_off(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.begin()
    page.keyboard.press("g")
    page.wait_for_selector(".running .note")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    assert page.locator(".note:visible").count() == 0
    page.keyboard.press("Space")
    page.wait_for_selector(".running")
    page.keyboard.press("p")
    page.keyboard.press("8")
    page.wait_for_selector(".pause >> text=Hands off")
    page.wait_for_timeout(100)
    assert page.locator(".note:visible").count() == 0
    # What is answered in the pause itself is shown there.
    walk.synced()
    with page.expect_response("**/commands") as told:
        page.keyboard.press("s")
    assert json.loads(told.value.request.post_data)["kind"] == "softer"
    light = "This is as light as it gets. Pause, or say stop."
    page.wait_for_selector(f".note:has-text('{light}')")
    walk.synced()
    # The server has the last word, and says no other.
    assert page.locator(".note:visible").inner_text() == light


def begun_in(walk, language: str) -> None:
    """Begin, and go on in a language."""
    walk.begin()
    walk.page.evaluate("(language) => localStorage.setItem('backrub.language', language)", language)
    walk.page.reload()
    walk.page.wait_for_selector(".running")


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_answered_in_a_pause_lies_on_nothing(new_walk: Callable, language: str) -> None:
    """With the sign that the screen may go dark it has the most lines."""
    walk = new_walk(width=390, height=844)
    page = walk.page
    begun_in(walk, language)
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    page.wait_for_selector(".signs .own")
    for key in ("h", "s", "s"):
        page.keyboard.press(key)
        page.wait_for_selector(".signs .note")
        signs, name = page.locator(".signs").bounding_box(), page.locator(".pause h1").bounding_box()
        assert signs["y"] + signs["height"] <= name["y"] + 8, page.locator(".signs").inner_text()


def lower_edge(box: dict[str, float]) -> float:
    return box["y"] + box["height"]


def test_hands_off_and_each_question_are_read_aloud_when_they_come(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.begin()
    active = "document.activeElement.innerText"
    page.keyboard.press("p")
    page.wait_for_selector(".pad")
    assert page.evaluate(active) == "What number?"
    page.keyboard.press("8")
    page.wait_for_selector(".pause h1:has-text('Hands off')")
    told = page.locator("[aria-live=assertive]").text_content() or ""
    assert re.fullmatch(r"Hands off\. Ask (them|Alex) if it should go on, lighter\.", told)
    page.click(".pause .go")
    page.wait_for_selector(".running")
    assert page.locator("[aria-live=assertive]").text_content() == ""
    page.keyboard.press("Space")
    page.click(".pause >> text=End here")
    assert page.evaluate(active).startswith("End here?")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1280, 800)])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_stop_is_told_as_large_as_it_fits_with_all_there_is_to_press(
    new_walk: Callable, width: int, height: int, language: str
) -> None:
    walk = new_walk(width=width, height=height)
    page = walk.page
    begun_in(walk, language)
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    sizes = [
        page.locator(f".stop {each}").first.evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)")
        for each in ("h1", "p")
    ]
    # Tier B of look.md is the floor of what must be read from there.
    assert sizes[0] >= {390: 64, 820: 56, 1280: 66}[width]
    assert sizes[1] >= 32
    first = page.locator(".stop h1 span").first
    assert first.evaluate("(each) => each.offsetHeight < 1.5 * parseFloat(getComputedStyle(each).fontSize)")
    assert max(lower_edge(each.bounding_box()) for each in page.locator(".stop button").all()) <= height
    page.evaluate("localStorage.setItem('backrub.far_scale', '1.5')")
    page.reload()
    page.wait_for_selector(".stop .choices")
    larger = page.locator(".stop p").first.evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)")
    assert larger == 1.5 * sizes[1]
