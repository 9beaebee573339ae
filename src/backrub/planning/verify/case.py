"""What is judged: a plan as it stands, with what its steps do on its own body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from backrub.catalog.atlas import Atlas
from backrub.catalog.broad import broadened
from backrub.catalog.load import Catalog
from backrub.catalog.style import Style
from backrub.catalog.technique import Technique
from backrub.model.plan import Plan, Step
from backrub.planning.budget import Budget
from backrub.planning.measure import shown_later
from backrub.planning.stroke import Trace

AGAIN = "Plan again, or take the step out."
SLACK_S = 0.5
"""Rounding in a file may cost this much. [s]"""
LEAST_MINUTES, MOST_MINUTES = 5.0, 120.0
"""How long an evening may be: 5 to 120 minutes."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A step that works on the body, with one traced pass: None where the place is still to be shown."""

    index: int
    step: Step
    technique: Technique
    trace: Trace | None

    @property
    def where(self) -> str:
        """Its place in the plan's file."""
        return f"steps[{self.index}]"

    @property
    def force_n(self) -> float:
        """The force of one hand at its level. [N]"""
        force_n = self.technique.force_n
        return force_n.get(self.step.level or 1, max(force_n.values()))


@dataclass(frozen=True)
class Case:
    """A plan, the catalog, and the steps that work and can be read, in their order."""

    plan: Plan
    catalog: Catalog
    worked: tuple[Worked, ...]

    @classmethod
    def of(
        cls, plan: Plan, traces: Mapping[int, Trace | None], *, catalog: Catalog, read: Sequence[int]
    ) -> Case:
        """Return the case of a plan; `read` are the steps that work and can be read, by their index."""
        worked = (
            Worked(
                index, plan.steps[index], catalog.techniques[plan.steps[index].technique], traces.get(index)
            )
            for index in read
        )
        return cls(plan, catalog, tuple(worked))

    @cached_property
    def budget(self) -> Budget:
        """The least of an evening as long as this one."""
        return Budget.of(min(max(round(self.plan.duration_s / 60, 2), LEAST_MINUTES), MOST_MINUTES))

    @cached_property
    def atlas(self) -> Atlas:
        """The atlas as it lies on the receiver."""
        return broadened(self.catalog.atlas, self.plan.body)

    @property
    def style(self) -> Style:
        return self.catalog.styles[self.plan.style]

    @property
    def uses_oil(self) -> bool:
        """Whether there is oil tonight."""
        return self.plan.kit.oil != "none" and self.style.uses_oil

    def phase_s(self, *phases: str) -> float:
        """Return how long hands work in some phases. [s]"""
        return sum(each.step.duration_s for each in self.worked if each.step.phase in phases)

    def pass_of(self, each: Worked) -> Trace:
        """Return one pass of a step: of a hold that is shown later, its time and its part."""
        return each.trace or shown_later(each.technique, barred=self.plan.limits.forbidden_parts)
