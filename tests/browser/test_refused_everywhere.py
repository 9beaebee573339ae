"""No massage tonight, on every kind of screen: nothing cut or too small, the same after Back and a reload."""

from collections.abc import Callable
from typing import Any

from browser.asked import comes_back
from browser.seeing import findings, hard_to_press, on_every_device, overflowing

REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "urgent, now": ({"back_pain": "new", "answers": {"cauda-equina-signs": "yes"}}, "Call now. Don’t wait."),
    "urgent, today": ({"answers": {"major-trauma": "yes"}}, "Please see a doctor today"),
    "a doctor first": ({"answers": {"cancer": "yes"}}, "This week is soon enough"),
    "not today": ({"answers": {"no-consent": "yes"}}, "Not today. Another day is fine."),
    "a child": ({"age": "11"}, "This guide is not made for children under 12."),
}
ALSO: dict[str, tuple[dict[str, Any], str]] = {
    "no parent there": ({"age": "14"}, "a parent or guardian needs to be there"),
    "young, with pain": ({"age": "17", "back_pain": "known"}, "Under 20, back pain should be looked at."),
    "older, with pain": ({"age": "60", "back_pain": "known"}, "Over 55, back pain should be looked at."),
    "pain that grows": ({"back_pain": "worsening"}, "Back pain that grows should be looked at."),
    "no yes opens the way": (
        {"answers": {"pregnancy-complication": "yes"}, "details": {"pregnancy_signs": "no"}},
        "Please leave touch to your maternity team for now.",
    ),
    "several signs": (
        {"back_pain": "known", "answers": {"weight-loss": "yes", "night-pain": "yes"}},
        "Several small signs came together: losing weight, pain at night.",
    ),
}
"""The same pages for other reasons."""
CLEARABLE = ("a doctor first", "young, with pain", "older, with pain", "pain that grows", "several signs")
"""Where a doctor's yes opens the way again, and is promised to."""
NO_HANDS = ("urgent, today", "not today", "no yes opens the way")
"""Where nothing that is kind instead may be a touch."""


@on_every_device
def test_every_refusal_stands_well_on_every_screen(new_walk: Callable, axe: str, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    for name, (answers, says) in {**REFUSED, **ALSO}.items():
        walk.fill(**answers)
        page.click(".go")
        page.wait_for_url("**/answer")
        page.wait_for_selector(f"text={says}")
        assert page.locator("text=It counts for 90 days.").count() == (name in CLEARABLE), name
        instead = page.locator(".instead").all_inner_texts()
        assert not (instead and name in NO_HANDS and "hands" in instead[0]), name
        assert overflowing(page) == [], name
        assert hard_to_press(page, 48, "main") == [], name
        assert name in ALSO or findings(page, axe) == [], name
        comes_back(walk, ".answer h1")
        page.click("text=Back to the answers")
        page.wait_for_selector(".asking h1")
