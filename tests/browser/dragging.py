"""How a row of the plan is dragged by its handle, with the mouse and with a finger."""

from playwright.sync_api import Page


def way_of(page: Page, number: int, before: int) -> tuple[float, float, float]:
    """Return where a row's handle is, and how high it has to be dragged to stand before another row [px]."""
    rows = page.locator("ol > li:has(button.row)")
    grip = rows.nth(number).locator(".grip")
    rows.nth((number + before) // 2).evaluate(
        "(row) => row.scrollIntoView({ block: 'center', behavior: 'instant' })"
    )
    box, to = grip.bounding_box(), rows.nth(before).bounding_box()
    assert box
    assert to
    return box["x"] + 24, box["y"] + 24, to["y"] + 4


def drag(page: Page, number: int, before: int) -> None:
    """Drag a row to stand before another one, with the mouse."""
    x, y, end = way_of(page, number, before)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, (y + end) / 2)
    page.mouse.move(x, end)
    page.wait_for_selector("ol li.before")
    page.mouse.up()


def drag_by_finger(page: Page, number: int, before: int) -> None:
    """Drag a row to stand before another one, by touch."""
    x, y, end = way_of(page, number, before)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, points: list[dict[str, float]]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [{"x": x, "y": y}])
    for share in (0.3, 0.7, 1):
        touch("touchMove", [{"x": x, "y": y + (end - y) * share}])
    page.wait_for_selector("ol li.before")
    touch("touchEnd", [])
