"""Whether a clinician's yes still counts for a condition on a day, and if not, why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from backrub.screening.facts import Facts
from backrub.screening.words import in_words

VALID_DAYS = 90
"""A yes counts up to and with this many days after its date (our judgement; the issue and the design agree on
it)."""

_HAPPENED = {"recent-surgery": "surgery_on", "recent-injury": "injury_on", "implanted-device": "implant_on"}
"""A yes from before the thing happened is not about it, and without its day nobody knows."""

SAY_WHEN = "Say when it was"
"""The way out where a day is missing."""


@dataclass(frozen=True, slots=True)
class Yes:
    """The newest yes for a condition: its day, and why it does not count (empty where it does)."""

    on: date
    but: str = ""

    @property
    def counts(self) -> bool:
        """Whether it lowers the tier."""
        return not self.but

    @property
    def lacks_a_day(self) -> bool:
        """Whether it does not count only since nobody said when it happened."""
        return self.but.startswith(SAY_WHEN)

    @property
    def until(self) -> date:
        """The last day on which it counts."""
        return self.on + timedelta(days=VALID_DAYS)


def yes_for(condition: str, facts: Facts) -> Yes | None:
    """Return the newest yes given for a condition, or None where there is none. Older ones never count for
    more."""
    days = [each.on for each in facts.yeses if each.condition == condition]
    if not days:
        return None
    newest = max(days)
    return Yes(newest, _but(condition, facts, on=newest))


def is_cleared(condition: str, facts: Facts) -> bool:
    """Return whether a clinician's yes for this condition counts today."""
    yes = yes_for(condition, facts)
    return yes is not None and yes.counts


def _but(condition: str, facts: Facts, *, on: date) -> str:
    since = facts.details.pain_since
    if facts.day > on + timedelta(days=VALID_DAYS):
        return f"The yes of {in_words(on)} is more than {VALID_DAYS} days old, so please ask again."
    if since is not None and since > on:
        return f"The pain is new or worse since the yes of {in_words(on)}, so please ask again."
    if since is None and facts.pain in ("new", "worsening"):
        return f"The pain is new or worse. Say since when, so that the yes of {in_words(on)} can count."
    if condition not in _HAPPENED:
        return ""
    happened = getattr(facts.details, _HAPPENED[condition])
    if happened is None:
        return f"{SAY_WHEN}, so that the yes of {in_words(on)} can count."
    if happened > on:
        return f"The yes of {in_words(on)} is from before it happened, so please ask again."
    return ""
