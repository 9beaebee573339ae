"""Clearances and reasons in words, for a terminal."""

from __future__ import annotations

from backrub.cli.paper import paper
from backrub.model.base import LEVEL_WORDS
from backrub.model.clearance import Clearance
from backrub.model.plan import Infeasible

HEADLINES = {
    "clear": "Go ahead. Nothing in the answers stands against it.",
    "adapt": "Go ahead, with care. Some things change.",
    "not-today": "Not today.",
    "clinician": "Please ask a doctor before a massage.",
}
NOT_REVIEWED = "A licensed clinician has not yet reviewed these rules. They are no medical advice."


def headline(clearance: Clearance, *, emergency_number: str) -> str:
    """Return the one sentence that says what to do."""
    if clearance.tier == "urgent":
        if clearance.when == "now":
            return f"Call {emergency_number} now. Don't wait."
        return "See a doctor today. No massage until then."
    return HEADLINES[clearance.tier]


def print_clearance(clearance: Clearance, *, emergency_number: str) -> None:
    """Print what screening allows: the sentence, the limits, each reason with what to do and its source."""
    page = paper()
    page.print(headline(clearance, emergency_number=emergency_number), style="bold")
    if clearance.tier == "adapt":
        page.print(
            f"Up to {clearance.max_minutes:g} minutes, pressure up to {LEVEL_WORDS[clearance.max_level]}, "
            + ("lying face down" if clearance.position == "prone" else "seated, leaning forward on pillows")
            + f". Ask again from {clearance.lapses_on}."
        )
    for reason in clearance.reasons:
        page.print()
        page.print(reason.says)
        for effect in reason.effects:
            page.print(f"  - {effect}")
        page.print(f"  Next: {reason.next}")
        page.print(f"  Source: {reason.source}", style="dim")
    page.print()
    page.print(NOT_REVIEWED, style="dim")


def print_infeasible(infeasible: Infeasible) -> None:
    """Print which wishes clash and the ways out."""
    page = paper()
    page.print("These wishes don't fit together:", style="bold")
    for clash in infeasible.clash:
        page.print(f"  - {clash}")
    page.print("Each of these makes it possible:")
    for number, way_out in enumerate(infeasible.ways_out, start=1):
        page.print(f"  {number}. {way_out.says}")
        told = (
            f"{key} = {_READ_FIRST.get(key, '{}').format(value)}" for key, value in way_out.change.items()
        )
        page.print(f"     {', '.join(told)}", style="dim")


_READ_FIRST = {"kit.stones_c": "what your thermometer reads, {:g} or less"}
"""What nobody may copy: a reading is one's own."""


"""Walton's levels as people read them, by number."""
