"""The page plays on without its server, and comes back at the same stroke: nothing lost, nothing twice."""

import random
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.seeing import LYING, TABLET


def wait_online(page: Page) -> None:
    page.wait_for_selector("text=On its own", state="detached", timeout=20_000)


def test_a_killed_server_does_not_stop_the_hands_and_finds_the_same_stroke_again(
    new_walk: Callable, own_server
) -> None:
    walk = new_walk(address=own_server.address)
    page = walk.page
    session = walk.begin()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(1500)
    own_server.kill()
    page.wait_for_selector("text=On its own")
    before_s = walk.at_s()
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_timeout(2000)
    assert walk.at_s() > before_s + 1
    own_server.start()
    wait_online(page)
    walk.synced()
    kinds = own_server.kinds(session)
    assert kinds.count("good-said") == 1, kinds
    assert kinds.count("level-changed") <= 1, kinds
    there_s = own_server.ask(f"/api/sessions/{session}")["state"]["score_s"]
    assert abs(there_s - walk.at_s()) < 1.0


def test_a_cut_network_keeps_presses_in_order_and_sends_each_once(new_walk: Callable, server) -> None:
    walk = new_walk(**LYING)
    page = walk.page
    session = walk.begin()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(800)
    walk.context.set_offline(True)
    for key in ("g", "Space"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    page.wait_for_selector(".pause")
    walk.context.set_offline(False)
    walk.synced()
    kinds = server.kinds(session)
    assert [kind for kind in kinds if kind in ("good-said", "paused")] == ["good-said", "paused"]
    assert server.ask(f"/api/sessions/{session}")["state"]["status"] == "paused"


def test_a_reload_comes_back_at_the_same_stroke(new_walk: Callable) -> None:
    walk = new_walk()
    walk.begin()
    walk.page.keyboard.press("ArrowRight")
    walk.page.wait_for_timeout(1200)
    before_s = walk.at_s()
    walk.page.reload()
    walk.page.wait_for_selector(".running")
    # Half a second either way: the page and the server each measure the way between them.
    assert before_s - 0.5 <= walk.at_s() < before_s + 5


def test_a_second_tab_shows_the_same_and_its_presses_count_once(new_walk: Callable, server) -> None:
    walk = new_walk(**TABLET)
    session = walk.begin()
    other = walk.context.new_page()
    other.goto(walk.page.url)
    other.wait_for_selector(".running")
    other.keyboard.press("Space")
    other.wait_for_selector(".pause")
    walk.page.wait_for_selector(".pause")
    walk.page.wait_for_timeout(500)
    assert server.kinds(session).count("paused") == 1


def test_stop_and_hold_work_without_a_server(new_walk: Callable, own_server) -> None:
    walk = new_walk(address=own_server.address)
    walk.begin_by_pages()
    own_server.kill()
    walk.page.keyboard.press("Escape")
    walk.page.wait_for_selector("text=Hands off. Alex said stop.")
    walk.page.click("text=Sharp pain, numb or dizzy")
    walk.page.wait_for_selector("text=No more massage tonight")
    walk.page.keyboard.press("Space")
    assert walk.page.locator(".running").count() == 0


def test_an_hour_without_a_network_loses_nothing_and_doubles_nothing(
    new_walk: Callable, later_server
) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = walk.begin(minutes=75, level=2)
    walk.synced()
    pressed: list[str] = []
    began_s = walk.at_s()
    walk.context.set_offline(True)
    for _ in range(4):
        walk.pass_time(later_server, 900)
        page.wait_for_timeout(500)
        pressed.append(press_in_turn(page, len(pressed)))
        page.wait_for_timeout(200)
    assert 3590 < walk.at_s() - began_s < 3700
    assert walk.waiting() == 1
    walk.context.set_offline(False)
    # The page asks again by itself; its clock is ours, so a moment of it has to pass, too.
    walk.pass_time(later_server, 3)
    walk.synced()
    found = counted(later_server.kinds(session), pressed)
    assert (found["presses"], found["lost"], found["twice"], found["in order"]) == (4, 0, 0, "yes")
    assert len(set(later_server.kinds(session))) == 4, "nothing but opened, started and the two kinds pressed"
    assert apart(walk, later_server, session) < 1


def test_a_device_that_keeps_nothing_still_sends_every_press_and_says_so(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    page.evaluate(
        "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') })"
    )
    walk.context.set_offline(True)
    page.keyboard.press("g")
    page.wait_for_selector("text=Keep this page open")
    page.keyboard.press("g")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    walk.context.set_offline(False)
    for _ in range(100):
        page.wait_for_timeout(100)
        if server.kinds(session)[-1] == "paused":
            break
    assert server.kinds(session) == ["opened", "started", "good-said", "good-said", "paused"]


def press_in_turn(page: Page, number: int) -> str:
    """Press "good" or say a pain number, in turn; returns the kind of event that has to come of it."""
    if number % 2 == 0:
        page.keyboard.press("g")
        return "good-said"
    page.keyboard.press("p")
    page.wait_for_selector(".pad")
    page.keyboard.press("3")
    page.wait_for_selector(".running")
    return "pain-said"


def counted(kinds: list[str], pressed: list[str]) -> dict[str, object]:
    """Compare what was pressed with what arrived: the two have to be the same list."""
    arrived = [kind for kind in kinds if kind in ("good-said", "pain-said")]
    return {
        "presses": len(pressed),
        "arrived": len(arrived),
        "lost": max(0, len(pressed) - len(arrived)),
        "twice": max(0, len(arrived) - len(pressed)),
        "in order": "yes" if arrived == pressed else "no",
    }


def apart(walk, server, session: str) -> float:
    """Return how far the page is from the server. [s]

    The page is read before and after the server: how long the asking takes does not count.
    """
    before_s = walk.at_s()
    there_s = float(server.ask(f"/api/sessions/{session}")["state"]["score_s"])
    return max(0.0, before_s - there_s, there_s - walk.at_s())


@pytest.mark.prove
def test_a_minute_without_a_network_loses_nothing(new_walk: Callable, server, proof_table: Callable) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin(minutes=30)
    page.wait_for_timeout(1000)
    began_s, began = walk.at_s(), time.monotonic()
    pressed: list[str] = []
    walk.context.set_offline(True)
    while time.monotonic() - began < 60:
        pressed.append(press_in_turn(page, len(pressed)))
        page.wait_for_timeout(2000)
    played_s, cut_s = walk.at_s() - began_s, time.monotonic() - began
    walk.context.set_offline(False)
    back = time.monotonic()
    walk.synced()
    back_s = time.monotonic() - back
    found = counted(server.kinds(session), pressed)
    apart_s = apart(walk, server, session)
    row = {
        "cut [s]": round(cut_s),
        "played meanwhile [s]": round(played_s),
        **found,
        "all there after [s]": round(back_s, 1),
        "page and server apart [s]": round(apart_s, 1),
    }
    proof_table("network-cut-for-a-minute", [row])
    assert (found["lost"], found["twice"], found["in order"]) == (0, 0, "yes")
    assert abs(played_s - cut_s) < 2
    assert apart_s < 1


@pytest.mark.prove
def test_fifty_kills_with_the_page_open_lose_nothing(
    new_walk: Callable, own_server, proof_table: Callable
) -> None:
    walk = new_walk(address=own_server.address)
    page = walk.page
    session = walk.begin(minutes=60, level=2)
    chance = random.Random(2026)
    pressed: list[str] = []
    worst_s = 0.0
    for _ in range(50):
        # Anywhere in some seconds of play; about every other time within a third of a second of a press:
        # before, while and after it is written.
        page.wait_for_timeout(chance.uniform(0, 3000))
        pressed.append(press_in_turn(page, len(pressed)))
        page.wait_for_timeout(chance.choice((chance.uniform(0, 333), chance.uniform(0, 3000))))
        own_server.kill()
        pressed.append(press_in_turn(page, len(pressed)))
        own_server.start()
        wait_online(page)
        walk.synced()
        worst_s = max(worst_s, apart(walk, own_server, session))
    found = counted(own_server.kinds(session), pressed)
    row = {"kill -9": 50, **found, "page and server apart, worst [s]": round(worst_s, 1)}
    proof_table("server-killed-fifty-times", [row])
    assert (found["lost"], found["twice"], found["in order"]) == (0, 0, "yes")
    assert worst_s < 1
