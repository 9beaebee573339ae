"""A planned massage begins without its server, and is opened there later: the same, each press once."""

from collections.abc import Callable

from browser.alone import begin, planned
from browser.seeing import on_every_device


@on_every_device
def test_it_begins_on_this_device_and_the_server_hears_of_it_once(
    new_walk: Callable, own_server, device: dict
) -> None:
    walk = new_walk(**device, address=own_server.address)
    planned(walk)
    # The pages of play are there already; the server goes.
    walk.page.evaluate("(async () => { await fetch('/') })()")
    walk.page.route("**/api/**", lambda route: route.abort())
    session = begin(walk)
    walk.page.wait_for_selector("text=On its own")
    walk.page.keyboard.press("g")
    walk.page.wait_for_timeout(3000)
    walk.page.keyboard.press("Space")
    walk.page.wait_for_selector(".pause")
    assert walk.waiting() == 1
    walk.page.unroute("**/api/**")
    walk.synced()
    kinds = own_server.kinds(session)
    assert kinds == ["opened", "started", "good-said", "paused"], kinds
    # At its own moments: three seconds were played before the pause, not none.
    assert own_server.ask(f"/api/sessions/{session}")["state"]["score_s"] > 2


def test_a_plan_that_the_server_refuses_later_stays_on_this_device(new_walk: Callable, own_server) -> None:
    walk = new_walk(address=own_server.address)
    planned(walk)
    walk.page.route("**/api/**", lambda route: route.abort())
    begin(walk)
    refusal = {"title": "More than a day ago.", "status": 422, "problems": []}
    walk.page.unroute("**/api/**")
    walk.page.route("**/api/sessions", lambda route: route.fulfill(status=422, json=refusal))
    walk.page.wait_for_selector("text=This evening stays on this device alone")
    assert walk.page.locator(".running").count() == 1
    walk.page.keyboard.press("Space")
    walk.page.wait_for_selector(".pause")
    assert walk.waiting() == 0
