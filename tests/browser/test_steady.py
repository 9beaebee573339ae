"""Nothing moves by itself under a finger, and the first visit brings little."""

from collections.abc import Callable

import pytest

from browser.seeing import OBSERVE, looked

MOST_SHIFT = 0.02
MOST_BYTES = 150_000


@pytest.mark.parametrize("size", [(390, 844), pytest.param((1280, 800), marks=pytest.mark.prove)])
def test_nothing_moves_by_itself_on_the_way_to_the_first_stroke(new_walk: Callable, size: tuple) -> None:
    walk = new_walk(width=size[0], height=size[1], reduced_motion="no-preference")
    page = walk.page
    page.add_init_script(OBSERVE)
    moved: dict[str, object] = {}

    def look(where: str, most: float = MOST_SHIFT) -> None:
        found = looked(page)
        if found["shift"] > most:
            moved[where] = (found["shift"], found["moved"][:3])

    for path in (
        "/learn",
        "/learn/whole-hand-effleurage",
        "/claims",
        "/rhythm",
        "/settings",
        "/history",
        "/",
    ):
        walk.open(path)
        page.wait_for_selector("h1")
        page.wait_for_timeout(500)
        look(path)
    page.click("button.begin")
    page.wait_for_selector(".asking h1")
    look("the first question")
    walk.answer_all()
    look("the questions")
    page.click("button[type=submit]")
    page.wait_for_selector(".ready-room", timeout=60_000)
    look("the plan")
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    for box in page.query_selector_all(".consent input"):
        box.check()
    look("the room")
    page.click(".begin")
    page.wait_for_selector(".ready")
    page.click(".ready .main")
    page.wait_for_selector(".running")
    page.wait_for_timeout(700)
    look("the beginning of play")
    page.wait_for_timeout(4000)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(2500)
    look("play", 0)
    assert moved == {}


@pytest.mark.parametrize("path", ["/", "/ask", "/learn"])
def test_a_first_visit_transfers_little(new_walk: Callable, path: str) -> None:
    walk = new_walk()
    wire = walk.context.new_cdp_session(walk.page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda each: sizes.append(each["encodedDataLength"]))
    walk.open(path)
    walk.page.wait_for_selector("h1")
    walk.page.wait_for_load_state("networkidle")
    assert 30_000 < sum(sizes) <= MOST_BYTES
