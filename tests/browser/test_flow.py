"""The whole way with Back and a reload at every step, and in two tabs."""

from collections.abc import Callable

from browser.asked import answer, comes_back, start
from browser.seeing import on_every_device


def test_the_evenings_are_a_few_tabs_from_the_first_page(new_walk: Callable) -> None:
    walk = new_walk()
    walk.open("/")
    walk.page.wait_for_selector("h1")
    walk.press("a[href='/history']")
    walk.page.wait_for_url("**/history")
    walk.until("document.activeElement?.tagName === 'H1'")


@on_every_device
def test_back_and_a_reload_lose_nothing_at_any_step(new_walk: Callable, server, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    walk.fill(back_pain="new", answers={"cauda-equina-signs": "yes"})
    comes_back(walk, ".asking h1", "reload")
    page.click("text=Plan this massage")
    comes_back(walk, ".answer.red h1")
    page.click("text=Change this answer")
    comes_back(walk, ".asking h1")
    answer(walk, ".answers button:first-child")
    comes_back(walk, ".asking h1")
    page.click("text=Plan this massage")
    page.wait_for_selector(".ready-room", timeout=60_000)
    comes_back(walk, ".ready-room")
    page.click(".ready-room")
    comes_back(walk, ".consent")
    session = walk.agree()
    comes_back(walk, ".ready")
    page.click(".ready .main")
    comes_back(walk, ".running", "reload")
    # Back pauses first; forward it is the same pause.
    page.go_back()
    page.wait_for_selector("text=Press back once more to leave")
    page.go_forward()
    comes_back(walk, ".pause", "reload")
    page.click(".pause .go")
    page.wait_for_selector(".running")
    page.keyboard.press("Escape")
    comes_back(walk, ".stop .choices")
    page.click("text=Just needed a break")
    page.wait_for_selector("text=said yes")
    comes_back(walk, ".stop .choices")
    page.click("text=said yes")
    page.wait_for_selector(".running")
    page.keyboard.press("Escape")
    page.click("text=We’re done for tonight")
    comes_back(walk, ".after h1")
    page.click("text=When you are ready")
    comes_back(walk, ".scale")
    felt(walk, "2", "How at ease")
    comes_back(walk, ".scale")
    # Said again after Back: the later word counts.
    page.go_back()
    page.wait_for_selector("h1:has-text('does it hurt now')")
    felt(walk, "3", "How at ease")
    felt(walk, "8", "feel wrong")
    comes_back(walk, ".two")
    answer(walk, ".two button:first-child")
    comes_back(walk, ".ways")
    walk.until(f"!localStorage.getItem('backrub.outbox.{session}')")
    kinds = server.kinds(session)
    once = ("opened", "started", "paused", "resumed", "restarted")
    assert {each: kinds.count(each) for each in once} == dict.fromkeys(once, 1), kinds
    assert [kinds.count(each) for each in ("stopped", "stop-explained", "felt")] == [2, 2, 3], kinds
    state = server.ask(f"/api/sessions/{session}")["state"]
    assert state["felt"]["after"] == {"pain_nrs": 3, "ease_nrs": 8}


def felt(walk, nrs: str, then: str) -> None:
    """Answer on a scale, and wait for what is asked next."""
    walk.page.locator(".scale").get_by_text(nrs, exact=True).click()
    walk.page.wait_for_selector(f"h1:has-text('{then}')")


@on_every_device
def test_two_tabs_with_one_form_end_with_the_last_answer_and_one_evening(
    new_walk: Callable, device: dict
) -> None:
    walk = new_walk(**device)
    walk.plan()
    other = walk.context.new_page()
    other.goto(f"{walk.address}/plan")
    other.wait_for_selector(".ready-room")
    assert other.inner_text("h1") == walk.page.inner_text("h1")
    other.click(".ready-room")
    other.wait_for_selector(".consent")
    for box in other.query_selector_all(".consent input"):
        box.check()
    other.click(".begin")
    other.wait_for_selector(".ready")
    session = other.url.rsplit("/", 1)[1]
    # The first tab finds that evening, too.
    walk.open("/")
    walk.page.click("text=Go on with Alex’s massage")
    walk.page.wait_for_selector(".ready, .running, .pause")
    assert walk.page.url.endswith(session)


@on_every_device
def test_no_tab_writes_over_what_was_answered_in_another(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    start(walk)
    first = walk.step()
    other = walk.context.new_page()
    other.goto(f"{walk.address}/ask")
    other.wait_for_selector(".asking h1")
    answered = "JSON.parse(localStorage['backrub.draft']).done"
    other.click(".answers button:first-child")
    other.wait_for_function(f"{answered}.includes('{first}')")
    # The first tab knows nothing of it but what the storage told.
    page.go_back()
    page.wait_for_selector("#field-age")
    page.fill("#field-age", "35")
    walk.until("JSON.parse(localStorage['backrub.draft']).age === '35'")
    assert first in page.evaluate(answered)
    other.go_back()
    other.wait_for_selector("#field-age, .answers")
    assert other.evaluate("JSON.parse(localStorage['backrub.draft']).age") == "35"


@on_every_device
def test_a_piece_kept_in_one_tab_is_kept_in_the_other(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    walk.plan()
    other = walk.context.new_page()
    other.goto(f"{walk.address}/plan")
    other.wait_for_selector(".ready-room")
    for page, number in ((other, 3), (walk.page, 4)):
        page.click(f"li:nth-child({number}) [aria-expanded=false]")
        page.click(f"li:nth-child({number}) button:has-text('Lock')")
    for page in (other, walk.page):
        page.wait_for_function("document.querySelectorAll('main li strong em').length === 2")
