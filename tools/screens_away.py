"""The pictures of pages whose server is slow, away, or gone in the middle of a massage."""

from collections.abc import Callable

from playwright.sync_api import Route

from camera import BARE, Camera

API = "**/api/**"
LATE_MS = 700
"""After 400 ms a page says that it waits."""


def take_away(camera: Camera) -> None:
    page = camera.page
    camera.begin(**BARE)
    page.click(".ready .main")
    camera.skip_to(".hand:not([data-level='0']) >> nth=1")
    camera.settle()
    page.context.set_offline(True)
    page.wait_for_selector("text=On its own")
    page.wait_for_timeout(1500)
    camera.shoot("alone", has_two_themes=False)
    page.keyboard.press("Space")
    page.wait_for_selector(".pause >> text=Paused")
    camera.shoot("alone-pause", has_two_themes=False)
    session = page.url.rsplit("/", 1)[1]
    page.context.set_offline(False)
    camera.settle()
    camera.open("/settings")
    page.evaluate("localStorage.clear()")
    camera.open("/settings")
    held: list[Route] = []
    for path, name, has_two_themes in (
        ("/history", "waiting", True),
        (f"/play/{session}", "waiting-play", False),
    ):
        with_api(camera, lambda route: held.append(route))
        page.goto(camera.address + path)
        page.wait_for_selector("h1", state="attached")
        page.wait_for_timeout(LATE_MS)
        camera.shoot(name, has_two_themes=has_two_themes)
    with_api(camera, lambda route: route.abort())
    for path, name, has_two_themes in (
        ("/", "away", True),
        ("/plan", "away-plan", True),
        ("/history", "away-history", True),
        (f"/play/{session}", "away-play", False),
    ):
        page.goto(camera.address + path)
        page.wait_for_selector("h1")
        page.wait_for_timeout(LATE_MS)
        camera.shoot(name, has_two_themes=has_two_themes)


def with_api(camera: Camera, answer: Callable[[Route], object]) -> None:
    """Let the pages come, and whatever they ask of the server be answered like this."""
    camera.page.unroute(API)
    camera.page.route(API, answer)
