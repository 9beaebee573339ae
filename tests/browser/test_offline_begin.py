"""A planned massage begins without its server, and is opened there later: the same, each press once."""

from collections.abc import Callable
from typing import Any

from browser.seeing import TABLET
from playing import posted, request_of


def planned(walk: Any) -> None:
    """Put tonight's plan and its score on the device, as the plan's page does."""
    request = request_of()
    plan = posted(walk.address, "/api/plan", {"request": request})["plan"]
    score = posted(walk.address, "/api/score", {"plan": plan})
    walk.open("/")
    walk.page.evaluate(
        """([request, plan, score]) => {
          const evening = { request, clearance: null, plan, infeasible: null, is_held: true }
          localStorage.setItem('backrub.evening', JSON.stringify(evening))
          localStorage.setItem('backrub.score', JSON.stringify({ plan: JSON.stringify(plan), score }))
        }""",
        [request, plan, score],
    )
    walk.open("/prepare")
    walk.page.wait_for_selector(".consent")


def begin(walk: Any) -> str:
    """Both say yes, and it begins; returns the session's id."""
    for box in walk.page.query_selector_all(".consent input[type=checkbox]"):
        box.check()
    walk.page.click(".begin")
    walk.page.wait_for_selector(".ready .main")
    walk.page.click(".ready .main")
    walk.page.wait_for_selector(".running")
    return str(walk.page.url.rsplit("/", 1)[1])


def test_it_begins_on_this_device_and_the_server_hears_of_it_once(new_walk: Callable, own_server) -> None:
    walk = new_walk(**TABLET, address=own_server.address)
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
