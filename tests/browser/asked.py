"""How the walks answer questions, one at a time."""

import json

from playwright.sync_api import Page

from browser.conftest import Walk


def start(walk: Walk, **measures: str) -> None:
    """Begin anew, and say who lies down."""
    walk.open("/")
    walk.page.click("button.begin")
    walk.page.wait_for_selector("#field-age")
    for name, text in {"name": "Alex", "age": "34", "height_cm": "168", "mass_kg": "64", **measures}.items():
        walk.page.fill(f"#field-{name}", text)
    go(walk)


def go(walk: Walk) -> None:
    """Press the main button, and wait for what comes next."""
    answer(walk, ".go")


def answer(walk: Walk, selector: str) -> None:
    before = walk.page.evaluate(PLACE)
    walk.page.click(selector)
    walk.until(f"{PLACE} !== {json.dumps(before)}")


PLACE = "JSON.stringify([history.state, location.pathname])"


def comes_back(walk: Walk, ready: str, *ways: str) -> None:
    """Reload a page, and go back and forward: it is the same page, with the same question."""
    page = walk.page
    page.wait_for_selector(ready)
    place, heading = page.evaluate(PLACE), page.inner_text("h1")
    for way in ways or ("reload", "back"):
        if way == "reload":
            page.reload()
        else:
            page.go_back()
            walk.until(f"{PLACE} !== {json.dumps(place)}")
            page.go_forward()
        page.wait_for_selector(ready)
        walk.until(f"{PLACE} === {json.dumps(place)}")
        walk.until(f"document.querySelector('h1').innerText === {json.dumps(heading)}")


def none(walk: Walk) -> None:
    """Answer no, also to what follows an answer that counts; what is left open there counts as not sure."""
    for each in walk.page.locator(".asking .choice input[value=false]").all():
        each.check()
    answer(walk, ".answers button:first-child")


def until_step(walk: Walk, step: str) -> None:
    """Answer no until a question is reached."""
    for _ in range(60):
        if walk.step() == step:
            return
        none(walk)
    raise AssertionError(f"{step} was never asked; now it is {walk.step()}")


def some_of(walk: Walk, section: str, condition: str, said: str) -> None:
    """Go to a section, and answer one of its questions."""
    until_step(walk, f"section-{section}")
    answer(walk, ".answers button:nth-child(2)")
    until_step(walk, f"question-{condition}")
    answer(walk, f".answers button:has-text('{said}')")


def begun_with(walk: Walk, section: str, condition: str, said: str) -> Page:
    """Begin anew with a back that does not hurt, and answer one question of a section; returns the page."""
    start(walk)
    none(walk)
    some_of(walk, section, condition, said)
    return walk.page


def draft(walk: Walk) -> dict:
    return json.loads(walk.page.evaluate("localStorage.getItem('backrub.draft')"))
