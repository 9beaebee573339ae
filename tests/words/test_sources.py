"""Where facts come from is told in the page's language; the papers' own titles are English, and say so to a
screen reader."""

import re
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "frontend" / "src"
SHOWN = re.compile(
    r"<\w+(?P<more>[^<>]*)>\{(?P<is_said>said\()?(?:\w+\.)?source(?P<is_paper>\.paper)?\)?[ }]"
)


def shown():
    """Yield each source that a page shows: the page, whether looked up, whether a paper, its marks."""
    for page in sorted(PAGES.rglob("*.svelte")):
        for found in SHOWN.finditer(page.read_text(encoding="utf-8")):
            yield page.name, bool(found["is_said"]), bool(found["is_paper"]), found["more"]


def test_every_source_is_looked_up_in_the_pages_language():
    ours = [(page, is_said) for page, is_said, is_paper, _ in shown() if not is_paper]
    assert len(ours) >= 6
    assert [page for page, is_said in ours if not is_said] == []


def test_every_papers_title_says_that_it_is_english():
    papers = [(page, more) for page, _, is_paper, more in shown() if is_paper]
    assert papers
    assert [page for page, more in papers if 'lang="en"' not in more] == []
