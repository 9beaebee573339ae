"""Whole evenings for the article's tests: screened, planned and composed by the public functions."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby

from backrub.catalog import load
from backrub.model.plan import PAUSES, Infeasible, Plan, Step
from backrub.model.scale import Scale
from backrub.model.score import Score, Stroke
from backrub.planning import plan
from backrub.score import compose
from backrub.screening import screen
from strategies import TODAY, plain

CATALOG = load()
ADULTS = (("female", 1.62), ("female", 1.68), ("male", 1.75), ("male", 1.90), ("unspecified", 1.70))
EIGHT = (
    "whole-hand-effleurage", "heel-effleurage", "reinforced-fingers", "thumb-stripping",
    "middle-finger-friction", "forearm-glide", "trigger-point-release", "finish",
)  # fmt: skip


@dataclass(frozen=True)
class Evening:
    """A plan with its score."""

    plan: Plan

    @cached_property
    def score(self) -> Score:
        return compose(self.plan, catalog=CATALOG)

    @cached_property
    def scale(self) -> Scale:
        return Scale.of(self.plan.body.sex, self.plan.body.height_m)

    @cached_property
    def working(self) -> list[Step]:
        return [step for step in self.plan.steps if step.technique not in PAUSES]

    def steps(self, technique: str, *, place: str | None = None, side: str | None = None) -> list[Step]:
        return [
            step
            for step in self.plan.steps
            if step.technique == technique and place in (None, step.place) and side in (None, step.side)
        ]

    def strokes(self, technique: str, *, place: str | None = None, side: str | None = None) -> list[Stroke]:
        """Every stroke of a technique, without the light glides that only link."""
        wanted = self.steps(technique, place=place, side=side)
        return [each for each in self.score.strokes if not each.link and self.plan.steps[each.step] in wanted]

    def runs(self, technique: str, part: str, **where: str) -> list[list[Stroke]]:
        """The strokes of one part of the hand, from when it comes to when something else does."""
        found = []
        for step in self.steps(technique, **where):
            index = self.plan.steps.index(step)
            mine = [each for each in self.score.strokes if each.step == index]
            for is_part, run in groupby(mine, lambda each: not each.link and each.hands[0].part == part):
                if is_part:
                    found.append(list(run))
        return found


def wish(minutes=30, style="classic", level=3, *, kit=None, giver=None, receiver=None, **wishes):
    """Return what planning makes of these wishes of two healthy adults: a plan, or why there is none."""
    oil = "none" if style == "clothed" else "coconut"
    request = plain(
        receiver=receiver,
        giver=giver,
        wishes={"minutes": minutes, "style": style, "level": level, **wishes},
        kit={"oil": oil, **(kit or {})},
    )
    clearance = screen(request, day=TODAY, conditions=CATALOG.conditions)
    return plan(request, clearance, catalog=CATALOG, day=TODAY)


@cache
def evening(minutes=30, style="classic", level=3, *, sex="female", height_m=1.68, hands="healthy",
            experience="some", stones_c=None, massager=False):  # fmt: skip
    """Return a planned evening."""
    made = wish(
        minutes,
        style,
        level,
        kit={"stones_c": stones_c, "massager": massager},
        giver={"hands": hands, "experience": experience},
        receiver={"sex": sex, "height_m": height_m},
    )
    assert not isinstance(made, Infeasible), made.clash
    return Evening(made)
