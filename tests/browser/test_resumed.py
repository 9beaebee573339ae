"""Questions that were left and are gone on with, and looked over as a whole."""

from collections.abc import Callable

from browser.asked import go, none, start
from browser.seeing import LAPTOP


def test_questions_that_were_left_are_gone_on_with_from_the_first_page(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    start(walk)
    for _ in range(3):
        none(walk)
    left_at = walk.step()
    page.close()
    # The browser was closed; another day's page opens on the beginning.
    walk.page = page = walk.context.new_page()
    walk.open("/")
    page.click("text=Go on with the questions for Alex")
    page.wait_for_selector(".asking h1")
    assert walk.step() == left_at


def test_the_answers_can_be_looked_over_and_each_is_found_again(new_walk: Callable) -> None:
    walk = new_walk(**LAPTOP)
    page = walk.page
    walk.fill(answers={"anticoagulants": "unsure"})
    page.click("summary:has-text('Look over the answers')")
    rows = page.locator("details[open] li button")
    told = rows.all_inner_texts()
    assert told[0].startswith("Alex")
    assert any("None of these" in each for each in told)
    assert any("Blood thinners" in each for each in told)
    rows.first.click()
    page.wait_for_selector("#field-age")
    page.fill("#field-age", "36")
    go(walk)
    # What was said stays said: nothing before the last question is open.
    assert walk.step() == "kit"
