"""Where the system forces its own colours, bars, hatch and octagon stand out from what is behind them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.seeing import PAINTED, open_plan

LEAST = 3.0
"""Contrast of what has to be seen with what it lies on: WCAG 1.4.11."""

SEEN = """(selector) => {
  const rgb = (text) => {
    const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number)
    return /^rgb/.test(text) && a > 0.5 ? [r, g, b] : null
  }
  const light = (colour) => {
    const [r, g, b] = colour.map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [a, b] = [light(one), light(other)].sort((x, y) => y - x)
    return (a + 0.05) / (b + 0.05)
  }
  const ground = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const found = rgb(getComputedStyle(at).backgroundColor)
      if (found) return found
    }
    return null
  }
  return [...document.querySelectorAll(selector)].map((each) => {
    const { fill, stroke, strokeWidth } = getComputedStyle(each)
    const behind = ground(each.closest('svg'))
    const of = (colour) => (colour ? contrast(colour, behind) : 0)
    return {
      name: each.getAttribute('class') ?? each.tagName, ground: behind.join(' '),
      fill: of(rgb(fill)), stroke: parseFloat(strokeWidth) > 0 ? of(rgb(stroke)) : 0,
    }
  })
}"""
"""Contrast of the fill and of the outline of each shape with the ground behind its picture; 0 is no paint."""


def seen(page: Page, selector: str) -> list[dict[str, Any]]:
    page.evaluate(PAINTED)
    found: list[dict[str, Any]] = page.evaluate(SEEN, selector)
    assert found, selector
    return found


def forced(page: Page, scheme: str, theme: str) -> None:
    """Let the system's colours be light or dark, whatever the app's own theme is."""
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.locator("html").evaluate("(each, theme) => { each.dataset.theme = theme }", theme)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == ("rgb(0, 0, 0)" if scheme == "dark" else "rgb(255, 255, 255)")


SYSTEMS = pytest.mark.parametrize("scheme", ["light", "dark"])


@SYSTEMS
def test_pressure_bars_are_seen_and_full_ones_told_from_empty_ones(new_walk: Callable, scheme: str) -> None:
    page = open_plan(new_walk())
    for theme in ("day", "evening"):
        forced(page, scheme, theme)
        for bar in seen(page, ".bars rect"):
            if "empty" in bar["name"]:
                assert bar["stroke"] >= LEAST, bar
                assert bar["fill"] == 0, bar
            else:
                assert bar["fill"] >= LEAST, bar


@SYSTEMS
def test_the_octagon_of_a_stop_is_seen_and_so_is_its_cross(new_walk: Callable, scheme: str) -> None:
    walk = new_walk()
    page = walk.page
    walk.begin()
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    forced(page, scheme, "evening")
    (octagon,) = seen(page, ".stop polygon")
    (cross,) = seen(page, ".stop polygon + path")
    assert octagon["fill"] >= LEAST, octagon
    # The cross lies on the octagon, so it has the ground's own colour or one like it.
    assert octagon["fill"] / cross["stroke"] >= LEAST, (octagon, cross)


@SYSTEMS
def test_the_hatch_of_a_place_to_leave_alone_is_seen(new_walk: Callable, scheme: str) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(avoid=[{"across": -0.4, "along": 0.55, "radius_m": 0.03, "why": "tattoo"}])
    walk.ask_step("map")
    page.wait_for_selector(".marks .avoid")
    for theme in ("day", "evening"):
        forced(page, scheme, theme)
        for shape in seen(page, ".map svg pattern path, .map svg pattern line, .marks .avoid"):
            assert shape["stroke"] >= LEAST, shape
