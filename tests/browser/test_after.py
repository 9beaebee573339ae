"""Three taps after a massage, with the server or without; and the evenings that were."""

from collections.abc import Callable

import pytest

from browser.seeing import findings
from playing import begun


def ended(walk) -> str:
    """Begin, stop because they are done, and go to the questions."""
    session = begun(walk)["id"]
    walk.synced()
    walk.page.keyboard.press("Escape")
    walk.page.click("text=We’re done for tonight")
    walk.page.click("text=When you are ready")
    walk.page.wait_for_selector(".scale")
    return session


def test_three_taps_are_kept_and_said_back_and_a_reload_stays(new_walk: Callable, server) -> None:
    walk = new_walk()
    session = ended(walk)
    walk.page.click(".scale button:has-text('2')")
    walk.page.wait_for_selector("h1:has-text('How at ease do you feel?')")
    walk.page.wait_for_selector("p.told:has-text('2. Thank you.')")
    walk.page.reload()
    walk.page.wait_for_selector("h1:has-text('How at ease do you feel?')")
    walk.page.click(".scale button:has-text('8')")
    walk.page.click("button:has-text('No')")
    walk.page.wait_for_selector("h1:has-text('Now rest')")
    walk.until(f"!localStorage.getItem('backrub.outbox.{session}')")
    felt = server.ask(f"/api/sessions/{session}")["state"]["felt"]["after"]
    assert felt == {"pain_nrs": 2, "ease_nrs": 8}
    assert walk.page.locator("a[href^='tel:']").count() == 1
    # It stands among the evenings, by its day.
    walk.page.click("text=Earlier evenings")
    walk.page.wait_for_selector(f"a[href='/history/{session}']")
    walk.page.click(f"a[href='/history/{session}']")
    walk.page.wait_for_selector("text=What was done")
    walk.page.click("text=Do it again")
    walk.page.wait_for_url("**/ask")
    assert walk.page.evaluate("JSON.parse(localStorage.getItem('backrub.again')).pieces.length") > 0


def test_what_is_said_without_a_server_is_sent_later_once(new_walk: Callable, server) -> None:
    walk = new_walk()
    session = ended(walk)
    walk.context.set_offline(True)
    walk.page.click(".scale button:has-text('4')")
    walk.page.wait_for_selector("h1:has-text('How at ease do you feel?')")
    assert walk.waiting() == 1
    walk.context.set_offline(False)
    walk.page.click(".scale button:has-text('6')")
    walk.until(f"!localStorage.getItem('backrub.outbox.{session}')")
    assert server.kinds(session).count("felt") == 2
    assert server.ask(f"/api/sessions/{session}")["state"]["felt"]["after"] == {"pain_nrs": 4, "ease_nrs": 6}


def test_something_wrong_leads_to_plain_advice(new_walk: Callable) -> None:
    walk = new_walk()
    ended(walk)
    for _ in range(2):
        walk.page.click("text=Skip")
    walk.page.click("button:has-text('Yes')")
    walk.page.wait_for_selector("text=What to do about it")


@pytest.mark.parametrize("theme", [pytest.param("day", marks=pytest.mark.prove), "evening"])
def test_axe_finds_nothing_serious_afterwards(new_walk: Callable, axe: str, theme: str) -> None:
    walk = new_walk()
    walk.open("/")
    walk.page.evaluate("(theme) => localStorage.setItem('backrub.theme', theme)", theme)
    ended(walk)
    assert findings(walk.page, axe) == []
    boxes = [each.bounding_box() for each in walk.page.query_selector_all(".scale button")]
    assert len(boxes) == 11
    assert min(min(box["width"], box["height"]) for box in boxes) >= 48
    walk.page.click(".scale button:has-text('3')")
    walk.page.wait_for_selector("h1:has-text('How at ease')")
    walk.page.click("text=Skip")
    walk.page.click("button:has-text('No')")
    walk.page.wait_for_selector("h1:has-text('Now rest')")
    assert findings(walk.page, axe) == []
    walk.open("/history")
    walk.page.wait_for_selector("text=Pain, before and after")
    assert findings(walk.page, axe) == []
