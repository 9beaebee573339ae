"""The massage itself against its limits, on a phone (390 x 844) and a laptop (1280 x 800): 15 s in which
hands move and nobody presses anything, and the heap of a long massage.

Guarded: script a frame (4 ms) and the longest task (50 ms), as the page's own processor time, so that other
work on the machine does not count; frames a second (59 of the 60 that come, on a phone 30) and the 99th
frame of a hundred (34 ms), where the best of three runs counts, for the same reason; hands within one frame
of where the score has them; no layout shift; the heap after 95 minutes played at most a quarter above that
after 5.
"""

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from backrub.model.scale import Scale
from browser.conftest import Walk
from browser.hands import hand_at
from browser.seeing import OBSERVE, looked
from browser.tasks import longest_task_ms

PLAYED_S = 15
MOST_SCRIPT_MS, MOST_TASK_MS, MOST_FRAME_MS = 4, 50, 34
LEAST_RATE = {"phone": 30, "laptop": 59}
FRAME_S = 1 / 60
MOST_OFF = 0.05

WATCHED = """(seconds) => new Promise((done) => {
  const began = performance.now()
  const gaps = new Float64Array(240 * seconds)
  const rows = []
  const hands = [...document.querySelectorAll('.stage .hand')]
  let [frames, last] = [0, began]
  const next = (now) => {
    if (now - began > seconds * 1000) {
      const sorted = gaps.subarray(0, frames).sort()
      return done({ frames, slow_ms: sorted[Math.floor(0.99 * (frames - 1))], rows })
    }
    gaps[frames++ % gaps.length] = now - last
    last = now
    // Every tenth frame is enough: what is looked at costs time, too.
    if (frames % 10 === 0)
      hands.forEach((hand, i) => {
        const { e, f } = hand.transform.baseVal[0].matrix
        if (hand.dataset.level !== '0') rows.push([i ? 'right' : 'left', Date.now() / 1000, e, f])
      })
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
})"""
"""How many frames came, how long the 99th of a hundred took [ms], and where hands were when. [s, mm]"""


def metric(wire: CDPSession, name: str) -> float:
    found = {each["name"]: each["value"] for each in wire.send("Performance.getMetrics")["metrics"]}
    return float(found[name])


ZERO = """() => {
  const { live } = JSON.parse(localStorage.getItem(`backrub.show.${location.pathname.split('/').pop()}`))
  return live.position_s - live.base_at / 1000
}"""
"""The score's moment less the clock's, as the page keeps it: fitted to nothing that is seen. [s]"""


def off_by_more(rows: list[list], score: dict[str, Any], zero_s: float) -> float:
    """Return the share of moments at which a hand was further than a frame from its place on the score."""
    scale = Scale.of("female", 1.68)
    times = [at_s + zero_s for _, at_s, _, _ in rows]
    near = [
        each
        for each in score["strokes"]
        if each["start_s"] < max(times) + 1 and each["start_s"] + each["duration_s"] > min(times) - 1
    ]

    def off_mm(row: list, late_s: float) -> float:
        hand, at_s, x_mm, y_mm = row
        there = hand_at({"strokes": near}, hand, at_s + zero_s + late_s, scale)
        return min((math.dist(each, (x_mm, y_mm)) for each in there), default=math.inf)

    within = [FRAME_S * step / 8 for step in range(-8, 9)]
    return sum(min(off_mm(row, late_s) for late_s in within) > 0.5 for row in rows) / len(rows)


@dataclass(frozen=True)
class Played:
    """What some seconds of strokes were like."""

    script_ms: float
    task_ms: float
    rate: float
    slow_ms: float
    off: float
    moved: list[str]


def played(browser: Browser, walk: Walk, score: dict[str, Any]) -> Played:
    """Watch strokes for a while."""
    page = walk.page
    wire = walk.context.new_cdp_session(page)
    wire.send("Performance.enable", {"timeDomain": "threadTicks"})
    looked(page)
    browser.start_tracing(page=page, categories=["toplevel"])
    before_s = metric(wire, "ScriptDuration")
    seen = page.evaluate(WATCHED, PLAYED_S)
    script_s = metric(wire, "ScriptDuration") - before_s
    trace = browser.stop_tracing()
    zero_s = page.evaluate(ZERO)
    wire.detach()
    assert len(seen["rows"]) > 40, "no hand moved while it was measured"
    return Played(
        script_ms=1000 * script_s / seen["frames"],
        task_ms=longest_task_ms(trace, least=101),
        rate=seen["frames"] / PLAYED_S,
        slow_ms=seen["slow_ms"],
        off=off_by_more(seen["rows"], score, zero_s),
        moved=looked(page)["moved"],
    )


@pytest.mark.parametrize("device", ["phone", "laptop"])
def test_strokes_keep_their_tempo_and_leave_the_machine_time(
    browser: Browser, new_evening: Callable, capsys: pytest.CaptureFixture[str], device: str
) -> None:
    walk, server = new_evening(device)
    walk.page.add_init_script(OBSERVE)
    session = walk.begin_by_pages()
    # An evening begins with oil, and while it is warmed no hand moves on the screen.
    walk.page.keyboard.press("ArrowRight")
    walk.page.wait_for_selector(".hand:not([data-level='0'])")
    walk.synced()
    walk.page.wait_for_timeout(1500)
    score = server.ask(f"/api/sessions/{session}")["score"]
    for _ in range(3):
        now = played(browser, walk, score)
        with capsys.disabled():
            print(f"\n{device}, {PLAYED_S} s of strokes, load {os.getloadavg()[0]:.1f} on {os.cpu_count()}")
            print(f"script a frame {now.script_ms:.2f} ms (at most {MOST_SCRIPT_MS})")
            print(f"longest task {now.task_ms:.0f} ms (at most {MOST_TASK_MS})")
            print(f"{now.rate:.0f} frames a second (at least {LEAST_RATE[device]})")
            print(f"99 of 100 frames within {now.slow_ms:.0f} ms (at most {MOST_FRAME_MS})")
            print(f"hands off by more than a frame: {now.off:.1%} of the time (at most {MOST_OFF:.0%})")
        assert now.script_ms <= MOST_SCRIPT_MS
        assert now.task_ms <= MOST_TASK_MS
        assert now.off <= MOST_OFF
        assert now.moved == []
        if now.rate >= LEAST_RATE[device] and now.slow_ms < MOST_FRAME_MS:
            return
    assert now.rate >= LEAST_RATE[device]
    assert now.slow_ms < MOST_FRAME_MS


def test_the_heap_stays_flat_over_a_long_massage(
    new_evening: Callable, capsys: pytest.CaptureFixture[str]
) -> None:
    walk, server = new_evening("phone", is_clocked=True)
    page = walk.page
    page.clock.install()
    walk.begin(minutes=100, level=2)
    walk.synced()
    wire = walk.context.new_cdp_session(page)
    wire.send("Performance.enable")
    heaps: list[float] = []
    for _ in range(19):
        walk.pass_time(server, 300)
        page.wait_for_timeout(400)
        wire.send("HeapProfiler.collectGarbage")
        heaps.append(metric(wire, "JSHeapUsedSize") / 1e6)
    with capsys.disabled():
        print(f"\nheap after 5 minutes played {heaps[0]:.1f} MB, after 95 {heaps[-1]:.1f} MB")
    assert heaps[-1] < 1.25 * heaps[0] + 0.5
