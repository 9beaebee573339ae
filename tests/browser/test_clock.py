"""A clock that is set, a lid that closes, a page that is loaded anew: the same stroke is found again."""

from collections.abc import Callable

from playing import begun

SET = """
window.shift = 0
const now = Date.now.bind(Date)
Date.now = () => now() + window.shift
"""


LIGHT = """
window.asked_for_light = 0
Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
  window.asked_for_light += 1
  const lock = new EventTarget()
  lock.released = false
  lock.release = async () => { lock.released = true; lock.dispatchEvent(new Event('release')) }
  window.take_light = lock.release
  return lock
} } })
"""


def apart(walk, server, session: str) -> float:
    """Return how far the page is from the server. [s]"""
    there_s = float(server.ask(f"/api/sessions/{session}")["state"]["score_s"])
    return abs(there_s - walk.at_s())


def comes_back(walk, server, session: str) -> None:
    """Wait until the page is where the server is."""
    for _ in range(20):
        walk.page.wait_for_timeout(200)
        if apart(walk, server, session) < 1:
            return
    raise AssertionError("The page never came back to the stroke that is due.")


def test_a_clock_set_in_mid_stroke_moves_no_hand_for_long(new_walk: Callable, server) -> None:
    walk = new_walk(reduced_motion="no-preference")
    walk.page.add_init_script(SET)
    session = begun(walk)["id"]
    walk.synced()
    for hours in (-2, 3):
        walk.page.evaluate(f"window.shift = {hours} * 3600e3")
        walk.page.wait_for_timeout(2500)
        assert apart(walk, server, session) < 1.5, hours
        assert walk.page.locator(".running").count() == 1


def test_a_clock_set_back_without_a_network_goes_on_from_where_it_is(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.add_init_script(SET)
    begun(walk)
    walk.synced()
    walk.context.set_offline(True)
    before_s = walk.at_s()
    walk.page.evaluate("window.shift = -3600e3")
    walk.page.wait_for_timeout(2000)
    assert 1 < walk.at_s() - before_s < 6


def test_a_closed_lid_comes_back_at_the_stroke_that_is_due(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    walk.page.clock.install()
    session = begun(walk)["id"]
    walk.synced()
    # The lid: the page stands still, time goes on for everybody else. Then the browser wakes it.
    later_server.pass_time(240)
    walk.page.evaluate("document.dispatchEvent(new Event('resume'))")
    comes_back(walk, later_server, session)
    assert walk.at_s() > 200


SEEN = """(state) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => state === 'hidden' })
  document.dispatchEvent(new Event('visibilitychange'))
}"""


def test_a_call_that_comes_in_takes_the_page_and_gives_it_back_at_the_stroke_that_is_due(
    new_walk: Callable, later_server
) -> None:
    walk = new_walk(address=later_server.address)
    walk.page.add_init_script(LIGHT)
    walk.page.clock.install()
    session = begun(walk)["id"]
    walk.synced()
    asked = walk.page.evaluate("window.asked_for_light")
    # The call covers the page: the browser hides it and takes its light; the massage goes on in the room.
    walk.page.evaluate(SEEN, "hidden")
    walk.page.evaluate("window.take_light()")
    walk.pass_time(later_server, 150)
    walk.page.evaluate(SEEN, "visible")
    walk.until(f"window.asked_for_light > {asked}")
    comes_back(walk, later_server, session)
    assert walk.at_s() > 120
    assert walk.page.locator(".running").count() == 1


def test_a_reloaded_page_still_listens(new_walk: Callable, server) -> None:
    walk = new_walk()
    begun(walk)
    walk.page.reload()
    walk.page.wait_for_selector(".running")
    walk.page.wait_for_timeout(1500)
    other = walk.context.browser.new_context().new_page()
    other.goto(walk.page.url)
    other.wait_for_selector(".running")
    other.keyboard.press("Space")
    walk.page.wait_for_selector(".pause")
    other.context.close()
