"""The map of the back: what people mark on it, by touch, mouse, keys and list."""

from collections.abc import Callable


def test_the_receivers_right_is_on_the_right(new_walk: Callable) -> None:
    walk = new_walk()
    walk.fill()
    walk.ask_step("map")
    box = {
        side: walk.page.locator(f".zone[aria-label^='Lower back, {side}']").bounding_box()["x"]
        for side in ("left", "right")
    }
    assert box["left"] < box["right"]
