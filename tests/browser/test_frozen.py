"""A locked phone, a closed laptop: the browser freezes the page; it comes back at the stroke that is due."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from browser.freezing import SleepyPage
from browser.seeing import VOICE
from browser.test_clock import SET
from playing import posted, request_of

HEARD = """
window.heard = []
window.ticks = 0
setInterval(() => window.ticks++, 50)
for (const kind of ['freeze', 'resume']) document.addEventListener(kind, () => window.heard.push(kind))
document.addEventListener('visibilitychange', () => window.heard.push(document.visibilityState))
"""
AT_S = "Number(document.querySelector('.running').dataset.at)"
AWAY_S = 240
REAL_S = 1.5
"""So long nothing moves; the rest of the time away is set on both clocks."""


@pytest.fixture
def sleepy(browser: Browser) -> Iterator[SleepyPage]:
    page = SleepyPage(browser, SET, VOICE, HEARD)
    yield page
    page.close()


def begun(page: SleepyPage, address: str) -> str:
    request = request_of()
    plan = posted(address, "/api/plan", {"request": request})["plan"]
    session: str = posted(address, "/api/sessions", {"plan": plan, "request": request})["id"]
    page.send("Page.navigate", url=f"{address}/play/{session}")
    page.until("document.querySelector('.ready .main') !== null")
    page.look("document.querySelector('.ready .main').click()")
    page.until("document.querySelector('.running') !== null")
    return session


def sleep(page: SleepyPage, pass_time: Callable[[float], None]) -> None:
    """Freeze the page while time passes, and show it again."""
    page.freeze()
    time.sleep(0.3)
    frozen = page.look("[window.ticks, document.visibilityState, window.heard.at(-1)]")
    assert frozen[1:] == ["hidden", "freeze"]
    time.sleep(REAL_S)
    pass_time(AWAY_S)
    page.look(f"void (window.shift += {AWAY_S} * 1000)")
    # Truly frozen: not one of its timers ran.
    assert page.look("window.ticks") == frozen[0]
    page.thaw()
    page.until("window.heard.at(-1) === 'visible'")
    assert page.look("window.heard") == ["hidden", "freeze", "resume", "visible"]


def test_a_frozen_page_comes_back_at_the_stroke_that_is_due_and_doubles_nothing(
    sleepy: SleepyPage, later_server
) -> None:
    session = begun(sleepy, later_server.address)
    sleepy.until(f"{AT_S} > 0.5")
    # Pressed, and locked at once: what is on its way is sent once, whenever that is.
    sleepy.press("ArrowRight")
    before = sleepy.look("window.spoken.length")
    sleep(sleepy, later_server.pass_time)
    time.sleep(1)
    there_s = float(later_server.ask(f"/api/sessions/{session}")["state"]["score_s"])
    assert there_s > AWAY_S
    assert abs(sleepy.look(AT_S) - there_s) < 1
    kinds = later_server.kinds(session)
    assert [kinds.count(each) for each in ("opened", "started", "skipped")] == [1, 1, 1]
    # What was due meanwhile is not said afterwards, one on top of the other.
    assert sleepy.look("window.spoken.length") - before <= 2
    # It listens once, and a press is one press.
    sleepy.press(" ")
    sleepy.until("document.querySelector('.pause') !== null")
    sleepy.until("!Object.keys(localStorage).some((each) => each.startsWith('backrub.outbox.'))")
    assert later_server.kinds(session).count("paused") == 1


def test_a_page_frozen_without_a_server_comes_back_at_the_stroke_that_is_due(
    sleepy: SleepyPage, own_server
) -> None:
    begun(sleepy, own_server.address)
    sleepy.until(
        f"{AT_S} > 0.5 && !Object.keys(localStorage).some((each) => each.startsWith('backrub.outbox.'))"
    )
    own_server.kill()
    before_s, before = sleepy.look(AT_S), time.monotonic()
    sleep(sleepy, lambda _: None)
    time.sleep(0.5)
    passed_s = time.monotonic() - before + AWAY_S
    assert sleepy.look(AT_S) - before_s == pytest.approx(passed_s, abs=0.7)
