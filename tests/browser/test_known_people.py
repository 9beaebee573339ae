"""People whom this device knows: asked only what can have changed, and forgotten when asked."""

from collections.abc import Callable

from browser.asked import answer, draft, go, none, until_step


def test_somebody_known_is_asked_only_what_can_have_changed(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.plan(remember=True, giver_name="Sam", answers={"scoliosis-known": "yes"})
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem('backrub.profiles'))
          kept.receivers[0].on = '2026-11-12'
          localStorage.setItem('backrub.profiles', JSON.stringify(kept))
        }"""
    )
    walk.open("/")
    page.click("text=Again with Alex")
    page.wait_for_selector(".asking h1")
    asked = []
    while walk.step() != "kit":
        asked.append(walk.step())
        if walk.step() == "changed":
            assert "12 November" in page.locator("h1").inner_text()
            assert "curved spine" in page.locator("main").inner_text()
        none(walk)
    assert asked[:4] == ["pain", "section-right-now", "section-warning-signs", "changed"]
    # Who gives, and how their hands are tonight, is asked with what was said last time.
    assert asked[4:] == ["giver", "map", "kind", "level", "how"]
    assert draft(walk)["answers"]["scoliosis-known"] == "yes"
    assert draft(walk)["giver_name"] == "Sam"
    go(walk)
    page.wait_for_selector(".ready-room", timeout=60_000)


def test_with_pain_somebody_known_is_asked_the_urgent_signs_one_by_one(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.plan(remember=True)
    walk.open("/")
    page.click("text=Again with Alex")
    page.wait_for_selector(".asking h1")
    answer(walk, ".answers button:has-text('for long')")
    go(walk)
    none(walk)
    assert walk.step() == "question-cauda-equina-signs"
    until_step(walk, "changed")
    page.check("input[value=skin]")
    answer(walk, "text=Ask about this one")
    assert walk.step() == "question-broken-skin"


def test_this_device_forgets_when_asked_twice(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.plan(remember=True)
    walk.open("/settings")
    page.click("text=Forget what this device keeps")
    page.click("text=Yes, forget it all")
    page.wait_for_selector("text=has forgotten")
    # What this device can't forget is said, with the command that can, and where it has its id from.
    told = page.locator("section[aria-labelledby=kept]").inner_text()
    assert told.index("“backrub journal export --with-people”") < told.index("“backrub journal forget”")
    assert (
        page.evaluate("Object.keys(localStorage).filter((each) => /draft|profiles|evening/.test(each))") == []
    )
    walk.open("/")
    page.wait_for_selector("button.begin")
    assert page.locator("text=Again with").count() == 0
