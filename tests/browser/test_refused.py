"""Every way in which there is no massage tonight: what to do, and how an answer is put right."""

from collections.abc import Callable

from browser.asked import answer, begun_with, comes_back, draft, go, none, start, until_step
from browser.seeing import findings


def test_an_urgent_sign_leads_to_its_page_at_once(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    start(walk)
    answer(walk, ".answers button:has-text('it is new')")
    go(walk)
    until_step(walk, "question-cauda-equina-signs")
    answer(walk, ".answers button:has-text('Not sure')")
    page.wait_for_selector("text=Call now. Don’t wait.")
    assert page.locator("a.call").get_attribute("href") == "tel:112"
    assert "not sure" in page.locator(".script").inner_text()
    assert page.locator(".answer.red").count() == 1
    # Kind until help comes; the note for who comes then stands below all that is to be done, not in its way.
    assert "Don’t leave them alone." in page.locator("main").inner_text()
    assert "hold their hand if they like that" in page.locator("main").inner_text()
    tops = [page.locator(each).bounding_box()["y"] for each in ("a.call", ".script", ".reasons", ".note")]
    assert tops == sorted(tops)
    assert "light back massage" not in page.locator(".note").inner_text()
    comes_back(walk, ".answer h1")
    # The way back leads to the very question, with what was said; a no goes on.
    page.click("text=Change this answer")
    page.wait_for_selector(".asking h1")
    assert walk.step() == "question-cauda-equina-signs"
    assert page.locator(".answer[aria-pressed=true]").inner_text().startswith("Not sure")
    none(walk)
    assert walk.step().startswith("question-")


def test_urgent_today_says_whom_to_call_and_touches_nobody(new_walk: Callable) -> None:
    walk = new_walk()
    page = begun_with(walk, "bones-and-injuries", "major-trauma", "Yes")
    page.wait_for_selector("text=Please see a doctor today")
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("text=Print this note")
    assert page.evaluate("window.printed")
    assert "light back massage" not in page.locator(".note").inner_text()
    assert "Call your doctor" in page.locator("main").inner_text()
    assert "hands" not in page.locator(".instead").inner_text()
    # What is said to a doctor ends with what is to be said.
    script = page.locator(".script").inner_text()
    assert "In their own words: What hit you, when, and where it hurts." in script
    assert "If you can" not in script
    assert "If you can" in page.locator(".reasons").inner_text()
    page.evaluate("localStorage.setItem('backrub.language', 'de')")
    page.reload()
    page.wait_for_selector(".answer h1")
    assert "Was passiert ist, wann und wo es wehtut." in page.locator(".script").inner_text()
    assert "See a doctor" not in page.locator("main").inner_text()


def test_a_doctor_gets_a_note_and_the_day_of_their_yes_opens_the_way(new_walk: Callable, axe: str) -> None:
    walk = new_walk()
    page = begun_with(walk, "illness", "cancer", "Not sure")
    assert walk.step() == "more-cancer"
    go(walk)
    # Told at once, in words; the page itself comes when the questions are done.
    assert "No massage until a doctor has said yes." in page.locator(".told").inner_text()
    for _ in range(20):
        if page.url.endswith("/answer"):
            break
        none(walk)
    page.wait_for_selector("text=This week is soon enough")
    assert findings(page, axe) == []
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("text=Print the note for the doctor")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    note = page.locator(".note").inner_text()
    for told in ("Alex", "Cancer, now or in the past: not sure", "by a lay person", "Signature"):
        assert told in note
    assert page.locator("h1").is_hidden()
    assert page.locator(".script").is_hidden()
    for theme in ("day", "evening"):
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
        assert (
            page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            == "rgb(255, 255, 255)"
        )
        assert page.locator(".note").evaluate("(each) => getComputedStyle(each).color") == "rgb(0, 0, 0)"
    page.emulate_media(media="screen")
    page.click("text=Change this answer")
    page.wait_for_selector(".asking h1")
    assert walk.step() == "question-cancer"
    answer(walk, ".answers button:has-text('Yes')")
    page.wait_for_selector("text=Please ask a doctor")
    page.go_back()
    page.wait_for_selector(".asking h1")
    walk.ask_step("more-cancer")
    page.fill("#field-cleared-cancer", draft(walk)["on"])
    go(walk)
    assert walk.step() == "giver"
    assert "Cancer" in page.locator(".told").inner_text()


def test_not_today_is_calm_and_kind(new_walk: Callable) -> None:
    walk = new_walk()
    page = begun_with(walk, "right-now", "no-consent", "Yes")
    page.click("text=See what this means")
    page.wait_for_selector("text=Not today. Another day is fine.")
    assert page.locator(".red").count() == 0
    assert "Warm their hands" not in page.locator(".instead").inner_text()
    assert "Sit together" in page.locator(".instead").inner_text()


def test_under_sixteen_a_parent_stays_or_it_is_another_day(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    start(walk, age="14")
    assert walk.step() == "guardian"
    assert "no massage" not in page.locator(".told").inner_text().lower()
    # Not sure is no, and stays what was said.
    answer(walk, ".answers button:has-text('Not sure')")
    assert "So far: no massage tonight" in page.locator(".told").inner_text()
    walk.ask_step("guardian")
    assert page.locator(".answer[aria-pressed=true]").inner_text().startswith("Not sure")
    answer(walk, ".answers button:has-text('No')")
    assert "So far: no massage tonight" in page.locator(".told").inner_text()
    page.click("text=See what this means")
    page.wait_for_selector("text=Not today. Another day is fine.")
    assert "a parent or guardian needs to be there" in page.locator(".reasons").inner_text()
    assert page.locator(".answer.red").count() == 0
    comes_back(walk, ".answer h1")
    page.click("text=Change this answer")
    page.wait_for_selector(".asking h1")
    assert walk.step() == "guardian"
    assert page.locator(".answer[aria-pressed=true]").inner_text() == "No"
    answer(walk, ".answers button:has-text('Yes')")
    assert walk.step() == "pain"
    until_step(walk, "level")
    assert [page.locator(f"input[name=level][value='{each}']").is_enabled() for each in (2, 3)] == [
        True,
        False,
    ]
    # For a child no doctor's yes opens the way, and none is promised.
    walk.ask_step("person")
    page.fill("#field-age", "11")
    go(walk)
    page.wait_for_selector("h1:has-text('No massage with this guide under 12.')")
    words = page.locator("main").inner_text()
    assert "This guide is not made for children under 12." in words
    assert "It counts for 90 days" not in words
    # Nor is one asked for it: a call is about what is good for a child, and there is nothing to print.
    script = page.locator(".script").inner_text()
    assert "What kind of touch is good at this age?" in script
    assert "massage" not in script
    assert page.locator("button:has-text('Print')").count() == 0
    assert page.locator(".action").inner_text() == "To the beginning"
    page.evaluate("localStorage.setItem('backrub.language', 'de')")
    page.reload()
    page.wait_for_selector("h1:has-text('Unter 12 keine Massage mit dieser Anleitung.')")
    assert "Massage" not in page.locator(".script").inner_text()
    page.evaluate("localStorage.setItem('backrub.language', 'en')")
    page.reload()
    comes_back(walk, ".answer h1")
    page.click("text=Change this answer")
    page.wait_for_selector(".asking h1")
    assert walk.step() == "person"


def test_pain_at_some_ages_and_pain_that_grows_are_looked_at_first(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    start(walk, age="17")
    answer(walk, ".answers button:has-text('for long')")
    for _ in range(20):
        if page.url.endswith("/answer"):
            break
        none(walk)
    page.wait_for_selector("text=Under 20, back pain should be looked at.")
    assert "It counts for 90 days" in page.locator("main").inner_text()
    comes_back(walk, ".answer h1")
    page.click("text=Change this answer")
    page.wait_for_selector(".asking h1")
    assert walk.step() == "pain"
    walk.ask_step("person")
    page.fill("#field-age", "60")
    go(walk)
    page.wait_for_selector("text=Over 55, back pain should be looked at.")
    walk.ask_step("pain-more")
    page.fill("#field-cleared-back-pain", draft(walk)["on"])
    go(walk)
    assert walk.step() == "giver"
    walk.ask_step("pain")
    answer(walk, ".answers button:has-text('getting worse')")
    # With pain that grows these two are urgent: their no to a whole group counts no more.
    for sign in ("cancer", "aortic-aneurysm"):
        until_step(walk, f"question-{sign}")
        none(walk)
    page.wait_for_selector("text=Back pain that grows should be looked at.")
    assert "Their back hurts, and it is getting worse." in page.locator(".script").inner_text()
    # Not sure is read the careful way, and a doctor hears that nobody is sure.
    walk.ask_step("pain")
    answer(walk, ".answers button:has-text('Not sure')")
    page.wait_for_selector("text=Back pain that grows should be looked at.")
    assert "We are not sure whether their back hurts." in page.locator(".script").inner_text()


def test_what_an_answer_takes_off_the_back_is_drawn_beside_its_words(new_walk: Callable) -> None:
    walk = new_walk()
    page = begun_with(walk, "pregnancy", "pregnancy", "Yes")
    page.fill("input[inputmode=numeric]", "20")
    go(walk)
    # Level 1 on the low back, the hips and the base of the spine; nothing is left alone.
    page.wait_for_selector(".told .figure .narrowed")
    drawn = page.locator(".told .figure .narrowed")
    assert drawn.count() >= 4
    assert all("-lines)" in (drawn.nth(each).get_attribute("fill") or "") for each in range(drawn.count()))
    assert "light" in page.locator(".told").inner_text().lower()
