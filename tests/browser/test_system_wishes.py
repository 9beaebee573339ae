"""What the device asks for everybody: more contrast, and less movement."""

from collections.abc import Callable
from itertools import pairwise

from browser.asked import start
from playing import opened

TOKENS = ("ink", "edge", "lamp", "on-lamp", "on-stop")

COLOURS = """(names) => {
  const root = getComputedStyle(document.documentElement)
  const colours = Object.fromEntries(names.map((name) => {
    // A new one each: a colour that changes takes its time, be it a hundredth of a millisecond.
    const probe = document.createElement('i')
    probe.style.color = root.getPropertyValue(`--${name}`)
    document.body.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return [name, color]
  }))
  const seen = [...document.querySelectorAll('main *')].filter((each) => each.checkVisibility())
  const isSaid = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const texts = seen.filter((each) => !each.closest('svg, .unseen, :disabled') && isSaid(each))
  const fields = seen.filter((each) => each.matches('button:not(.main, .stop, .plain), input, select'))
  const told = (each, colour) => [colour, `${each.className} ${each.textContent.trim().slice(0, 40)}`]
  return {
    colours,
    texts: texts.map((each) => told(each, getComputedStyle(each).color)),
    edges: fields.filter((each) => parseFloat(getComputedStyle(each).borderTopWidth) > 0)
      .map((each) => told(each, getComputedStyle(each).borderTopColor)),
  }
}"""
"""The colour of each text and of each outline that can be pressed, and those of the theme's own tokens."""

HANDS = """async (for_ms) => {
  const hands = [...document.querySelectorAll('.running .hand')]
  const steps = [[], []]
  const began = performance.now()
  let last = []
  while (performance.now() - began < for_ms) {
    await new Promise(requestAnimationFrame)
    hands.forEach((hand, i) => {
      const { e, f } = hand.transform.baseVal.getItem(0).matrix
      const now = `${e} ${f}`
      if (last[i] !== undefined && now !== last[i]) steps[i].push(performance.now() - began)
      last[i] = now
    })
  }
  return steps
}"""
"""When each hand was seen to move. [ms]"""


def pale(page) -> dict[str, list[str]]:
    """Return texts that are neither ink nor on a filled button, and outlines neither ink nor lamp."""
    seen = page.evaluate(COLOURS, list(TOKENS))
    colours = seen["colours"]
    assert colours["edge"] == colours["ink"]
    dark = {colours[each] for each in ("ink", "on-lamp", "on-stop")}
    edges = {colours["ink"], colours["lamp"]}
    wrong = {
        "texts": [(colour, each) for colour, each in seen["texts"] if colour not in dark],
        "edges": [(colour, each) for colour, each in seen["edges"] if colour not in edges],
    }
    assert len(seen["texts"]) > 2
    return {key: found for key, found in wrong.items() if found}


def test_with_more_contrast_all_text_and_every_outline_is_ink(new_walk: Callable, later_server) -> None:
    walk = new_walk(contrast="more", address=later_server.address)
    page = walk.page
    page.clock.install()
    wrong = {}
    for path in ("/settings", "/claims", "/learn/whole-hand-effleurage", "/rhythm"):
        walk.open(path)
        page.wait_for_selector("h1")
        page.wait_for_timeout(300)
        wrong[path] = pale(page)
    walk.open("/ask")
    page.click(".go")
    page.wait_for_selector("#problem-age")
    wrong["problems"] = pale(page)
    start(walk)
    wrong["a question"] = pale(page)
    steps = opened(walk)["plan"]["steps"]
    wrong["ready"] = pale(page)
    page.click(".ready .main")
    page.wait_for_selector(".running")
    # Not by pressing on: firmer work is left out where nothing was warmed before it.
    walk.pass_time(later_server, next(each["start_s"] for each in steps if each["level"] == 3) + 5)
    page.wait_for_selector(".running .level-3")
    page.keyboard.press("g")
    page.wait_for_selector(".running .note")
    wrong["play"] = pale(page)
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    wrong["pause"] = pale(page)
    page.keyboard.press("Escape")
    page.click("text=Sharp pain, numb or dizzy")
    page.wait_for_selector(".call")
    wrong["stop"] = pale(page)
    assert {where: found for where, found in wrong.items() if found} == {}


SEEN = """(long_ms) => new Promise((done) => {
  const found = [], began = performance.now()
  const look = () => {
    for (const each of document.querySelectorAll('.hand:not([data-level="0"])'))
      found.push(Number(getComputedStyle(each).opacity))
    if (performance.now() - began < long_ms) requestAnimationFrame(look)
    else done(found)
  }
  look()
})"""


def test_with_less_movement_hands_step_once_a_second_and_nothing_else_moves(new_walk: Callable) -> None:
    walk = new_walk(reduced_motion="reduce")
    page = walk.page
    opened(walk)
    page.click(".ready .main")
    page.wait_for_selector(".running")
    walk.press_on_to(".hand.stepped")
    page.wait_for_timeout(1500)
    for moved_ms in page.evaluate(HANDS, 4500):
        assert 3 <= len(moved_ms) <= 5
        gaps = [after - before for before, after in pairwise(moved_ms)]
        assert min(gaps) > 850
    # From each step to the next they fade, and are all there between.
    seen = page.evaluate(SEEN, 2500)
    assert min(seen) < 0.4
    assert max(seen) == 1
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].map((each) => {
          const { transitionDuration, animationDuration } = getComputedStyle(each)
          return Math.max(...`${transitionDuration}, ${animationDuration}`.split(', ').map(parseFloat))
        }))"""
    )
    assert longest <= 0.001
