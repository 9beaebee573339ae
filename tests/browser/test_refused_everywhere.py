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


@on_every_device
def test_every_refusal_stands_well_on_every_screen(new_walk: Callable, axe: str, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    for name, (answers, says) in REFUSED.items():
        walk.fill(**answers)
        page.click(".go")
        page.wait_for_url("**/answer")
        page.wait_for_selector(f"text={says}")
        assert overflowing(page) == [], name
        assert hard_to_press(page, 48, "main") == [], name
        assert findings(page, axe) == [], name
        comes_back(walk, ".answer h1")
        page.click("text=Back to the answers")
        page.wait_for_selector(".asking h1")
