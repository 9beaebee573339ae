"""Learning: the course and its ticks, a stroke's own page, practice against its tempo, claims, a rhythm."""

from collections.abc import Callable

from playwright.sync_api import Page


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
    page.go_back()
    page.wait_for_selector("h1:has-text('Learn the strokes')")


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


def test_without_the_server_the_rhythm_says_so_and_keeps_the_choice(new_walk: Callable, own_server) -> None:
    walk = new_walk(address=own_server.address)
    walk.open("/rhythm")
    walk.page.wait_for_selector("h1")
    own_server.kill()
    walk.page.check("text=Friday")
    walk.page.click("text=Make the calendar file")
    walk.page.wait_for_selector("text=What you chose is kept.")
    assert walk.page.evaluate("JSON.parse(localStorage.getItem('backrub.rhythm')).days").count("fri") == 1
