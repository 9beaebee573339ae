"""Plans that break a limit, made on purpose, and a judge that knows which piece does."""

from collections.abc import Collection

from backrub.model.dose import DoseReport, GiverLoad, LimitCheck
from backrub.model.plan import Plan
from backrub.model.score import Score

Bad = Collection[tuple[str, int]]
"""Techniques, each with the level from which it breaks the judge's limit."""


def report_of(limits: list[LimitCheck]) -> DoseReport:
    load = GiverLoad(hands=(), strains=(), thumbs_n_s=0.0, thumbs_budget_s=240.0)
    return DoseReport(
        limits=tuple(limits), places=(), giver=load, balance_frac=0.0, cells=1, rate_hz=60.0, nearest=False,
        missed_s=0.0, elapsed_s=0.0,
    )  # fmt: skip


def strict(bad: Bad, *, name: str = "pressure-strip", place: str | None = "strip", unit: str = "Pa"):
    """A judge for whom some techniques press too much from a level on, wherever they are."""

    def judge(plan: Plan, score: Score) -> DoseReport:
        broken = [
            LimitCheck(
                name=name, says="", limit=1.0, worst=2.0, unit=unit, ok=False, place=place, at_s=1.0,
                step=stroke.step, stroke=number,
            )
            for number, stroke in enumerate(score.strokes)
            for technique, level in bad
            if plan.steps[stroke.step].technique == technique
            and max(hand.level for hand in stroke.hands) >= level
        ]  # fmt: skip
        fine = LimitCheck(name=name, says="", limit=1.0, worst=0.0, unit=unit, ok=True)
        return report_of(broken[:1] or [fine])

    return judge
