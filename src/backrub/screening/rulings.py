"""The interpreter: one condition and the facts in, what it rules out. The rules themselves are data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from backrub.catalog.condition import Condition, Limits, When
from backrub.model.clearance import TIERS, Reason
from backrub.screening.clearing import SAY_WHEN, yes_for
from backrub.screening.facts import Facts
from backrub.screening.oils import oil_limits
from backrub.screening.words import effects, in_words, no_massage

_HOW_FAR = {
    "read": "read in the abstract or an excerpt",
    "second-hand": "read second-hand",
    "computed": "computed from public data",
    "recalled-sure": "recalled, sure",
    "recalled-fair": "recalled, fairly sure",
    "recalled-weak": "recalled, unsure",
    "ours": "our own judgement",
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one condition comes to: its reason, how soon to act, its limits, and its place in the list."""

    reason: Reason
    act: Literal["now", "today"] | None
    limits: tuple[Limits, ...]
    order: int

    @property
    def badness(self) -> tuple[int, int, int]:
        """What sorts the worst first: tier, how soon, then the order in which they are asked."""
        return (-TIERS.index(self.reason.tier), self.act != "now", self.order)


def ruling(condition: Condition, facts: Facts) -> Ruling | None:
    """Return what a condition that is answered yes comes to, or None where no circumstance of it holds."""
    met = [when for when in condition.when if holds(when, condition=condition.id, facts=facts)]
    if not met:
        return None
    # The first of the worst: the file tells the most special circumstance first.
    worst = min(met, key=lambda when: (-TIERS.index(when.tier), when.act != "now"))
    limits = (condition.limits, *(when.limits for when in met), *oil_limits(condition, facts))
    changes = effects(limits, place=condition.place)
    says, following, tier = worst.says, worst.next, worst.tier
    yes = yes_for(condition.id, facts) if tier == "clinician" and condition.clearable else None
    if yes is not None:
        if yes.counts:
            tier = "adapt"
            says = f"A doctor, nurse or physiotherapist said yes on {in_words(yes.on)}."
            following = f"That yes holds until {in_words(yes.until)}. If something gets worse, ask again."
        else:
            says = f"{says} {yes.but}"
    if _is_undated(worst, facts) and not (yes is not None and (yes.counts or yes.lacks_a_day)):
        says = f"{says} {SAY_WHEN}: without a day it counts as recent."
    reason = Reason(
        condition=condition.id,
        tier=tier,
        says=says,
        effects=changes if tier == "adapt" else (no_massage(tier, is_clearable=condition.clearable),),
        next=following,
        source=cited(condition),
    )
    return Ruling(reason, worst.act, limits, condition.order)


def cited(condition: Condition) -> str:
    """Return a condition's source with how far to trust it."""
    return f"{condition.source} ({_HOW_FAR[condition.trust]})"


def holds(when: When, *, condition: str, facts: Facts) -> bool:
    """Return whether every test of a circumstance holds; `condition` is the id whose circumstance it is."""
    details = facts.details
    return (
        (when.back_pain is None or facts.pain in when.back_pain)
        and (when.age_under_years is None or facts.age_years < when.age_under_years)
        and (when.age_over_years is None or facts.age_years > when.age_over_years)
        and (when.any_condition is None or any(each in facts.answered for each in when.any_condition))
        and (when.injury is None or (details.injury or "hurts") in when.injury)
        and (when.weeks_since_under is None or _is_recent(when, facts))
        and (when.says_yes is None or getattr(details, when.says_yes) is True)
        and (when.not_said_no is None or getattr(details, when.not_said_no) is not False)
        and (when.pregnancy_weeks_from is None or _weeks(facts) >= when.pregnancy_weeks_from)
        and (not when.on_strip or condition in facts.on_strip)
        and (when.giver_experience is None or facts.giver.experience == when.giver_experience)
        and (when.giver_hands is None or facts.giver.hands == when.giver_hands)
        and (not when.without_guardian or not facts.guardian)
    )


def _is_recent(when: When, facts: Facts) -> bool:
    """Return whether something happened so lately; not said is read as lately."""
    for key, weeks in (when.weeks_since_under or {}).items():
        happened = getattr(facts.details, key)
        if happened is None or facts.day < happened + timedelta(weeks=weeks):
            return True
    return False


def _is_undated(when: When, facts: Facts) -> bool:
    """Return whether a circumstance holds only since nobody said when it was."""
    return any(getattr(facts.details, key) is None for key in when.weeks_since_under or ())


def _weeks(facts: Facts) -> int:
    """Return the weeks of pregnancy; not said is read as late."""
    weeks = facts.details.pregnancy_weeks
    return 45 if weeks is None else weeks
