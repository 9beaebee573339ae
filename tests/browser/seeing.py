"""What a page is looked at for: axe's findings, landmarks and headings, targets, clipping, scrolling."""

from typing import Any

import pytest
from playwright.sync_api import Page

VOICE = """
window.spoken = []
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [{ lang: 'en-GB', localService: true, name: 'test' }],
  speak: (said) => window.spoken.push(said.text),
  cancel: () => {},
}})
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } }
"""
"""A voice that writes down what it is given to say, in `spoken`."""

FIXED = """async (wishes) => {
  const request = {
    schema: 1,
    receiver: {
      name: 'Alex', age_years: 34, sex: 'female', height_m: 1.68, mass_kg: 64, back_pain: 'none',
      guardian: false, conditions: [],
    },
    giver: { hands: 'healthy', experience: 'some', handed: 'right' },
    wishes: { minutes: 20, style: 'relaxation', level: 3, position: 'prone', sore: [], avoid: [], ...wishes },
    kit: { surface: 'bed', oil: 'coconut', stones_c: null, massager: false },
  }
  const answer = await fetch('/api/plan', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ request }),
  })
  const { clearance, plan = null, infeasible = null } = await answer.json()
  localStorage.setItem('backrub.evening', JSON.stringify({ request, clearance, plan, infeasible }))
}"""


LYING: dict[str, Any] = {"width": 844, "height": 390, "has_touch": True, "is_mobile": True}
TABLET: dict[str, Any] = {"width": 820, "height": 1180, "has_touch": True, "is_mobile": True}
LAPTOP: dict[str, Any] = {"width": 1280, "height": 800}
"""A phone on its side, a tablet, a laptop; a walk that names no size is on a phone."""
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"has_touch": True, "is_mobile": True}, "phone lying": LYING, "tablet": TABLET, "laptop": LAPTOP,
}  # fmt: skip
on_every_device = pytest.mark.parametrize("device", DEVICES.values(), ids=list(DEVICES))


def put_evening(page: Page, address: str, *, theme: str = "day", **wishes: object) -> None:
    """Put an evening onto this device as the questions would have, without walking through them."""
    page.goto(f"{address}/settings")
    page.evaluate(FIXED, wishes)
    page.evaluate("(theme) => localStorage.setItem('backrub.theme', theme)", theme)


def kept_plan(page: Page) -> dict[str, Any]:
    """Return the plan that this device keeps."""
    plan: dict[str, Any] = page.evaluate("JSON.parse(localStorage.getItem('backrub.evening')).plan")
    return plan


def overflowing(page: Page) -> list[str]:
    """Return what sticks out of the screen sideways."""
    return page.evaluate(
        """() => {
          // Not innerWidth: a phone shows what is too wide smaller, and calls that its width.
          const { scrollWidth, clientWidth } = document.documentElement
          return scrollWidth <= clientWidth ? [] : [...document.querySelectorAll('main *')]
            .filter((each) => each.getBoundingClientRect().right > clientWidth + 1)
            .filter((each) => !each.closest('.unseen, svg'))
            .slice(0, 5).map((each) => each.outerHTML.slice(0, 100))
        }"""
    )


SLOW_MS = 90_000
"""A busy machine plans slowly; nothing here is about that."""


def open_plan(walk: Any, **wishes: object) -> Page:
    """Stand before a plan whose pictures are drawn."""
    put_evening(walk.page, walk.address, **wishes)
    walk.open("/plan")
    walk.page.wait_for_selector("svg .trace", state="attached", timeout=SLOW_MS)
    return walk.page


def findings(page: Page, axe: str, *rules: str) -> list[str]:
    """Return what axe calls serious or critical. It is evaluated, not injected: the policy stays on."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    asked = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("(asked) => axe.run(document, asked).then((r) => r.violations)", asked)
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


PRESSABLE = """
  'button, a[href], select, summary, label:has(input), input:not([type=checkbox], [type=radio])'
"""
"""Everything that is pressed or written into, as a selector."""

PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def in_both_themes(page: Page, axe: str) -> list[str]:
    """Return what axe finds; of the other theme it looks at the colours, for nothing else differs there."""
    found = findings(page, axe)
    if page.evaluate("/^[/](play|practise)[/]/.test(location.pathname)"):
        return found  # always in the evening's colours
    turn = "(e) => { e.dataset.theme = e.dataset.theme === 'day' ? 'evening' : 'day' }"
    page.locator("html").evaluate(turn)
    page.evaluate(PAINTED)
    found += [f"other theme, {each}" for each in findings(page, axe, "color-contrast", "link-in-text-block")]
    page.locator("html").evaluate(turn)
    return found


TIER_C_PX = 48
"""The least of what is shown on a phone while hands work: tier C of look.md 1."""


def far_px(page: Page, selector: str) -> float:
    """Return how large a text is that is read from afar. [CSS px]"""
    return float(page.locator(selector).evaluate("(each) => parseFloat(getComputedStyle(each).fontSize)"))


def small(page: Page, least: int, within: str) -> list[str]:
    """Return the pressable things that are smaller than `least` in either direction [px]."""
    return page.evaluate(
        f"""([least, within]) => [...document.querySelectorAll(within)]
          .flatMap((holder) => [...holder.querySelectorAll({PRESSABLE})])
          .filter((each) => each.checkVisibility({{ opacityProperty: false }}) && !each.closest('svg'))
          .map((each) => [each, each.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < least - 0.5)
          .map(([each, box]) => `${{each.outerHTML.slice(0, 80)}} ${{box.width}}x${{box.height}}`)""",
        [least, within],
    )


def crowded(page: Page, within: str) -> list[str]:
    """Return the pairs of pressable things with less than 8 px between them.

    What is fixed lies over what scrolls beneath it: those two are no pair. Nor is what can't be pressed yet:
    the buttons for keys, until one of them has the focus.
    """
    return page.evaluate(
        f"""(within) => {{
          const isFixed = (each) => {{
            for (let at = each; at; at = at.parentElement)
              if (/fixed|sticky/.test(getComputedStyle(at).position)) return true
            return false
          }}
          const all = [...document.querySelectorAll(within)]
            .flatMap((holder) => [...holder.querySelectorAll({PRESSABLE})])
            .filter((each) => each.checkVisibility({{ opacityProperty: false }}) && !each.closest('svg'))
            .filter((each) => getComputedStyle(each).pointerEvents !== 'none')
            .map((each) => ({{ each, box: each.getBoundingClientRect(), is_fixed: isFixed(each) }}))
            .filter(({{ box }}) => box.width > 1)
          const apart = (a, b) =>
            Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom)
          return all.flatMap((one, i) => all.slice(i + 1)
            .filter((other) => one.is_fixed === other.is_fixed && !one.each.contains(other.each))
            .filter((other) => apart(one.box, other.box) < 7.5)
            .map((other) => [one, other].map(({{ each }}) => each.outerHTML.slice(0, 60)).join(' and ')))
        }}""",
        within,
    )


def hard_to_press(page: Page, least: int, within: str) -> list[str]:
    """Return what is smaller than `least` or too near to another: 48 px, and in the session 72."""
    return small(page, least, within) + crowded(page, within)


def outline(page: Page) -> list[str]:
    """Return what is wrong with the page's frame: main part, heading, title, the order of its focus."""
    return page.evaluate(
        """() => {
          const all = (selector) =>
            [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility())
          const wrong = []
          if (all('main').length !== 1) wrong.push(`${all('main').length} main parts`)
          if (all('h1').length !== 1) wrong.push(`${all('h1').length} headings of the first level`)
          if (!document.querySelector('main h1')) wrong.push('the heading is not in the main part')
          if (!document.title.includes('Backrub')) wrong.push(`the title is ${document.title}`)
          if (!document.documentElement.lang) wrong.push('no language')
          const jumps = document.querySelector('[tabindex]:not([tabindex="0"], [tabindex="-1"])')
          if (jumps) wrong.push('a tabindex above 0')
          const ids = [...document.querySelectorAll('[id]')].map((each) => each.id)
          for (const id of new Set(ids))
            if (ids.filter((each) => each === id).length > 1) wrong.push(`two #${id}`)
          return wrong
        }"""
    )


def cut(page: Page) -> list[str]:
    """Return what is lost at the edges: sideways scrolling, and text in a box that hides its rest."""
    return page.evaluate(
        """() => {
          const wrong = []
          const { scrollWidth, clientWidth } = document.documentElement
          if (scrollWidth > clientWidth + 1) wrong.push(`the page is ${scrollWidth} wide in ${clientWidth}`)
          for (const each of document.querySelectorAll('main *')) {
            if (each.closest('svg, .unseen') || !each.checkVisibility()) continue
            if (each.matches('input, select, textarea')) continue
            const is_hidden = ['hidden', 'clip'].includes(getComputedStyle(each).overflowX)
            const is_over = each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1
            if (is_hidden && is_over && each.innerText?.trim())
              wrong.push(`cut: ${each.outerHTML.slice(0, 100)}`)
            const is_below = getComputedStyle(each).overflowY === 'hidden' && each.clientWidth > 1
            if (is_below && each.scrollHeight > each.clientHeight + 1 && each.innerText?.trim())
              wrong.push(`cut below: ${each.outerHTML.slice(0, 100)}`)
            const { width, left, right } = each.getBoundingClientRect()
            const own = [...each.childNodes].filter((node) => node.nodeType === 3)
            const is_text = own.some((node) => node.textContent.trim())
            if (is_text && width > 1 && (right > clientWidth + 1 || left < -1))
              wrong.push(`outside: ${each.outerHTML.slice(0, 100)}`)
          }
          return wrong.slice(0, 5)
        }"""
    )


OBSERVE = """(() => {
  const fresh = () => ({ shift: 0, event_ms: 0, what: '', long_ms: 0, longs: 0, moved: [] })
  window.seen = fresh()
  window.looked = () => { const was = window.seen; window.seen = fresh(); return was }
  const watch = (type, heard, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(heard))
      .observe({ type, buffered: true, ...more })
  watch('layout-shift', (entry) => {
    if (entry.hadRecentInput) return
    window.seen.shift += entry.value
    for (const { node } of entry.sources)
      window.seen.moved.push((node?.outerHTML ?? node?.textContent ?? 'what is gone').slice(0, 80))
  })
  watch('event', (entry) => {
    if (!entry.interactionId || entry.duration <= window.seen.event_ms) return
    window.seen.event_ms = entry.duration
    window.seen.what = entry.name
  }, { durationThreshold: 16 })
  watch('longtask', (entry) => {
    window.seen.longs += 1
    window.seen.long_ms = Math.max(window.seen.long_ms, entry.duration)
  })
})()"""
"""Put into a page before its own scripts: what moved by itself, how long an interaction took, long tasks."""


def looked(page: Page) -> dict[str, Any]:
    """Return what was seen since the last look: layout shift, slowest interaction, longest task. [ms]"""
    page.wait_for_timeout(150)
    return dict(page.evaluate("window.looked()"))
