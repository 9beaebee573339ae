"""Play is dark: how much light the screen gives, how warm it is, and that it neither flashes nor jumps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser.light import Light, filmed, light_of, most_flashes, most_moved
from browser.seeing import OBSERVE, looked
from browser.states import SHOWN, apart, put

SCREENS = [(390, 844), (844, 390), (1280, 800), (820, 1180)]
HANDS = ".hand:not([data-level='0'])"
FILMED_MS = 6_000
TOLD = """() => {
  window.told_s = []
  const words = document.querySelector('.running .words')
  new MutationObserver(() => told_s.push(Date.now() / 1000))
    .observe(words, { subtree: true, childList: true, characterData: true })
}"""
"""Write down when the words change. [s]"""


def test_play_is_dark_and_calm_while_hands_move(new_walk: Callable) -> None:
    walk = new_walk(reduced_motion="no-preference")
    page = walk.page
    too_bright: dict[str, tuple[float, float]] = {}

    def look(state: str) -> None:
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(300)
            light = light_of(page.screenshot())
            if light.luminance > 0.12 or light.melanopic > 0.08:
                too_bright[f"{state}, {width} x {height}"] = (light.luminance, light.melanopic)
        page.set_viewport_size({"width": SCREENS[0][0], "height": SCREENS[0][1]})

    page.add_init_script(OBSERVE)
    walk.begin()
    walk.press_on_to(HANDS)
    page.wait_for_timeout(1500)
    assert page.locator(HANDS).count() > 0
    look("strokes")
    page.wait_for_timeout(500)
    looked(page)
    page.evaluate(TOLD)
    strokes = film(page, lambda: page.wait_for_timeout(FILMED_MS))
    assert looked(page)["moved"] == []
    assert most_moved(strokes, page.evaluate("told_s")) < 0.1
    assert most_flashes(strokes) <= 3

    def press() -> None:
        for key in ("s", "g", "ArrowRight", "Space", "Space"):
            page.keyboard.press(key)
            page.wait_for_timeout(500)

    assert most_flashes(film(page, press)) <= 3
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    look("pause")
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    look("stop")
    assert too_bright == {}


@pytest.mark.parametrize("screens", [SCREENS[::2], pytest.param(SCREENS[1::2], marks=pytest.mark.prove)])
def test_every_state_of_a_massage_and_practice_keep_to_the_light(
    new_walk: Callable, screens: list[tuple[int, int]]
) -> None:
    walk = new_walk()
    page = walk.page
    apart(walk)
    too_bright: dict[str, tuple[float, float]] = {}

    def look(state: str) -> None:
        page.wait_for_timeout(150)
        light = light_of(page.screenshot())
        if light.luminance > 0.12 or light.melanopic > 0.08:
            too_bright[state] = (round(light.luminance, 3), round(light.melanopic, 3))

    for width, height in screens:
        page.set_viewport_size({"width": width, "height": height})
        for state in SHOWN:
            put(page, state)
            look(f"{state}, {width} x {height}")
    walk.open("/practise/whole-hand-effleurage")
    page.wait_for_selector("text=Start")
    look("before practice")
    page.click("text=Start")
    page.wait_for_selector(".stage .hand")
    look("practice")
    assert too_bright == {}


def film(page: Page, play: Callable[[], None]) -> list[Light]:
    """Film what a page shows meanwhile, and read the light of it."""
    with filmed(page) as frames:
        play()
    assert len(frames) > 20, "too few frames to see a flash"
    return [light_of(*frame) for frame in frames]


def test_a_flash_is_seen_and_a_slow_breath_is_none() -> None:
    def lights(rate: float, share: float) -> list[Light]:
        return [
            Light(at_s=i / 20, luminance=0.05, melanopic=0.0, squares=[0.1 + share * (i * rate // 20 % 2)])
            for i in range(60)
        ]

    # Twelve changes a second are six flashes; a change of less than a tenth is none.
    assert most_flashes(lights(12, 0.3)) in (6, 7)
    assert most_flashes(lights(12, 0.09)) == 0
    assert most_flashes(lights(2, 0.3)) == 1
