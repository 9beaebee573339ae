"""Signs that are weak alone and strong together. Urgent pairs stand in the files of their conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from backrub.model.clearance import Reason
from backrub.screening.clearing import is_cleared
from backrub.screening.facts import Facts
from backrub.screening.rulings import Ruling
from backrub.screening.words import no_massage

SEVERAL_SIGNS: Final = "several-signs"

SOFT_CONDITIONS: Final = ("weight-loss", "steroids", "night-pain", "thoracic-spine-pain", "osteoporosis")

NAMES: Final[Mapping[str, str]] = {
    "weight-loss": "losing weight",
    "steroids": "steroid pills",
    "night-pain": "pain at night",
    "thoracic-spine-pain": "pain in the upper spine",
    "osteoporosis": "thin bones",
    "worsening": "pain that grows",
    "age": "pain at your age",
}


def soft_flags(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return the soft flags that there are, each with the condition whose yes covers it; none without pain.

    Clinical notes 1.3, escalation rule over rows 9 to 14 and 16 (our judgement, after IFOMPT's level of
    concern).
    """
    if facts.pain == "none":
        return ()
    flags: list[tuple[str, str]] = [(each, each) for each in SOFT_CONDITIONS if each in facts.answered]
    if facts.pain == "worsening":
        flags.append(("worsening", "back-pain"))
    if facts.age_years < 20 or facts.age_years > 55:
        flags.append(("age", "back-pain"))
    return tuple(flags)


def several_signs(facts: Facts) -> Ruling | None:
    """Return the ruling on two or more soft flags with pain, unless each of them is validly cleared."""
    flags = soft_flags(facts)
    open_flags = [name for name, covered_by in flags if not is_cleared(covered_by, facts)]
    if len(flags) < 2 or not open_flags:
        return None
    listed = ", ".join(NAMES[name] for name, _ in flags)
    reason = Reason(
        condition=SEVERAL_SIGNS,
        tier="clinician",
        says=f"Several small signs came together: {listed}. Please see a doctor before a massage.",
        effects=(no_massage("clinician", is_clearable=True),),
        next="See your doctor; this week is soon enough. Name all of these signs, and ask about each. "
        f"Still open: {', '.join(NAMES[name] for name in open_flags)}.",
        source="Our judgement after Finucane 2020, 10.2519/jospt.2020.9971; several flags: fracture 90 %, "
        "34-99 (Downie 2013, BMJ 347:f7095); clinical notes 1.3 (read in the abstract or an excerpt)",
    )
    return Ruling(reason, None, (), 100)
