import { describe, expect, it } from 'vitest'
import { LONG_MS, RESTING, STILL_PX, touched, TWO_MS, type Gesture, type Screen, type Touch, type Touching } from '../src/pure/gesture'

const PHONE: Screen = { width_px: 390, height_px: 844 }

function play(touches: Touch[], screen = PHONE): Gesture[] {
  let now: Touching = RESTING
  const told: Gesture[] = []
  for (const touch of touches) {
    const next = touched(now, touch, screen)
    now = next.now
    if (next.gesture) told.push(next.gesture)
  }
  return told
}

const stroke = (from: [number, number], to: [number, number], lasts = 300, id = 1): Touch[] => [
  { kind: 'down', id, x: from[0], y: from[1], ms: 0 },
  { kind: 'move', id, x: to[0], y: to[1], ms: lasts / 2 },
  { kind: 'up', id, x: to[0], y: to[1], ms: lasts },
]

describe('an elbow on the screen', () => {
  it('taps', () => expect(play(stroke([200, 400], [210, 395]))).toEqual(['tap']))
  it.each([
    ['next', [300, 400], [120, 420]],
    ['back', [100, 400], [280, 380]],
    ['harder', [200, 700], [220, 380]],
    ['softer', [200, 300], [180, 620]],
  ] as const)('swipes for %s', (gesture, from, to) => expect(play(stroke([...from], [...to]))).toEqual([gesture]))
  it('means nothing by less than a third of the screen', () => {
    expect(play(stroke([300, 400], [300 - 390 / 3 + 1, 400]))).toEqual([])
    expect(play(stroke([200, 700], [200, 700 - 844 / 3 + 1]))).toEqual([])
  })
  it('means nothing by a slanted stroke', () => expect(play(stroke([350, 750], [60, 400]))).toEqual([]))
  it('means nothing by a very slow one', () => expect(play(stroke([300, 400], [100, 400], 2100))).toEqual([]))
  it('leaves the edges to the telephone', () => expect(play(stroke([200, 840], [200, 400]))).toEqual([]))
})

describe('resting there', () => {
  const down: Touch = { kind: 'down', id: 1, x: 200, y: 400, ms: 0 }
  it('is hands off after a second and a half, once, and no tap at its end', () => {
    const up: Touch = { kind: 'up', id: 1, x: 200, y: 400, ms: LONG_MS + 900 }
    const wait = (ms: number): Touch => ({ kind: 'wait', ms })
    expect(play([down, wait(LONG_MS - 1), wait(LONG_MS), wait(LONG_MS + 500), up])).toEqual(['hold'])
  })
  it('is nothing while it moves', () => {
    const move: Touch = { kind: 'move', id: 1, x: 200 + STILL_PX + 2, y: 400, ms: 600 }
    expect(play([down, move, { kind: 'wait', ms: LONG_MS }])).toEqual([])
  })
})

describe('a finger on a button', () => {
  const down: Touch = { kind: 'down', id: 1, x: 200, y: 400, ms: 0, is_own: true }
  it('presses that button and is no tap, no swipe and no rest of its own', () => {
    expect(play([down, { kind: 'up', id: 1, x: 200, y: 400, ms: 90 }])).toEqual([])
    expect(play([down, { kind: 'up', id: 1, x: 20, y: 400, ms: 300 }])).toEqual([])
    expect(play([down, { kind: 'wait', ms: LONG_MS }])).toEqual([])
  })
})

describe('two fingers', () => {
  const both: Touch[] = [
    { kind: 'down', id: 1, x: 150, y: 400, ms: 0 },
    { kind: 'down', id: 2, x: 250, y: 400, ms: 40 },
  ]
  it('stop after a moment, and their going means nothing more', () => {
    const rest: Touch[] = [
      { kind: 'wait', ms: 40 + TWO_MS },
      { kind: 'up', id: 2, x: 250, y: 400, ms: 400 },
      { kind: 'up', id: 1, x: 150, y: 400, ms: 420 },
    ]
    expect(play([...both, ...rest])).toEqual(['stop'])
  })
  it('are not a tap when one of them only brushed the glass', () => {
    const brushed: Touch[] = [
      { kind: 'up', id: 2, x: 250, y: 400, ms: 80 },
      { kind: 'wait', ms: 40 + TWO_MS },
      { kind: 'up', id: 1, x: 150, y: 400, ms: 300 },
    ]
    expect(play([...both, ...brushed])).toEqual([])
  })
  it('stop when both lie on buttons, or one of them does', () => {
    for (const own of [[true, true], [true, false], [false, true]]) {
      const down = both.map((each, i): Touch => ({ ...each, kind: 'down', is_own: own[i]! }) as Touch)
      expect(play([...down, { kind: 'wait', ms: 40 + TWO_MS }])).toEqual(['stop'])
    }
  })
  it('leave no trace for the next touch', () => {
    const gone: Touch[] = [
      { kind: 'cancel', id: 1, ms: 60 },
      { kind: 'cancel', id: 2, ms: 60 },
    ]
    expect(play([...both, ...gone, ...stroke([200, 400], [200, 400], 100, 3)])).toEqual(['tap'])
  })
})
