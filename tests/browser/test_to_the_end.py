"""A whole evening to its very end, by keys alone and by touch alone, with every event of it compared."""

from collections.abc import Callable
from typing import Any

from browser.seeing import on_every_device, overflowing


def state_of(server, session: str) -> dict[str, Any]:
    return dict(server.ask(f"/api/sessions/{session}")["state"])


def play_to(walk, server, session: str, until_s: float) -> None:
    """Let the massage run to a moment of its score, half a minute at a time."""
    while walk.page.locator(".running").count() and walk.at_s() < until_s:
        left_s = until_s - walk.at_s()
        walk.pass_time(server, max(1.0, min(30.0, left_s)))
        walk.page.wait_for_timeout(400)
    walk.synced()


def played_out(walk, server, session: str) -> list[str]:
    """Let the rest run out, closing and quiet last; returns the kinds of all events."""
    phases = play_out(walk, server, session)
    assert phases[-2:] == ["closing", "rest"], phases
    assert walk.page.locator("h1").inner_text() == "Stay as long as you like."
    walk.synced()
    return list(server.kinds(session))


def play_out(walk, server, session: str) -> list[str]:
    """Let the rest run out; returns the phases that were seen on the way, each once, in order."""
    seen: list[str] = []
    for _ in range(200):
        if walk.page.locator(".after").count():
            return seen
        body = server.ask(f"/api/sessions/{session}")
        step = body["plan"]["steps"][body["state"]["step"]]
        if step["phase"] not in seen:
            seen.append(step["phase"])
        left_s = step["start_s"] + step["duration_s"] - body["state"]["score_s"]
        walk.pass_time(server, max(5.0, min(60.0, left_s)))
        walk.page.wait_for_timeout(250)
    raise AssertionError("It never came to its end.")


def middle_of(server, session: str, phase: str) -> float:
    """Return a moment in the middle of the first working step of a phase. [s]"""
    body = server.ask(f"/api/sessions/{session}")
    steps = [each for each in body["plan"]["steps"] if each["phase"] == phase and each["level"]]
    return float(steps[0]["start_s"] + steps[0]["duration_s"] / 2)


def begun_from_the_first_page(walk, how: str = "touch") -> str:
    """Go from the first page to the first stroke, by touch alone or by `keys`; returns the session."""
    walk.open("/")
    walk.press("button.begin", how)
    walk.answer_all(how)
    walk.press("button[type=submit]", how)
    walk.page.wait_for_selector(".ready-room", timeout=60_000)
    session: str = walk.begin_it(how)
    walk.synced()
    return session


def test_a_whole_evening_by_keys_alone_ends_with_the_rest(new_walk: Callable, later_server) -> None:
    walk = new_walk(width=1280, height=800, address=later_server.address)
    page, press = walk.page, walk.page.keyboard.press
    page.clock.install()
    walk.open("/")
    walk.press("button.begin")
    walk.answer_all()
    session = walk.begin_by_keys()
    walk.synced()
    play_to(walk, later_server, session, middle_of(later_server, session, "warm-up"))
    for key in ("s", "h", "g"):
        press(key)
        walk.synced()
    press("p")
    page.wait_for_selector(".pad")
    press("3")
    page.wait_for_selector(".running")
    walk.synced()
    press("ArrowLeft")
    walk.synced()
    press("Space")
    page.wait_for_selector(".pause")
    press("Space")
    page.wait_for_selector(".running")
    walk.synced()
    kinds = played_out(walk, later_server, session)
    # What the presses change of the time left is refitted, each in its own event.
    assert [kind for kind in kinds if kind != "refitted"] == [
        "opened", "started", "level-changed", "level-changed", "good-said", "pain-said",
        "went-back", "paused", "resumed", "finished",
    ], kinds  # fmt: skip
    assert kinds[-1] == "finished"
    assert state_of(later_server, session)["status"] == "finished"


def test_a_whole_evening_by_touch_on_a_phone_ends_with_the_rest(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address, has_touch=True, is_mobile=True)
    page = walk.page
    page.clock.install()
    session = begun_from_the_first_page(walk)
    play_to(walk, later_server, session, middle_of(later_server, session, "warm-up"))
    page.touchscreen.tap(200, 300)
    page.wait_for_selector(".pause")
    page.tap(".pause >> text=Softer")
    walk.synced()
    page.tap(".pause >> text=Harder")
    walk.synced()
    page.tap("text=Pain number")
    page.tap(".pad button:nth-child(4)")
    walk.synced()
    page.tap(".pause >> text=Next step")
    walk.synced()
    page.tap(".pause .go")
    page.wait_for_selector(".running")
    walk.synced()
    kinds = played_out(walk, later_server, session)
    assert [kind for kind in kinds if kind != "refitted"] == [
        "opened", "started", "paused", "level-changed", "level-changed", "pain-said",
        "skipped", "resumed", "finished",
    ], kinds  # fmt: skip
    assert kinds[-1] == "finished"


def test_the_end_of_the_score_ends_the_session(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = walk.begin(minutes=5)
    phases = play_out(walk, later_server, session)
    assert phases[0] == "opening"
    walk.synced()
    assert later_server.kinds(session) == ["opened", "started", "finished"]


def test_ending_early_still_closes_gently(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = walk.begin(minutes=10)
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    page.click("text=End here")
    page.click("text=Yes, close gently")
    walk.synced()
    assert play_out(walk, later_server, session)[-1] == "rest"
    walk.synced()
    kinds = later_server.kinds(session)
    assert kinds == ["opened", "started", "paused", "resumed", "wound-down", "finished"]


@on_every_device
def test_the_way_from_a_new_profile_to_the_last_page(new_walk: Callable, later_server, device: dict) -> None:
    walk = new_walk(**device, address=later_server.address)
    page = walk.page
    press = page.tap if "has_touch" in device else page.click
    page.clock.install()
    session = begun_from_the_first_page(walk, "touch" if "has_touch" in device else "keys")
    size = page.viewport_size
    if "has_touch" in device:
        page.touchscreen.tap(size["width"] / 2, size["height"] / 3)
    else:
        page.mouse.click(size["width"] / 2, size["height"] / 3)
    page.wait_for_selector(".pause")
    press("text=End here")
    press("text=Yes, close gently")
    walk.synced()
    assert played_out(walk, later_server, session)[-1] == "finished"
    assert overflowing(page) == []
    press("text=When you are ready")
    for asks, button in (
        ("does it hurt now", ".scale button >> nth=2"),
        ("How at ease", ".scale button >> nth=8"),
        ("feel wrong", ".two button >> nth=0"),
    ):
        page.wait_for_selector(f"h1:has-text('{asks}')")
        assert overflowing(page) == []
        press(button)
    page.wait_for_selector("h1:has-text('Now rest')")
    assert overflowing(page) == []
    walk.until(f"!localStorage.getItem('backrub.outbox.{session}')")
    assert state_of(later_server, session)["felt"]["after"] == {"pain_nrs": 2, "ease_nrs": 8}
