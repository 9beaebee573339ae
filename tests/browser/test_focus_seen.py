"""Where the focus is, it is seen: nothing that stays while a page scrolls lies over it (WCAG 2.2, 2.4.11)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.seeing import open_plan
from playing import opened

COVERED = """() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const isOver = (each) => /fixed|sticky/.test(getComputedStyle(each).position) && !each.contains(at)
  const box = at.getBoundingClientRect()
  const lids = [...document.querySelectorAll('body *')].filter(isOver)
  const over = lids.filter((each) => {
    if (!each.checkVisibility()) return false
    const lid = each.getBoundingClientRect()
    const wide = Math.min(box.right, lid.right) - Math.max(box.left, lid.left)
    const high = Math.min(box.bottom, lid.bottom, innerHeight) - Math.max(box.top, lid.top, 0)
    return wide > 0 && high > box.height / 2
  })
  const isAway = box.bottom <= 0 || box.top >= innerHeight
  window.passed = [...(window.passed ?? []), at]
  return {
    is_done: window.passed.indexOf(at) < window.passed.length - 1,
    wrong: isAway || over.length ? [at, ...over].map((each) => each.outerHTML.slice(0, 90)).join() : '',
  }
}"""
"""What has the focus: whether it had it before, and what lies over most of it."""


def walked_over(page: Page, key: str) -> tuple[int, list[str]]:
    """Press Tab until the focus comes round; return how many things had it, and those that were covered."""
    wrong: list[str] = []
    for number in range(300):
        page.keyboard.press(key)
        seen = page.evaluate(COVERED)
        if seen and seen["is_done"]:
            return number, wrong
        wrong += [seen["wrong"]] if seen and seen["wrong"] else []
    raise AssertionError("Tab never came round.")


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_no_bar_lies_over_the_focus(new_walk: Callable, key: str) -> None:
    walk = new_walk(height=600)
    page = open_plan(walk)
    page.click("text=Keep it for another evening")
    page.locator("ol button.row").nth(2).click()
    page.wait_for_selector(".edits")
    number, wrong = walked_over(page, key)
    assert (wrong, number > 30) == ([], True)
    opened(walk)
    number, wrong = walked_over(page, key)
    assert (wrong, number > 2) == ([], True)
