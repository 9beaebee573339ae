"""Plans that somebody edits by hand: a real evening, and what may be done to it in a text editor."""

from collections.abc import Callable
from functools import cache
from typing import Any

from backrub.catalog import load
from backrub.model.plan import Plan, Step
from judge.judge_evenings import evening_of
from strategies import plain

CATALOG = load()
Edited = tuple[Plan, int | None]
"""A plan that was edited, and the step that is now wrong, if it is one."""
Break = Callable[[Plan], Edited]

SPOT = {"across": 0.4, "along": 0.3}
HELD = {"across": 0.35, "along": 0.85}
EVENINGS: dict[str, dict[str, Any]] = {
    "classic": {"wishes": {"style": "classic"}},
    "deep": {"wishes": {"style": "deep-tissue"}},
    "massager": {"wishes": {"style": "massager"}, "kit": {"massager": True}},
    "stones": {"wishes": {"style": "hot-stone"}, "kit": {"stones_c": 42.0}},
    "clothed": {"wishes": {"style": "clothed"}},
    "sore": {"wishes": {"style": "relaxation", "sore": [{**SPOT, "pain_nrs": 3}]}},
    "held": {"wishes": {"style": "classic", "sore": [{**HELD, "pain_nrs": 3}]}},
    "short": {"wishes": {"style": "relaxation", "minutes": 12}},
}


@cache
def real(name: str) -> Plan:
    """Return an evening as the planner makes it: half an hour, if nothing else is said."""
    asked = EVENINGS[name]
    made = evening_of(
        plain(
            wishes={"minutes": 30, "level": 3, **asked["wishes"]},
            kit={"oil": "coconut", **asked.get("kit", {})},
        ),
        CATALOG,
    ).made
    assert isinstance(made, Plan)
    return made


def laid(plan: Plan, steps: list[Step]) -> Plan:
    """Return the plan with these steps one after the other: the clock is right, whatever else is wrong."""
    now_s, on_clock = 0.0, []
    for step in steps:
        on_clock.append(step.model_copy(update={"start_s": round(now_s, 1)}))
        now_s += step.duration_s
    return plan.model_copy(update={"steps": tuple(on_clock), "duration_s": round(now_s, 1)})


def at(plan: Plan, technique: str, **values: Any) -> int:
    """Return the first step of a technique (or with these values)."""
    wanted = {"technique": technique, **values} if technique else values
    return next(
        index
        for index, step in enumerate(plan.steps)
        if all(getattr(step, key) == value for key, value in wanted.items())
    )


def change(technique: str = "", *, new: dict[str, Any], **values: Any) -> Break:
    """Give the first such step new values."""

    def edit(plan: Plan) -> Edited:
        index, steps = at(plan, technique, **values), list(plan.steps)
        steps[index] = Step.model_validate({**steps[index].model_dump(), **new})
        return laid(plan, steps), index

    return edit


def clock(**new: Any) -> Break:
    """Give the third step new values, and leave the clock as it then is."""

    def edit(plan: Plan) -> Edited:
        steps = list(plan.steps)
        steps[2] = steps[2].model_copy(update=new)
        return plan.model_copy(update={"steps": tuple(steps)}), 2

    return edit


def top(path: str, value: Any) -> Break:
    """Give the plan itself another value, however deep: "giver.hands"."""

    def edit(plan: Plan) -> Edited:
        document = plan.model_dump(mode="json", by_alias=True)
        *parents, last = path.split(".")
        here = document
        for key in parents:
            here = here[key]
        here[last] = value
        return Plan.model_validate(document), None

    return edit


def then(*edits: Break) -> Break:
    """Do one edit after the other; the step that is wrong is that of the last one that names any."""

    def edit(plan: Plan) -> Edited:
        wrong = None
        for each in edits:
            plan, index = each(plan)
            wrong = index if index is not None else wrong
        return plan, wrong

    return edit


def without(technique: str = "", *, keep: int = 0, wrong: str = "", **values: Any) -> Break:
    """Take every such step out but the first few; what is then wrong is the first step of `wrong`."""

    def edit(plan: Plan) -> Edited:
        wanted = {"technique": technique, **values} if technique else values
        out = [s for s in plan.steps if all(getattr(s, key) == value for key, value in wanted.items())][keep:]
        assert out
        after = laid(plan, [step for step in plan.steps if step not in out])
        return after, at(after, wrong) if wrong else None

    return edit


def put(like: str, *, before: str = "", new: dict[str, Any], times: int = 1, **values: Any) -> Break:
    """Put a changed copy of the first such step before another, or right after itself."""

    def edit(plan: Plan) -> Edited:
        index = at(plan, like, **values)
        place = at(plan, before) if before else index + 1
        copy = Step.model_validate({**plan.steps[index].model_dump(), **new})
        return laid(plan, [*plan.steps[:place], *[copy] * times, *plan.steps[place:]]), place

    return edit


def turned(phase: str) -> Break:
    """Turn the steps of a phase round: the last comes first."""

    def edit(plan: Plan) -> Edited:
        mine = [step for step in plan.steps if step.phase == phase]
        begin = plan.steps.index(mine[0])
        after = laid(plan, [*plan.steps[:begin], *mine[::-1], *plan.steps[begin + len(mine) :]])
        forces = [CATALOG.techniques[step.technique].force_n[step.level or 1] for step in mine[::-1]]
        return after, begin + next(i for i in range(1, len(mine)) if forces[i] > forces[i - 1])

    return edit
