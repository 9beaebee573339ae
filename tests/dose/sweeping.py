"""The catalog itself on one body: every technique at every place and level that its file allows.

What concerns a whole evening (thumb budget, stretches, the massager's time, light work first, the end) is not
judged here: one technique after the other is no evening. How long one pass stays on a spot, presses with a
thumb or warms the skin is judged of each case alone, so that nothing of the one before is counted.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backrub.catalog import load
from backrub.catalog.patches import read_patches
from backrub.contact.tables import KINDS
from backrub.dose import check, skin_of
from backrub.model.base import HandPart, Phase
from backrub.model.dose import LimitCheck
from backrub.model.plan import Body, Plan, PlanLimits, Step
from backrub.model.request import Giver, Kit
from backrub.planning.block import window
from backrub.planning.retrace import retrace
from backrub.score import compose
from motion.conftest import DAY

Case = tuple[str, str, int]
"""A technique, a place, a level."""

ALONE = ("thumbs-burst", "stay-", "heat")
"""How the names of limits begin that one pass can break, and that add up from one case to the next."""
EVENING = ("thumbs-", "stretch", "massager-time", "light-first", "finish", *ALONE)
"""How the names of limits begin that are not judged of one case after the other."""
TIMED: frozenset[HandPart] = frozenset(
    part for part, patch in read_patches().parts.items() if patch.contact in KINDS[1:]
)
"""The parts of a hand whose time on a spot is limited."""
BEFORE: Phase = "warm-up"
"""Where a technique that is for the closing alone is swept: from the first closing step on all hands fade,
whatever they do."""
REST_S = 5.0
"""Between two techniques the hands are off. [s]"""


def allowed() -> Iterator[Case]:
    """Yield each technique with each place and level that its file allows."""
    for technique in load().techniques.values():
        for place in technique.places:
            for level in technique.levels:
                if place not in technique.barred:
                    yield technique.id, place, level


def plan_of(steps: Sequence[Step], body: Body) -> Plan:
    return Plan(
        made_on=DAY, style="relaxation", duration_s=max(1.0, sum(each.duration_s for each in steps)),
        objective=0.0, mip_gap=0.0, solve_s=0.0, steps=tuple(steps), body=body, position="prone", level=4,
        kit=Kit(oil="coconut", stones_c=43.0, massager=True), giver=Giver(experience="trained"),
        limits=PlanLimits(max_level=4, max_minutes=120, lapses_on=DAY),
    )  # fmt: skip


def step_of(case: Case, *, phase: Phase | None = None) -> Step:
    name, place, level = case
    technique = load().techniques[name]
    is_spot = technique.working == "spot"
    return Step(
        technique=name, place=place, level=level, passes=1, start_s=0.0, duration_s=60.0,
        side="right" if is_spot or technique.working == "each-side" else "both",
        spot=load().atlas.anchors[place] if is_spot else None,
        stand="left" if technique.stand == "opposite" else "any",
        phase=phase or next((each for each in technique.phases if each != "closing"), BEFORE),
        why="To see whether it holds.",
    )  # fmt: skip


def pause_of(step: Step) -> Step:
    pause = {"technique": "rest", "place": None, "level": None, "passes": None, "duration_s": REST_S}
    return step.model_copy(update=pause)


def closing() -> list[Case]:
    """Return what may be in a closing, in which hands fade to 0.6 of their force."""
    return [case for case in sorted(allowed()) if "closing" in load().techniques[case[0]].phases]


def laid(cases: Sequence[Case], body: Body, *, phase: Phase | None = None) -> Plan:
    """Return one pass of each case after the other, as the planner gives it on this body: some have no room,
    some go lighter."""
    steps = [step_of(case, phase=phase) for case in cases]
    out: list[Step] = []
    at_s = 0.0
    for index, trace in retrace(plan_of(steps, body), catalog=load()).items():
        step = steps[index]
        if trace is None or trace.low_s <= 0:
            continue
        low_s, high_s = window(load().techniques[step.technique], trace, passes=1)
        level = min(step.level or 1, trace.level or step.level or 1)
        fitting = step.model_copy(update={"duration_s": round((low_s + high_s) / 2, 1), "level": level})
        for each in (fitting, pause_of(step)):
            out.append(each.model_copy(update={"start_s": round(at_s, 3)}))
            at_s += each.duration_s
    return plan_of(out, body)


def is_evenings(limit: LimitCheck) -> bool:
    return limit.name.startswith(EVENING)


class Swept(NamedTuple):
    """What breaks, by case; how many had room to be judged, and which of them at the level asked for."""

    found: dict[Case, list[str]]
    judged: int
    at_level: frozenset[Case]


def swept(cases: Sequence[Case], body: Body, *, rate_hz: float, phase: Phase | None = None) -> Swept:
    """Return what breaks, in a phase of its own or in one for all.

    A limit is told at its worst place only, so what broke is taken out, and the rest is pressed again.
    """
    plan = laid(cases, body, phase=phase)
    score, skin = compose(plan, catalog=load()), skin_of(plan, catalog=load())
    found: dict[Case, list[str]] = {}
    while True:
        report = check(plan, score, catalog=load(), skin=skin, rate_hz=rate_hz, threads=1)
        broken = [each for each in report.broken if not is_evenings(each)]
        if not broken:
            own = [(step.technique, step.place, step.level) for step in plan.steps if step.level is not None]
            return Swept(found, len(own), frozenset({*own} & {*cases}))
        out = set()
        for each in broken:
            assert each.step is not None, each.name
            step = plan.steps[each.step]
            found.setdefault((step.technique, str(step.place), step.level or 0), []).append(_told(each))
            out.add(each.step)
        score = score.model_copy(
            update={"strokes": tuple(each for each in score.strokes if each.step not in out)}
        )


def swept_alone(cases: Sequence[Case], body: Body, *, rate_hz: float) -> Swept:
    """Return what breaks of the limits in `ALONE`: each case that has a part in `TIMED` pressed by itself.

    Of those that do, `judged` and `at_level` are told.
    """
    found: dict[Case, list[str]] = {}
    own: list[Case] = []
    skin = skin_of(plan_of([step_of(cases[0])], body), catalog=load())
    for case in cases:
        plan = laid([case], body)
        score = compose(plan, catalog=load())
        if not any(hand.part in TIMED for stroke in score.strokes for hand in stroke.hands):
            continue
        step = plan.steps[0]
        own.append((step.technique, str(step.place), step.level or 0))
        report = check(plan, score, catalog=load(), skin=skin, rate_hz=rate_hz, threads=1)
        broken = [_told(each) for each in report.broken if each.name.startswith(ALONE)]
        if broken:
            found[own[-1]] = broken
    return Swept(found, len(own), frozenset({*own} & {*cases}))


def _told(limit: LimitCheck) -> str:
    return f"{limit.name} {limit.worst:g} of {limit.limit:g} {limit.unit}"
