"""The tender-spot loop in a real browser: the receiver's numbers lead it, with and without the server."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from browser.asked import comes_back
from browser.seeing import hard_to_press

RAISE_S = 4.0
"""How long the hand takes down, and up again (the loop's own numbers, retyped from the design)."""
SECOND_ROUND = ".loop h1:has-text('Press slowly'), .loop h1:has-text('Hold still')"
MOST_REST_S = 40
"""A touch may last half a minute on a busy machine, and so may the rest after it; then a hold waits 20 s."""

# Between the spine and the shoulder blade, on soft muscle; and on the spine itself.
SOFT, SPINE = (0.3, 0.4), (0.0, 0.4)


def heading(page: Page, words: str) -> None:
    page.wait_for_selector(f".loop h1:has-text('{words}')")


def to_the_loop(walk) -> None:
    """Skip to the tender spot, and wait for the map of the back: no touch is taken without it."""
    walk.skip_to("trigger-point-release", ".loop")
    walk.page.wait_for_selector(".loop option:nth-child(2)", state="attached")


def at_the_spot(walk, server) -> str:
    """Go to the classic evening's tender spot, which nobody has marked; returns the session."""
    walk.page.clock.install()
    session = walk.begin(minutes=30, style="classic")
    to_the_loop(walk)
    heading(walk.page, "Where is it sore?")
    return session


def spot_of(server, session: str) -> dict:
    return server.ask(f"/api/sessions/{session}")["state"]["spot"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), pytest.param(1280, 800, marks=pytest.mark.prove)])
def test_two_rounds_and_a_seven_that_stops_gently(
    new_walk: Callable, later_server, width: int, height: int
) -> None:
    walk = new_walk(width=width, height=height, address=later_server.address)
    page = walk.page
    session = at_the_spot(walk, later_server)
    walk.touch_back(*SPINE)
    page.wait_for_selector(".told:has-text('Not here: the spine')")
    assert "spot-shown" not in later_server.kinds(session)
    walk.touch_back(*SOFT)
    heading(page, "How sore")
    walk.synced()
    comes_back(walk, ".loop", "reload")
    page.keyboard.press("3")
    heading(page, "Press slowly")
    # What comes next in the loop is told to a screen reader as it comes, the focus stays where it was.
    page.wait_for_selector("p.unseen[aria-live=polite]:has-text('Press slowly')", state="attached")
    walk.synced()
    comes_back(walk, ".loop", "reload")
    walk.pass_time(later_server, RAISE_S - 1)
    page.keyboard.press("5")
    heading(page, "Hold still")
    page.keyboard.press("3")
    heading(page, "Lift slowly")
    walk.pass_time(later_server, RAISE_S)
    heading(page, "Palms rest")
    # As long as the touch was; nobody has to press anything for the second round.
    for _ in range(MOST_REST_S):
        walk.pass_time(later_server, 1.0)
        page.wait_for_timeout(400)
        if page.locator(SECOND_ROUND).count():
            break
    page.wait_for_selector(SECOND_ROUND)
    # Well into the second round by the server's clock, too, which may be behind a busy page's.
    for _ in range(MOST_REST_S):
        if spot_of(later_server, session)["round"] == 2:
            break
        walk.pass_time(later_server, 1.0)
    walk.pass_time(later_server, RAISE_S / 2)
    page.keyboard.press("7")
    heading(page, "Lift slowly")
    walk.pass_time(later_server, RAISE_S)
    heading(page, "Hands off")
    page.wait_for_selector("text=Too much. Leave it for tonight.")
    walk.synced()
    spot = spot_of(later_server, session)
    assert (spot["phase"], spot["round"], spot["why"]) == ("ended", 2, "too-much")
    kinds = later_server.kinds(session)
    assert [kinds.count(each) for each in ("spot-shown", "spot-begun", "spot-rated")] == [1, 1, 4]
    page.click("text=Go on")
    page.wait_for_selector(".running")


def test_the_loop_is_checked_and_led_on_the_device_when_the_server_is_gone(
    new_walk: Callable, later_server
) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    at_the_spot(walk, later_server)
    later_server.kill()
    page.wait_for_selector("text=On its own")
    walk.touch_back(*SPINE)
    page.wait_for_selector(".told:has-text('Not here: the spine')")
    walk.touch_back(*SOFT)
    page.wait_for_selector(".loop h1:has-text('How sore')")
    page.keyboard.press("3")
    page.wait_for_selector(".loop h1:has-text('Press slowly')")
    page.click("text=Hands off")
    page.wait_for_selector(".pause h1:has-text('Hands off')")


def test_a_touch_before_the_map_of_the_back_is_there_is_not_taken_and_says_so(
    new_walk: Callable, later_server
) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    session = walk.begin(minutes=30, style="classic")
    held: list[Route] = []
    page.route("**/api/atlas", lambda route: held.append(route))
    walk.skip_to("trigger-point-release", ".loop")
    walk.touch_back(*SOFT)
    page.wait_for_selector(".told:has-text('no map of the back yet. Try again')")
    walk.synced()
    assert "spot-shown" not in later_server.kinds(session)
    held[0].continue_()
    page.wait_for_selector(".loop option:nth-child(2)", state="attached")
    walk.touch_back(*SOFT)
    heading(page, "How sore")


def test_a_spot_that_hurts_already_is_not_pressed(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    session = at_the_spot(walk, later_server)
    # By name, for who can't touch the picture.
    page.select_option(".loop select", label="Between the shoulder blades, right")
    heading(page, "How sore")
    page.keyboard.press("5")
    page.wait_for_selector("text=It hurts already.")
    walk.synced()
    assert spot_of(later_server, session)["why"] == "already-hurts"
    assert "spot-begun" not in later_server.kinds(session)


def test_the_receivers_choices_reach_the_server_and_six_waits_for_the_second_massage(
    new_walk: Callable, later_server
) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    for evening in (1, 2):
        # By the pages: it is they who know that the same person lies there again.
        session = walk.begin_by_pages(minutes=30, style="classic")
        to_the_loop(walk)
        walk.touch_back(*SOFT)
        heading(page, "How sore")
        page.click("text=Their choice")
        assert page.locator("text=Up to 6").count() == evening - 1
        page.click("text=6 times")
        if evening == 2:
            page.click("text=Up to 6")
        walk.synced()
        spot = spot_of(later_server, session)
        assert (spot["rounds"], spot["ceiling_nrs"]) == (6, 4 + evening)


@pytest.mark.parametrize("is_later", [False, True])
def test_a_pause_costs_the_rest_or_the_end_as_they_wish(
    new_walk: Callable, later_server, is_later: bool
) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = walk.begin(minutes=30, style="classic")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    assert page.locator("text=End a little later").count() == 0
    walk.synced()
    before_s = later_server.ask(f"/api/sessions/{session}")["state"]["ends_s"]
    walk.pass_time(later_server, 200)
    page.wait_for_selector("text=3 minutes lost.")
    page.wait_for_selector("text=Still there? Cover the back.")
    assert hard_to_press(page, 72, "main") == []
    if is_later:
        page.click("text=End a little later")
    page.keyboard.press("Space")
    page.wait_for_selector(".running")
    walk.synced()
    state = later_server.ask(f"/api/sessions/{session}")["state"]
    assert ("extended" in later_server.kinds(session)) == is_later
    later_s = state["ends_s"] - before_s
    assert 195 < later_s < 230 if is_later else abs(later_s) < 1
    assert abs(state["late_s"]) < 20
