"""The very hands that a check presses: as light, and as often lifted, as the skin they come to asks for."""

from collections.abc import Iterator

from backrub.catalog import load
from backrub.contact import Contact, press
from backrub.dose.skin import Skin
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion import RATE_HZ, move
from backrub.motion.move import segments_of
from backrub.motion.samples import HandBlock


def hands(
    plan: Plan, score: Score, *, skin: Skin, rate_hz: float = RATE_HZ
) -> Iterator[tuple[HandBlock, HandBlock]]:
    """Yield both hands of a score, block by block, with no more force than this skin bears."""
    how = {"back": skin.receiver.back, "catalog": load()}
    segments = segments_of(plan, score, **how, bears=skin.bears)
    return move(plan, score, **how, rate_hz=rate_hz, segments=segments)


def pressed(plan: Plan, score: Score, *, skin: Skin, rate_hz: float = RATE_HZ, threads: int = 1) -> Contact:
    """Return what those hands did to the skin, cell by cell."""
    return press(
        hands(plan, score, skin=skin, rate_hz=rate_hz),
        bed=skin.bed, zones=skin.bits, oiled=plan.kit.oil != "none", threads=threads,
    )  # fmt: skip
