"""Any moment of a massage, told to its page as another tab of the device would: no step is waited for.

The server has to be out of the page's reach meanwhile, for it knows nothing of this.
"""

from typing import Any

from playwright.sync_api import Page

from browser.conftest import Walk

PUT = """async ([name, more]) => {
  const key = `backrub.show.${location.pathname.split('/').pop()}`
  window.told ??= JSON.parse(localStorage.getItem(key))
  const { live } = window.told
  const work = live.plan.steps.find((each) => each.level !== null)
  const choices = { ceiling_nrs: 5, rounds: 3, longer: false, part: 'thumb' }
  const spot = (phase, rest = {}) => ({
    ...work, technique: 'trigger-point-release', spot: {
      phase, since_s: 100, question_s: phase === 'holding' ? 100 : 130, choices, point: [0.3, 0.4], round: 1,
      peak_nrs: 5, last_nrs: null, pressure_frac: 1, touch_s: 100, rest_s: 30, thumb_left_s: 90, why: null,
      step: 0, ...rest,
    },
  })
  const stones = { ...work, technique: 'hot-stone-glide' }
  const put = {
    strokes: { step: work },
    'oil first': { step: { ...work, technique: 'oil', level: null, place: null } },
    walk: { step: { ...work, technique: 'walk', level: null, place: null, stand: 'left' } },
    'spot where': { step: spot('where', { point: null }) },
    'spot before': { step: spot('before') },
    'spot raising': { step: spot('raising') },
    'spot holding': { step: spot('holding') },
    'spot eased': { step: spot('holding', { pressure_frac: 0.5 }) },
    'spot releasing': { step: spot('releasing') },
    'spot resting': { step: spot('resting') },
    'spot ended': { step: spot('ended', { why: 'no-fall' }) },
    stones: { step: stones },
    'skin look': { step: stones, stones_at_s: 100, stones_c: 42, stone_s: 500 },
    ready: { step: work, status: 'ready' },
    paused: { step: work, status: 'paused' },
    'hands off': { step: work, status: 'holding', why: 'said' },
    stopped: { step: work, status: 'stopped', why: null },
    'a break': { step: work, status: 'stopped', why: 'break' },
    'a sharp pain': { step: work, status: 'stopped', why: 'sharp-numb-dizzy' },
    finished: { step: work, status: 'finished' },
  }[name]
  const { spot: loop = null, ...step } = { ...put.step, ...(more.step ?? {}) }
  const isLoop = step.technique === 'trigger-point-release'
  const steps = [
    { ...step, spot: null, start_s: 0, duration_s: 3000 },
    { ...work, start_s: 3000, duration_s: 600 },
  ]
  const told = (show, n) => ({ at_s: n * 3000, show, say: show, kind: 'stroke' })
  const cues = (more.cues ?? ['Glide up slowly, both hands flat']).map(told)
  const strokes = isLoop || step.level === null ? [] : live.score.strokes
  const score = { ...live.score, duration_s: 3600, cues, strokes }
  const now = {
    ...live, status: 'running', why: null, ends_s: 3700,
    stones_c: null, stones_at_s: null, stones_off: false, stone_s: 0,
    ...put, position_s: 100, as_of_s: 100, base_at: Date.now(), score, spot: isLoop ? loop : null,
    plan: { ...live.plan, steps },
  }
  localStorage.setItem(key, JSON.stringify({ ...window.told, name: 'Alex', live: now }))
  dispatchEvent(new StorageEvent('storage', { key }))
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
}"""

SHOWN = {
    "strokes": ".running .words",
    "oil first": ".running .oil",
    "walk": ".running .walk",
    "spot where": ".loop .map",
    "spot before": ".loop summary",
    "spot raising": ".loop h1:has-text('Press slowly')",
    "spot holding": ".loop h1:has-text('Hold still')",
    "spot eased": ".loop h1:has-text('Half as much')",
    "spot releasing": ".loop h1:has-text('Lift slowly')",
    "spot resting": ".loop h1:has-text('Palms rest')",
    "spot ended": ".loop h1:has-text('Hands off')",
    "stones": ".stones",
    "skin look": ".look",
    "number": ".asking .pad",
    "ready": ".ready",
    "paused": ".pause h1:has-text('Paused')",
    "paused, number": ".pause .pad",
    "paused, end": ".pause h2:has-text('End here?')",
    "hands off": ".pause h1:has-text('Hands off')",
    "stopped": ".stop .choices",
    "a break": ".stop h1:has-text('A break.')",
    "a sharp pain": ".stop .advice",
    "finished": ".after h1",
}
"""Every state that can be put, and what the page shows in it, in English."""

LIVE = [name for name in SHOWN if name not in ("ready", "stopped", "a break", "a sharp pain", "finished")]
"""Where hands work, or are about to: what a stop has to end."""
PRESSES = {"number": "p", "paused, number": "text=Pain number", "paused, end": "text=End here"}
"""States of the page alone: what is pressed to come there."""


def apart(walk: Walk) -> None:
    """Begin a massage, and take its server away from the page."""
    walk.begin()
    walk.synced()
    walk.page.route("**/api/sessions/**", lambda route: route.abort())


def put(page: Page, name: str, *, is_english: bool = True, **more: Any) -> None:
    """Put the page into a state, whatever it was in; `more` sets the step's own values, and cues."""
    if page.locator(".pad .cancel").count():
        page.click(".pad .cancel")
    if name in PRESSES:
        # A page that stays keeps what was pressed on it before.
        page.evaluate(PUT, ["strokes", {}])
        page.wait_for_selector(SHOWN["strokes"])
    page.evaluate(PUT, [{"number": "strokes"}.get(name, name.split(",")[0]), more])
    if name == "number":
        page.keyboard.press(PRESSES[name])
    elif name in PRESSES:
        page.click(PRESSES[name])
    page.wait_for_selector(SHOWN[name] if is_english else SHOWN[name].split(":")[0])
