"""Learning: the course and its ticks, a stroke's own page, practice against its tempo, claims, a rhythm."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, Route

from browser.seeing import hard_to_press


def ticks(page: Page) -> int:
    page.wait_for_selector(".course a")
    return page.locator(".course svg.done").count()


def test_the_eight_stand_in_order_and_every_stroke_has_its_page(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/learn")
    assert ticks(page) == 0
    techniques = server.ask("/api/catalog")["techniques"]
    eight = [f"/learn/{each['id']}" for each in techniques if each["article"]]
    assert [each.get_attribute("href") for each in page.locator(".course a").all()] == eight
    listed = {each.get_attribute("href") for each in page.locator("main a").all()}
    assert {f"/learn/{each['id']}" for each in techniques} <= listed
    page.click(f".course a[href='{eight[3]}']")
    page.wait_for_selector("h1:has-text('Thumb stripping')")
    text = page.inner_text("main")
    shown = next(each for each in techniques if each["id"] == "thumb-stripping")
    for key in ("purpose", "feel", "mistake"):
        assert shown[key] in text
    assert "Back of the neck" in text.split("\nNever\n")[1]
    assert page.locator(".levels li").count() == len(shown["force_n"])
    page.click("text=Where this comes from")
    assert shown["sources"][0] in page.inner_text("details")
    # What it does to a body is never promised; how sure anybody is stands one tap away.
    page.click("a:has-text('What massage can do')")
    page.wait_for_selector("section .grade")
    page.go_back()
    page.wait_for_selector("h1:has-text('Thumb stripping')")
    page.go_back()
    page.wait_for_selector("h1:has-text('Learn the strokes')")


def test_a_link_shows_at_once_that_it_was_pressed(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/learn")
    held: list[Route] = []
    page.route("**/assets/TechniquePage*.js", lambda route: held.append(route))
    page.click(".course a >> nth=0")
    page.wait_for_selector(".course a.going")
    assert page.locator("a.going").count() == 1
    walk.until("location.pathname.startsWith('/learn/')")
    for _ in range(100):  # a busy machine asks for it a little later
        if held:
            break
        page.wait_for_timeout(50)
    held[0].continue_()
    page.wait_for_selector("text=What it is for")
    # Somewhere else by the browser's own way, and back: nothing looks pressed.
    page.go_back()
    page.wait_for_selector(".course a")
    assert page.locator("a.going").count() == 0


def test_a_practice_runs_in_its_own_time_pauses_and_leaves_a_tick(new_walk: Callable) -> None:
    walk = new_walk(reduced_motion="no-preference")
    page = walk.page
    page.clock.install()
    walk.open("/practise/whole-hand-effleurage")
    page.wait_for_selector("text=Start")
    # In the dark, whatever the hour.
    assert page.evaluate("document.documentElement.dataset.theme") == "evening"
    page.check("input[type=checkbox]")
    page.click("text=Start")
    page.wait_for_selector(".stage .hand:not([data-level='0'])")
    page.clock.fast_forward(3000)
    walk.until("/^\\d+ of \\d+$/.test(document.querySelector('.count')?.textContent ?? '')")
    assert hard_to_press(page, 72, "main") == []
    cue = page.inner_text(".big")
    assert cue.strip()
    page.keyboard.press("Space")
    page.wait_for_selector("text=Paused")
    page.clock.fast_forward(400_000)
    assert page.locator("text=Paused").count() == 1
    page.click("text=Go on")
    page.clock.fast_forward(301_000)
    page.wait_for_selector("text=That’s it for today.")
    page.click("text=All strokes")
    assert ticks(page) == 1
    page.reload()
    assert ticks(page) == 1


def test_a_reload_in_practice_keeps_its_place(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    page.clock.install()
    walk.open("/practise/whole-hand-effleurage")
    page.check("input[type=checkbox]")
    page.click("text=Start")
    page.wait_for_selector("button.whole")
    page.clock.fast_forward(90_000)
    left = "Number(document.querySelector('.gone').getAttribute('stroke-dasharray').split(' ')[0])"
    walk.until(f"{left} < 0.71")
    # It stands still where it was: nobody's hands are moved by a page that was loaded anew.
    page.reload()
    page.wait_for_selector("text=Paused")
    assert 0.68 < page.evaluate(left) < 0.71
    assert page.locator("[aria-pressed=true]").inner_text() == "Without the count"
    page.clock.fast_forward(60_000)
    page.reload()
    page.wait_for_selector("text=Paused")
    assert 0.68 < page.evaluate(left) < 0.71
    page.click("text=Go on")
    page.wait_for_selector("button.whole")
    page.clock.fast_forward(100_000)
    walk.until(f"{left} < 0.4")
    page.clock.fast_forward(115_000)
    page.wait_for_selector("text=That’s it for today.")
    page.reload()
    page.wait_for_selector("text=That’s it for today.")
    # Done again, it begins from the beginning; a reload before the start, or without its strokes, too.
    page.click("text=Do it again")
    walk.until("document.activeElement.textContent.startsWith('Practising ')")
    page.reload()
    page.click("text=Start")
    page.wait_for_selector("button.whole")
    assert page.evaluate(left) > 0.98
    page.route("**/api/practise", lambda route: route.abort())
    page.reload()
    page.wait_for_selector("text=Backrub is not answering.")
    assert page.locator("text=Paused").count() == 0


def test_leaving_early_is_allowed_and_ticks_nothing(new_walk: Callable) -> None:
    walk = new_walk()
    walk.open("/practise/whole-hand-effleurage")
    walk.page.click("text=Start")
    walk.page.wait_for_selector("button.whole")
    walk.page.click("button.whole")
    walk.page.click("text=End the practice")
    walk.page.wait_for_selector("h1:has-text('Long strokes')")
    walk.open("/learn")
    assert ticks(walk.page) == 0


def test_the_body_stands_still_until_it_is_asked_to_move(new_walk: Callable) -> None:
    walk = new_walk(reduced_motion="no-preference")
    walk.open("/learn/whole-hand-effleurage")
    walk.page.wait_for_selector("text=Show the movement")
    where = "document.querySelector('.loop .hand').transform.baseVal[0].matrix.f"
    before = walk.page.evaluate(where)
    walk.page.wait_for_timeout(400)
    assert walk.page.evaluate(where) == before
    walk.page.click("text=Show the movement")
    walk.until(f"{where} !== {json.dumps(before)}")


def test_claims_show_a_grade_in_words_and_their_papers_one_tap_away(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/claims")
    page.wait_for_selector("text=Takes stress away")
    claims = server.ask("/api/catalog")["claims"]
    items = page.locator("section > ul > li")
    assert items.count() == len(claims)
    words = {"supported": "Supported", "mixed": "Mixed", "unsupported": "Not shown"}
    for claim in claims:
        item = items.filter(has=page.get_by_role("heading", name=claim["title"], exact=True))
        assert item.locator(".grade").inner_text().startswith(words[claim["grade"]])
        assert claim["we_can_say"] in item.inner_text()
        item.locator("summary").click()
        assert claim["sources"][0]["paper"] in item.locator("details").inner_text()


def test_a_rhythm_becomes_a_calendar_file_and_is_kept(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/rhythm")
    page.uncheck("text=Wednesday")
    page.uncheck("text=Sunday")
    page.wait_for_selector("text=Choose at least one day.")
    assert page.locator("button[type=submit]").is_disabled()
    page.check("text=Friday")
    with page.expect_download() as download:
        page.click("text=Make the calendar file")
    assert download.value.suggested_filename == "backrub.ics"
    text = download.value.path().read_text()
    assert "BEGIN:VEVENT" in text
    assert "BYDAY=FR" in text
    assert "BEGIN:VALARM" in text
    page.reload()
    assert page.locator("label:has-text('Friday') input").is_checked()
    assert not page.locator("label:has-text('Sunday') input").is_checked()


def test_without_the_server_the_rhythm_says_so_and_keeps_the_choice(new_walk: Callable, own_server) -> None:
    walk = new_walk(address=own_server.address)
    walk.open("/rhythm")
    walk.page.wait_for_selector("h1")
    own_server.kill()
    walk.page.check("text=Friday")
    walk.page.click("text=Make the calendar file")
    walk.page.wait_for_selector("text=What you chose is kept.")
    assert walk.page.evaluate("JSON.parse(localStorage.getItem('backrub.rhythm')).days").count("fri") == 1
