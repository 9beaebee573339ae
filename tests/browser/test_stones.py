"""Hot stones in a browser: locked without a reading, refused when too hot, over when the skin says so."""

from collections.abc import Callable

from browser.asked import comes_back
from browser.seeing import hard_to_press

LOOK_S = 120.0
"""A look at the skin every two minutes (retyped from the design)."""


def test_stones_are_locked_until_they_are_read_and_gone_when_the_skin_has_changed(
    new_walk: Callable, later_server
) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = walk.begin(minutes=30, style="hot-stone", has_stones=True, stones_c="43")
    walk.skip_to("hot-stone-glide", ".stones")
    at_s = later_server.ask(f"/api/sessions/{session}")["state"]["score_s"]
    walk.pass_time(later_server, 60)
    page.wait_for_timeout(500)
    assert page.locator(".stones").count() == 1
    assert later_server.ask(f"/api/sessions/{session}")["state"]["score_s"] == at_s
    for too_hot, says in (("46", "is too hot"), ("abc", "Write the number")):
        page.fill("#stones", too_hot)
        page.keyboard.press("Enter")
        assert says in page.locator("#stones-problem[role=alert]").inner_text()
    comes_back(walk, ".stones", "reload")
    # Back pauses; whoever goes on finds the stones as locked as before.
    page.go_back()
    page.wait_for_selector(".pause")
    page.go_forward()
    page.click(".pause .go")
    page.wait_for_selector(".stones")
    walk.synced()
    assert "stones-read" not in later_server.kinds(session)
    page.fill("#stones", "42,5")
    page.keyboard.press("Enter")
    page.wait_for_selector(".running")
    walk.synced()
    assert later_server.kinds(session).count("stones-read") == 1
    # On to stones that lie still: they stay longer than two minutes.
    for _ in range(6):
        body = later_server.ask(f"/api/sessions/{session}")
        if body["plan"]["steps"][body["state"]["step"]]["technique"] == "placed-stones":
            break
        page.keyboard.press("ArrowRight")
        walk.synced()
    # They are others from the bath: what was read before is not theirs.
    page.wait_for_selector(".stones")
    page.fill("#stones", "42")
    page.keyboard.press("Enter")
    page.wait_for_selector(".running")
    walk.synced()
    assert later_server.kinds(session).count("stones-read") == 2
    walk.pass_time(later_server, LOOK_S - 10)
    page.wait_for_timeout(600)
    assert page.locator(".look").count() == 0
    walk.pass_time(later_server, 11)
    page.wait_for_selector("text=Look at the skin. Is it as before?")
    assert hard_to_press(page, 72, "main") == []
    page.click("text=No, or not sure")
    page.wait_for_selector("text=Let the skin cool.")
    walk.synced()
    after = later_server.ask(f"/api/sessions/{session}")
    assert after["state"]["status"] == "holding"
    later = after["plan"]["steps"][after["state"]["step"] :]
    assert [each["technique"] for each in later if "stone" in each["technique"] and each["level"]] == []


def test_stones_that_lie_still_have_to_be_cooler(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    walk.begin(minutes=30, style="hot-stone", has_stones=True, stones_c="43")
    walk.skip_to("hot-stone-glide", ".stones")
    page.click("text=Go on without stones")
    walk.synced()
    walk.press_on_to(".stones:has-text('At most 43')")
    page.fill("#stones", "44")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=44 °C is too hot.")
