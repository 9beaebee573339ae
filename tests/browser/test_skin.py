"""What the plan does to the skin: asked for, drawn, told in words and in a table."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from browser.seeing import SLOW_MS, findings, kept_plan, open_plan, overflowing, small

pytestmark = pytest.mark.xdist_group("skin")  # one worker: the beginning is dear
COMPILED_MS = 300_000
"""The first check of a machine compiles its loops."""


def opened(page: Page) -> Page:
    page.click(".skin > summary")
    page.wait_for_selector(".skin .verdict", timeout=COMPILED_MS)
    return page


@pytest.mark.parametrize(("width", "height", "theme"), [(390, 844, "day"), (1280, 800, "evening")])
def test_it_is_drawn_and_told_when_asked_for(
    new_walk: Callable, axe: str, width: int, height: int, theme: str
) -> None:
    walk = new_walk(width=width, height=height)
    page = open_plan(walk, theme=theme)
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/api/check" in sent.url else None)
    page.wait_for_timeout(300)
    assert asked == []
    opened(page)
    assert len(asked) == 1
    assert asked[0].endswith("/api/check"), "nothing of anybody stands in an address"
    figure = page.locator(".skin figure svg[role=img]")
    assert "over time" in str(figure.get_attribute("aria-label"))
    assert figure.locator("path[class^=dose-]").count() >= 6
    assert figure.bounding_box()["height"] > 300
    # What the picture shows is also a table: every place, both sides, in per cent.
    rows = page.locator(".skin tbody tr")
    assert rows.count() >= 8
    cells = rows.locator("td").all_inner_texts()
    assert all(each.endswith("%") for each in cells)
    assert any(int(each.split()[0]) > 50 for each in cells)
    assert "Spine" not in rows.locator("th").all_inner_texts()
    # The legend is in words; its numbers, in a unit that nobody feels, are one tap away.
    legend = page.locator(".skin figcaption")
    assert legend.inner_text().split("\n")[0] == "hardly any"
    assert "Each colour is twice the last." in legend.inner_text()
    assert "kPa" not in page.locator("details.skin").inner_text()
    page.click("text=How this was worked out")
    assert "kPa\xa0s" in legend.inner_text()
    assert "model" in page.locator(".skin .model").first.inner_text()
    assert overflowing(page) == []
    assert findings(page, axe) == []
    assert small(page, 48, ".skin") == []


def test_each_technique_has_its_own_picture(new_walk: Callable) -> None:
    page = opened(open_plan(new_walk()))
    figure = page.locator(".skin figure svg[role=img]")

    def drawn() -> str:
        return str(
            figure.locator("path[class^=dose-]").evaluate_all("all => all.map(e => e.getAttribute('d'))")
        )

    whole = drawn()
    choices = page.locator(".skin .map label")
    assert choices.count() >= 4
    choices.nth(2).click()
    assert drawn() != whole
    assert choices.nth(2).inner_text().split(",")[0] in str(figure.get_attribute("aria-label"))
    choices.nth(1).click()
    page.click("text=How this was worked out")
    assert page.locator(".skin .unit").inner_text().endswith("kPa.")


def test_it_speaks_german(new_walk: Callable) -> None:
    page = opened(open_plan(new_walk(locale="de-DE")))
    told = page.locator(".skin").first.inner_text()
    for said in ("Was es mit der Haut macht", "Modell", "Jede Hand für sich", "des Erlaubten", "ihre Linke"):
        assert said in told
    for english in ("limit", "Each colour", "hands", "hardly"):
        assert english not in told


def test_a_server_that_is_gone_is_told_and_asked_again(new_walk: Callable) -> None:
    page = open_plan(new_walk())
    page.route("**/api/check", lambda route: route.fulfill(status=500, json={}))
    page.click(".skin > summary")
    page.wait_for_selector(".skin button:has-text('Try again')", timeout=SLOW_MS)
    assert "not touched" in page.locator(".skin [role=status]").inner_text()

    def answer(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        assert set(body) == {"plan"}
        assert body["plan"] == kept_plan(page)
        route.continue_()

    page.unroute("**/api/check")
    page.route("**/api/check", answer)
    page.click(".skin button:has-text('Try again')")
    page.wait_for_selector(".skin .verdict", timeout=COMPILED_MS)


def test_what_does_not_hold_is_said_in_words(new_walk: Callable) -> None:
    page = open_plan(new_walk())

    def answer(route: Route) -> None:
        heard = route.fetch(timeout=COMPILED_MS)
        body = heard.json()
        for limit in body["report"]["limits"]:
            if limit["name"] == "peak-pressure":
                limit.update(worst=2 * limit["limit"], ok=False)
        route.fulfill(response=heard, json=body)

    page.route("**/api/check", answer)
    opened(page)
    assert "past its limit" in page.locator(".skin .verdict").inner_text()
    wrong = page.locator(".skin li.care").first
    assert "200 % of what is allowed" in wrong.inner_text()
