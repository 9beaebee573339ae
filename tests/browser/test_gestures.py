"""What an elbow does on the whole screen, as fingers of a real browser; what is nothing stays nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import CDPSession

from browser.seeing import TIER_C_PX, far_px, hard_to_press
from playing import begun


class Fingers:
    """Fingers on the glass, by the browser's own protocol: Playwright has only taps."""

    def __init__(self, wire: CDPSession, page) -> None:
        self.wire, self.page = wire, page

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self.wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Move one finger from here to there in six steps."""
        self._send("touchStart", start)
        for step in range(1, 7):
            x = start[0] + (end[0] - start[0]) * step / 6
            y = start[1] + (end[1] - start[1]) * step / 6
            self._send("touchMove", (x, y))
        self._send("touchEnd")

    @contextmanager
    def resting(self, *points: tuple[float, float]) -> Iterator[None]:
        """Keep fingers down meanwhile."""
        self._send("touchStart", *points)
        yield
        self._send("touchEnd")


@pytest.fixture
def touching(new_walk: Callable, server):
    """A massage under way on a phone, and fingers."""
    walk = new_walk(has_touch=True, is_mobile=True)
    session = begun(walk)
    # Past the oil, to strokes that can still be softer.
    for _ in range(8):
        walk.page.keyboard.press("ArrowRight")
        walk.synced()
        if (level(server, session["id"]) or 0) >= 2:
            break
    return walk, Fingers(walk.context.new_cdp_session(walk.page), walk.page), session["id"]


def level(server, session: str) -> int | None:
    state = server.ask(f"/api/sessions/{session}")
    return state["plan"]["steps"][state["state"]["step"]]["level"]


def test_a_tap_pauses_and_a_tap_goes_on_and_presses_nothing_below(touching, server) -> None:
    walk, _, session = touching
    # Where the pause page has its large button: a press that went through would go on at once.
    walk.page.touchscreen.tap(195, 420)
    walk.page.wait_for_selector(".pause")
    walk.page.wait_for_timeout(500)
    assert walk.page.locator(".pause").count() == 1
    walk.page.touchscreen.tap(195, 40)
    walk.page.wait_for_selector(".running")
    walk.synced()
    kinds = server.kinds(session)
    assert (kinds.count("paused"), kinds.count("resumed")) == (1, 1)


def test_swipes_go_on_and_back_and_short_ones_do_nothing(touching, server) -> None:
    walk, fingers, session = touching
    before = server.kinds(session).count("skipped")
    fingers.swipe((300, 400), (190, 400))
    walk.page.wait_for_timeout(500)
    assert server.kinds(session).count("skipped") == before
    fingers.swipe((350, 400), (100, 410))
    walk.synced()
    assert server.kinds(session).count("skipped") == before + 1
    fingers.swipe((60, 400), (300, 410))
    walk.synced()
    assert server.kinds(session).count("went-back") == 1
    assert walk.page.locator(".running").count() == 1


def test_a_swipe_down_is_softer_and_undo_brings_the_level_back(touching, server) -> None:
    walk, fingers, session = touching
    before = level(server, session)
    fingers.swipe((200, 250), (200, 600))
    walk.page.wait_for_selector("text=Softer. Thank you.")
    walk.synced()
    assert level(server, session) == before - 1
    assert hard_to_press(walk.page, 72, ".stage") == []
    for shown in (".running .note", ".undo"):
        assert far_px(walk.page, shown) >= TIER_C_PX
    walk.page.click(".undo")
    walk.synced()
    assert level(server, session) == before
    assert walk.page.locator(".undo").count() == 0
    # Not pressed, the offer goes by itself.
    fingers.swipe((200, 250), (200, 600))
    walk.page.wait_for_selector(".undo")
    walk.page.wait_for_selector(".undo", state="detached", timeout=7000)
    assert level(server, session) == before - 1


@pytest.mark.parametrize("key", ["ArrowRight", "p"])
def test_nothing_is_taken_back_in_another_step_or_after_another_press(touching, server, key: str) -> None:
    walk, fingers, _ = touching
    fingers.swipe((200, 250), (200, 600))
    walk.page.wait_for_selector(".undo")
    walk.page.keyboard.press(key)
    if key == "p":
        walk.page.wait_for_selector(".pad")
        walk.page.keyboard.press("2")
        walk.page.wait_for_selector(".pad", state="detached")
    walk.page.wait_for_selector(".undo", state="detached", timeout=2000)


def test_a_swipe_up_is_harder_again_and_undo_takes_it_back(touching, server) -> None:
    walk, fingers, session = touching
    before = level(server, session)
    fingers.swipe((200, 250), (200, 600))
    walk.page.wait_for_selector("text=Softer. Thank you.")
    walk.synced()
    fingers.swipe((200, 600), (200, 250))
    walk.page.wait_for_selector("text=A little firmer.")
    walk.synced()
    assert level(server, session) == before
    walk.page.click(".undo")
    walk.synced()
    assert level(server, session) == before - 1


def test_resting_there_is_hands_off(touching) -> None:
    walk, fingers, _ = touching
    with fingers.resting((200, 400)):
        walk.page.wait_for_selector(".pause >> text=Hands off")
    walk.page.wait_for_timeout(400)
    assert walk.page.locator(".pause").count() == 1
    # Hands off is not a pause: a tap does not go on, somebody has to be asked first.
    walk.page.touchscreen.tap(195, 30)
    walk.page.wait_for_timeout(400)
    assert walk.page.locator(".pause").count() == 1


def test_resting_there_in_a_pause_is_hands_off_too(touching, server) -> None:
    walk, fingers, session = touching
    walk.page.keyboard.press("Space")
    walk.page.wait_for_selector(".pause >> text=Paused")
    walk.page.wait_for_timeout(500)
    with fingers.resting((200, 60)):
        walk.page.wait_for_selector(".pause >> text=Hands off")
    walk.synced()
    walk.page.wait_for_timeout(500)
    assert walk.page.locator(".pause h1").inner_text() == "Hands off"
    assert server.kinds(session)[-1] == "held"


def test_two_fingers_stop(touching) -> None:
    walk, fingers, _ = touching
    with fingers.resting((150, 400), (260, 400)):
        walk.page.wait_for_selector(".stop .choices")
    assert "said stop" in walk.page.locator("h1").inner_text()


def test_back_pauses_first_and_leaves_when_pressed_again(new_walk: Callable, server) -> None:
    walk = new_walk()
    walk.open("/")
    session = begun(walk)["id"]
    walk.synced()
    walk.page.go_back()
    walk.page.wait_for_selector("text=Press back once more to leave")
    walk.synced()
    assert server.ask(f"/api/sessions/{session}")["state"]["status"] == "paused"
    walk.page.click(".pause .go")
    walk.page.wait_for_selector(".running")
    walk.page.go_back()
    walk.page.wait_for_selector(".pause")
    walk.page.go_back()
    walk.page.wait_for_selector(".pause", state="detached")
    assert "/play/" not in walk.page.url
