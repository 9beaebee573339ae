"""Earlier evenings: by day, what was done and changed, how it felt; and once more, for how they are now."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from browser.asked import answer, none, until_step
from browser.conftest import Walk
from browser.seeing import kept_plan
from browser.serving import Server
from playing import posted, request_of

DAY_S = 86_400


def an_evening(walk: Walk, server: Server) -> str:
    """Give a massage with some presses in it, up to the three questions afterwards; returns the session."""
    page = walk.page
    walk.plan(remember=True, level=3)
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    page.click("text=How is it now?")
    scales = page.locator(".felt .scale")
    for number, nrs in enumerate(("6", "3")):
        scales.nth(number).get_by_text(nrs, exact=True).click()
    session = walk.agree()
    page.click(".ready .main")
    page.wait_for_selector(".running")
    page.wait_for_timeout(1500)
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        walk.synced()
        if (server.ask(f"/api/sessions/{session}")["state"]["level"] or 0) >= 2:
            break
    page.keyboard.press("s")
    walk.synced()
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    page.keyboard.press("Space")
    page.wait_for_selector(".running")
    page.keyboard.press("Escape")
    page.click("text=We’re done for tonight")
    page.click("text=When you are ready")
    for nrs, then in (("2", "How at ease do you feel?"), ("8", "Did anything feel wrong?")):
        page.wait_for_selector(".scale")
        page.locator(".scale").get_by_text(nrs, exact=True).click()
        page.wait_for_selector(f"h1:has-text('{then}')")
    page.click("button:has-text('No')")
    page.wait_for_selector("h1:has-text('Now rest')")
    walk.until(f"!localStorage.getItem('backrub.outbox.{session}')")
    # Every step was passed or broken off: nothing was given to its end, so nothing is learned.
    walk.open("/learn")
    page.wait_for_selector(".course li")
    assert page.locator("main .unseen:has-text('Done')").count() == 0
    return session


def asked_for_the_plan(walk: Walk) -> dict[str, Any]:
    """Press the last question's button, and return what the server is asked."""
    with walk.page.expect_request("**/api/plan") as sent:
        walk.page.click(".go")
    walk.page.wait_for_selector(".ready-room", timeout=60_000)
    body: dict[str, Any] = json.loads(sent.value.post_data or "{}")
    return body


def techniques(plan: dict[str, Any]) -> set[str]:
    return {each["technique"] for each in plan["steps"]}


def most(plan: dict[str, Any]) -> int:
    return max(each["level"] or 0 for each in plan["steps"])


def test_an_evening_is_told_and_done_again_and_its_routine_used(
    new_walk: Callable, later_server: Server
) -> None:
    walk = new_walk(address=later_server.address)
    page: Page = walk.page
    session = an_evening(walk, later_server)
    first = kept_plan(page)
    # Among the evenings by its day: who, what, how it ended, how it felt, and what the two of them changed.
    walk.open("/history")
    row = page.locator(f"a[href='/history/{session}']")
    row.wait_for()
    page.wait_for_timeout(300)
    words = row.inner_text()
    kinds = later_server.kinds(session)
    passed = f"{kinds.count('skipped')} steps" if kinds.count("skipped") > 1 else "one step"
    assert "refitted" in kinds
    for says in (
        "Alex", "Relaxation, ", "Stopped when they said so.", "Pain 6, then 2.", "Ease 3, then 8.",
        f"Changed: softer once, one pause, {passed} passed, one stop.",
    ):  # fmt: skip
        assert says in words
    for title, before, after in (("Pain", "6", "2"), ("Ease", "3", "8")):
        chart = page.locator(f"section[aria-label='{title}, before and after']")
        assert "From 3 on there is something to say." in chart.inner_text()
        chart.locator("summary").click()
        assert chart.locator("tbody td").all_inner_texts() == [before, after]
    # The evening itself.
    row.click()
    page.wait_for_selector("h2:has-text('What was done')")
    rows = page.locator("main ol > li")
    assert rows.count() == len(first["steps"])
    changed = rows.locator(".changed").all_inner_texts()
    assert sum("softer" in each for each in changed) == 1
    assert all(each.strip() for each in changed)
    assert rows.first.locator(".minutes").inner_text() != "left out"
    assert rows.last.locator(".minutes").inner_text() == "left out"

    # Once more: what holds today is asked, then what has changed; it is screened and planned for that.
    page.click("text=Do it again")
    page.wait_for_selector(".asking h1")
    seen = []
    while walk.step() != "changed":
        seen.append(walk.step())
        none(walk)
    assert seen == ["pain", "section-right-now", "section-warning-signs"]
    page.check("input[value=heart-and-blood]")
    answer(walk, ".go")
    until_step(walk, "question-anticoagulants")
    answer(walk, ".answers button:has-text('Yes')")
    until_step(walk, "kit")
    assert "Planned from: Relaxation" in page.locator("main").inner_text()
    body = asked_for_the_plan(walk)
    assert body["request"]["receiver"]["name"] == "Alex"
    assert "anticoagulants" in body["request"]["receiver"]["conditions"]
    assert {each["technique"] for each in body["routine"]["pieces"]} <= techniques(first)
    again = kept_plan(page)
    assert most(first) == 3
    assert most(again) <= 2
    assert len(techniques(again) & techniques(first)) >= len(techniques(first)) // 2

    # Kept as a routine, and used again for somebody this device knows.
    page.click("text=Keep it for another evening")
    page.fill("#routine-name", "Sunday")
    page.keyboard.press("Enter")
    page.wait_for_selector(".keep >> text=Saved as Sunday.")
    walk.open("/")
    page.click(".routines >> text=Use again")
    page.click(".routines .whom >> text=Alex")
    page.wait_for_selector(".asking h1")
    until_step(walk, "changed")
    assert "Asked again: Blood thinners." in page.locator("main").inner_text()
    until_step(walk, "question-anticoagulants")
    answer(walk, ".answers button:has-text('Yes')")
    until_step(walk, "kit")
    body = asked_for_the_plan(walk)
    assert body["routine"]["name"] == "Sunday"
    assert body["request"]["wishes"]["minutes"] == 20
    assert "anticoagulants" in body["request"]["receiver"]["conditions"]
    assert most(kept_plan(page)) <= 2
    # A routine is used up when it begins: the next evening is planned freely.
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    assert page.evaluate("localStorage.getItem('backrub.again')") is not None
    walk.agree()
    assert page.evaluate("localStorage.getItem('backrub.again')") is None

    # Another day has its own heading, above; somebody else's evening is asked with nobody's answers.
    later_server.pass_time(DAY_S)
    request = request_of()
    request = {**request, "receiver": {**request["receiver"], "name": "Kim"}}
    plan = posted(walk.address, "/api/plan", {"request": request})["plan"]
    kims = posted(walk.address, "/api/sessions", {"plan": plan, "request": request})["id"]
    walk.open("/history")
    page.wait_for_selector(f"a[href='/history/{kims}']")
    days = page.locator("section[aria-labelledby^=day-] h2").all_inner_texts()
    assert len(days) == len(set(days)) == 2
    links = page.locator("section[aria-labelledby^=day-] a")
    assert links.first.get_attribute("href") == f"/history/{kims}"
    links.first.click()
    page.click("text=Do it again")
    page.wait_for_selector("#field-name")
    assert page.input_value("#field-name") == "Kim"
    assert page.input_value("#field-age") == ""
