"""What was made gentler is read before the first touch, on the plan's page and where it begins."""

import json
from collections.abc import Callable

from browser.serving import Server

SAYS = "Kneading: on this back it presses too much on the spine. It is left out."


def gentler(plan: dict) -> dict:
    """The plan without its last focus step's level, and a notice that says so."""
    steps = [dict(step) for step in plan["steps"]]
    index = max(index for index, step in enumerate(steps) if step["phase"] == "focus" and step["level"])
    steps[index]["level"] = max(1, steps[index]["level"] - 1)
    notices = [*plan["notices"], {"code": "gentler-left-out", "says": SAYS}]
    return {**plan, "steps": steps, "notices": notices}


def test_the_page_shows_what_was_made_gentler_before_it_begins(new_walk: Callable) -> None:
    walk = new_walk()

    def answered(route) -> None:
        plan = json.loads(route.request.post_data)["plan"]
        is_new = SAYS not in json.dumps(plan)
        made = gentler(plan) if is_new else plan
        route.fulfill(json={"plan": made, "is_gentler": is_new, "report": None})

    walk.page.route("**/api/narrow", answered)
    walk.plan()
    walk.page.wait_for_selector(f".care >> text={SAYS}")
    kept = walk.page.evaluate("JSON.parse(localStorage.getItem('backrub.evening'))")
    walk.until("JSON.parse(localStorage.getItem('backrub.evening')).is_held === true")
    assert SAYS in json.dumps(kept["plan"])
    walk.page.click(".ready-room")
    walk.agree()
    walk.page.wait_for_selector(f".ready .gentler >> text={SAYS}")


def test_nothing_begins_without_the_server_before_it_was_tried_out(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.route("**/api/narrow", lambda route: route.abort())
    walk.plan()
    walk.until("localStorage.getItem('backrub.score') !== null")
    walk.page.click(".ready-room")
    walk.page.wait_for_selector(".consent")
    # Where both decide, it is said who has not looked at the rules, before the first box.
    before, _ = walk.page.locator(".consent").inner_text().split("Alex says yes")
    assert "No clinician has reviewed these rules yet." in before
    walk.page.route("**/api/**", lambda route: route.abort())
    for box in walk.page.locator(".consent input").all():
        box.check()
    walk.page.click(".begin")
    walk.page.wait_for_selector(".problem >> text=was not tried out on a back like theirs")
    assert walk.page.locator(".ready").count() == 0


def test_a_real_server_tries_the_plan_out_and_it_begins(new_walk: Callable, strict_server: Server) -> None:
    walk = new_walk(address=strict_server.address)
    walk.page.set_default_timeout(120_000)
    walk.plan(minutes=10)
    for _ in range(600):
        if walk.page.evaluate("JSON.parse(localStorage.getItem('backrub.evening')).is_held === true"):
            break
        walk.page.wait_for_timeout(200)
    walk.page.click(".ready-room")
    session = walk.agree()
    held = strict_server.ask(f"/api/sessions/{session}")["plan"]
    kept = walk.page.evaluate("JSON.parse(localStorage.getItem('backrub.evening'))")["plan"]
    assert held["steps"] == kept["steps"]
