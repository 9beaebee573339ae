"""What stands open to be read, page by page, by somebody who reads every word of it."""

import re

from playwright.sync_api import Page

OPEN = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const open = []
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode
    if (parentElement.closest('.unseen, option, .steps')) continue
    if (!parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    range.selectNodeContents(walker.currentNode)
    if (range.getBoundingClientRect().width > 1) open.push(data)
  }
  return [...open, ...[...document.querySelectorAll('select')].map((each) => each.selectedOptions[0].text)]
})()"""
"""Every text of a page, wherever it has to be scrolled to; not what comes when something is opened, nor the
rows of a plan: a list to look over, of which each stroke says itself when its time comes."""


class Reading:
    """The words that somebody reads on their way: what stood on the page before is not read again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words: dict[str, int] = {}
        self._before: set[str] = set()

    def read(self, name: str) -> None:
        """Read a page once, whole, with what comes to it a moment later."""
        found = None
        while found != (found := self.page.evaluate(OPEN)):
            self.page.wait_for_timeout(300)
        texts = [each.strip() for text in found for each in text.split(" · ")]
        new = [each for each in texts if each not in self._before]
        self.words[name] = self.words.get(name, 0) + sum(len(re.findall(r"\S*\w\S*", each)) for each in new)
        self._before = set(texts)
