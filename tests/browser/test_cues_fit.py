"""Every cue of the catalog is read from afar: on every screen, in both languages, at every size of text."""

import json
from collections.abc import Callable

import pytest

from backrub.catalog.load import load
from backrub.score.cues import INSTEAD, PAUSE_CUES
from browser.seeing import OBSERVE, PAINTED, cut, looked
from browser.states import apart, put

# Retyped from the far scale: tiers B and C by screen [px].
TIERS_PX = {(390, 844): (64, 48), (844, 390): (64, 48), (1280, 800): (66, 50), (820, 1180): (56, 42)}
FAR_SCALES = (1, 1.5)
"""The least and the most; those between are worked out in frontend/tests/words-fit.test.ts."""
WALKS = [f"Walk round to their {where}" for where in ("left side", "right side", "head")]

SHOWN = """async ([cues, techniques, B, C, most]) => {
  const key = `backrub.show.${location.pathname.split('/').pop()}`
  const show = JSON.parse(localStorage.getItem(key))
  const { live } = show
  const [first, second] = live.plan.steps.filter((each) => each.level !== null)
  const longest = cues.reduce((a, b) => (b.length > a.length ? b : a))
  // As another tab of this device would tell it: the page takes it over at once.
  const take = async (i) => {
    const steps = [
      { ...first, start_s: 0, duration_s: 3000, level: 1 + (i % 5) },
      { ...second, start_s: 3000, duration_s: 600, technique: techniques[i % techniques.length] },
    ]
    // The tallest of a score sets the room: once it is of all cues, then of this one and the longest.
    const shown = [cues[i], ...(i === 0 ? cues : [longest])]
    const told = shown.map((each, n) => ({ at_s: n && 3000 + n, show: each, say: each, kind: 'stroke' }))
    const score = { ...live.score, duration_s: 3600, strokes: [], cues: told }
    const now = { ...live, status: 'running', position_s: 1, base_at: Date.now(), score }
    localStorage.setItem(key, JSON.stringify({ ...show, live: { ...now, plan: { ...live.plan, steps } } }))
    dispatchEvent(new StorageEvent('storage', { key }))
    // The words' room follows the column a frame later.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  }
  const all = (name) => [...document.querySelectorAll(`.running ${name}`)]
  const px = (name) => parseFloat(getComputedStyle(all(name)[0]).fontSize)
  const boxOf = (each) => each.getBoundingClientRect()
  const inkOf = (each) => {
    const range = document.createRange()
    range.selectNodeContents(each)
    return boxOf(range)
  }
  const wrong = []
  for (const i of cues.keys()) {
    await take(i)
    const lines = all('.cue span')
    const [room] = all('.cue').map(boxOf)
    const far = all(':is(.cue, .level, .next, .total, .left) :is(span, b, svg)').map(inkOf)
    const blocks = all(':is(.cue, .level, .next, .total, .left, .shape)').map(boxOf)
    const isOut =
      far.some(({ left, right }) => left < -0.5 || right > innerWidth + 0.5) ||
      blocks.some(({ top, bottom }) => top < -0.5 || bottom > innerHeight + 0.5)
    const faults = [
      [lines.length === 0, 'no cue'],
      [Math.min(px('.cue'), px('.level')) < B, `under tier B: ${px('.cue')} and ${px('.level')} px`],
      [Math.min(px('.next'), px('.total'), px('.left')) < C, 'under tier C'],
      [lines.length > most, `${lines.length} lines`],
      [isOut, 'off the screen'],
      [lines.some((each) => inkOf(each).right > room.right + 1), 'beside its room'],
      [lines.some((each) => boxOf(each).top < room.top - 1), 'above its room'],
      [all('.stage')[0].clientHeight < 0.2 * innerHeight, 'too little of the back'],
      [innerHeight < 500 && boxOf(all('.words')[0]).width > 0.43 * innerWidth, 'words too wide'],
      [all('.level .empty').some((each) => getComputedStyle(each).stroke === 'none'), 'bars unseen'],
    ].filter(([is_wrong]) => is_wrong)
    const said = lines.map((each) => each.textContent).join(' | ')
    wrong.push(...faults.map(([, what]) => `${said}, then ${all('.next')[0].textContent}: ${what}`))
  }
  return wrong
}"""
"""What is wrong with each cue as the page shows it, beside each pressure, and before each technique."""


def every_cue() -> list[str]:
    """Return what may stand on the screen while hands work."""
    words = {line.words for each in load().techniques.values() for line in each.every_stroke if line.words}
    pauses = {show for show, _, _ in PAUSE_CUES.values()}
    return sorted({*words, *pauses, *INSTEAD.values(), *WALKS, "Ask where it is sore"})


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_cue_fits_every_screen_at_every_size(new_walk: Callable, language: str) -> None:
    # With less motion asked for, every change of a size takes a frame.
    walk = new_walk(reduced_motion="no-preference")
    page = walk.page
    walk.begin()
    walk.synced()
    page.route("**/api/sessions/**", lambda route: route.abort())
    page.evaluate("(language) => localStorage.setItem('backrub.language', language)", language)
    cues, techniques = every_cue(), sorted(load().techniques)
    assert len(cues) > 100
    wrong: dict[str, list[str]] = {}
    for far_scale in FAR_SCALES:
        page.evaluate("(scale) => localStorage.setItem('backrub.far_scale', scale)", far_scale)
        page.reload()
        page.wait_for_selector(".running")
        walk.until("document.fonts.status === 'loaded'")
        for (width, height), (tier_b_px, tier_c_px) in TIERS_PX.items():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(300)
            most = 3 if far_scale == 1 else 4
            if found := page.evaluate(SHOWN, [cues, techniques, tier_b_px, tier_c_px, most]):
                wrong[f"{width} x {height}, {far_scale}"] = found[:5]
    assert wrong == {}


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_words_that_change_move_no_others(new_walk: Callable, size: tuple[int, int]) -> None:
    walk = new_walk(width=size[0], height=size[1], reduced_motion="no-preference")
    page = walk.page
    page.add_init_script(OBSERVE)
    walk.begin()
    walk.synced()
    page.route("**/api/sessions/**", lambda route: route.abort())
    cues = [max(every_cue(), key=len), "Lie still"] * 10
    page.evaluate(SHOWN, [cues[:2], ["kneading"], *TIERS_PX[size], 3])
    page.wait_for_timeout(600)
    looked(page)
    assert page.evaluate(SHOWN, [cues, sorted(load().techniques), *TIERS_PX[size], 3]) == []
    assert looked(page)["moved"] == []


HAND_ON = [f"spot {phase}" for phase in ("raising", "holding", "eased", "releasing", "resting")]
ASKS = [*HAND_ON, "spot where", "spot before", "spot ended", "number", "stones", "skin look"]
"""What takes the place of strokes while a massage runs; a hand presses in the first of them."""
TOO_SMALL = """([B, C]) => [...document.querySelectorAll('.asks *')]
  .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((each) => each.checkVisibility() && !each.closest('.near, .unseen'))
  .map((each) => [parseFloat(getComputedStyle(each).fontSize), each])
  .filter(([px, each]) => px < (each.matches('.loop h1, .loop output') ? B : C))
  .map(([px, each]) => `${each.textContent.trim()}: ${px} px`)"""
"""Words of what is asked that are under their tier; what is set before a hand is there is near."""
OVER_EDGES = """() => [...document.querySelectorAll('.asks :is(h1, p:not(.unseen), button)')]
  .flatMap((each) => {
  if (!each.checkVisibility() || !each.textContent.trim()) return []
  const range = document.createRange()
  range.selectNodeContents(each)
  const [text, box] = [range.getBoundingClientRect(), each.getBoundingClientRect()]
  const isLow = each.matches('button') && text.bottom > box.bottom + 1
  const room = document.querySelector('.asks > :first-child').getBoundingClientRect()
  const isBeside = !each.closest('.stop-bar') && box.right > room.right + 1
  return text.left < box.left - 1 || text.right > box.right + 1 || isLow || isBeside
    ? [`over its edge: ${each.textContent}`] : []
})"""
BELOW = """() => [...document.querySelectorAll('.asks button')]
  .filter((each) => each.getBoundingClientRect().bottom > innerHeight + 0.5)
  .map((each) => `below the screen: ${each.textContent}`)"""


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_asked_while_it_runs_is_read_from_afar_too(new_walk: Callable, language: str) -> None:
    walk = new_walk()
    page = walk.page
    apart(walk)
    page.evaluate("(language) => localStorage.setItem('backrub.language', language)", language)
    wrong: dict[str, list[str]] = {}
    for far_scale in FAR_SCALES:
        put(page, "strokes")
        page.evaluate("(scale) => localStorage.setItem('backrub.far_scale', scale)", far_scale)
        page.reload()
        page.wait_for_selector(".running")
        walk.until("document.fonts.status === 'loaded'")
        for (width, height), tiers in TIERS_PX.items():
            page.set_viewport_size({"width": width, "height": height})
            for state in ASKS:
                put(page, state, is_english=language == "en")
                page.evaluate(PAINTED)
                found = page.evaluate(TOO_SMALL, tiers) + page.evaluate(OVER_EDGES) + cut(page)
                # What a hand that presses may need is never below the fold.
                if state in HAND_ON and far_scale == 1 and height > 500:
                    found += page.evaluate(BELOW)
                if found:
                    wrong[f"{state}, {width} x {height}, {far_scale}"] = found
    assert wrong == {}, json.dumps(wrong, indent=1)
