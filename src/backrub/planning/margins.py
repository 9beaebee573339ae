"""What a programme keeps to spare: odd lengths and whole passes only show once the steps stand in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from backrub.catalog.limits import Limits
from backrub.model.base import HandPart
from backrub.planning.candidate import CandidateId, Chosen
from backrub.planning.ordered import LEAN_FRAC, Sequenced
from backrub.planning.turns import turns_of

TRIES = 8
"""An evening is solved so many times at most before it is called too full."""
STRETCH_S = 230.0
"""So much work of one part is planned for each change of hand. [s]"""
LEAST_STRETCH_S = 60.0
"""Work is not planned in shorter turns than this. [s]"""
SHORTER_FRAC, HASTY_FRAC = 0.85, 0.6
"""Where one part's work did not pack, so much of what it had for each change of hand is asked for next: in a
plan that is to be good, and where it is only asked whether there is one."""
CUTS, NEAR_S = 2, 120.0
"""So many runs of one part that are too long by no more than this are shortened by themselves, before all its
work gets shorter turns. [s]"""
ROUNDING_S = 3.0
"""A run that was too long is planned this much shorter than it must be: whole passes may round it up. [s]"""
LEAN_FRACS = (0.02, 0.01, 0.0)
"""How far left and right may differ in what is planned, one after the other."""
SPARE_FRACS = (0.0, 0.04, 0.08)
"""How much of the thumbs' most is left over, one after the other."""
WARM_FRACS = (1.15, 1.3)
"""How much warm-up is asked for, times what the rule asks, one after the other: the tempo shifts how a pass
is shared between places."""
SHORT_WARM_FRAC = 1.1
"""A short evening without room for either may have it for this."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of one part that was too long: what it is made of gets less, or something new comes between.

    `share_frac` is how much of each candidate's time was in the run, `most_s` what they may have in it [s],
    `chosen` what was chosen then.
    """

    part: HandPart
    share_frac: Mapping[CandidateId, float]
    most_s: float
    chosen: frozenset[CandidateId]


@dataclass(frozen=True, slots=True)
class Margins:
    """What one programme keeps to spare.

    `shorter_s` is the work of one part that is planned for each change of hand, where it is less than
    `STRETCH_S`. [s] `evens` are places where left and right are to be alike, beside those that both have:
    what was touched on both sides when that was not so. Where it `is_hasty`, any plan will do.
    """

    warm_frac: float = WARM_FRACS[0]
    lean_frac: float = LEAN_FRACS[0]
    spare_frac: float = SPARE_FRACS[0]
    evens: tuple[tuple[str, ...], ...] = ()
    shorter_s: Mapping[HandPart, float] = field(default_factory=dict)
    cuts: tuple[Cut, ...] = ()
    is_hasty: bool = False

    def stretch_s(self, part: HandPart) -> float:
        """Return how much work of a part is planned for each change of hand. [s]"""
        return self.shorter_s.get(part, STRETCH_S)

    def after(self, made: Sequenced, chosen: Sequence[Chosen], *, limits: Limits) -> Margins | None:
        """Return the margins to try next: more to spare of just what broke, so that `chosen` is out.

        None where nothing is left to tighten.
        """
        tighter = self
        if not made.is_warm:
            tighter = replace(tighter, warm_frac=_next(WARM_FRACS, self.warm_frac))
        if made.lean_frac > LEAN_FRAC:
            if made.touched_lean_frac > LEAN_FRAC and made.touched not in self.evens:
                tighter = replace(tighter, evens=(*self.evens, made.touched))
            else:
                tighter = replace(tighter, lean_frac=_next(LEAN_FRACS, self.lean_frac))
        if made.thumbs_s > made.most_thumbs_s(limits):
            tighter = replace(tighter, spare_frac=_next(SPARE_FRACS, self.spare_frac))
        over_s = made.longest_s - limits.stretch.most_s
        if over_s > 0:
            tighter = tighter._packing(made, chosen, over_s=over_s)
        return tighter if tighter != self else None

    def _packing(self, made: Sequenced, chosen: Sequence[Chosen], *, over_s: float) -> Margins:
        """Return the margins with less in the run that was too long, or with shorter turns of its part."""
        part, run = made.longest_run()
        if part is None:
            return self
        planned_s = {each.candidate.id: each.seconds_s for each in chosen}
        in_run_s, all_s = (
            {
                of: sum(each.step.duration_s for each in laid if each.candidate.id == of)
                for of in {each.candidate.id for each in run if each.trace.parts == {part}}
            }
            for laid in (run, made.laid)
        )
        if in_run_s and not self.is_hasty and over_s <= NEAR_S and len(self.cuts) < CUTS:
            share_frac = {of: seconds_s / all_s[of] for of, seconds_s in sorted(in_run_s.items())}
            most_s = sum(share * planned_s[of] for of, share in share_frac.items()) - over_s - ROUNDING_S
            return replace(self, cuts=(*self.cuts, Cut(part, share_frac, most_s, frozenset(planned_s))))
        shorter_s = (HASTY_FRAC if self.is_hasty else SHORTER_FRAC) * min(
            self.stretch_s(part), _for_each_change_s(chosen, part)
        )
        if shorter_s < LEAST_STRETCH_S:
            return self
        return replace(self, shorter_s={**self.shorter_s, part: shorter_s})


STARTS = (Margins(), Margins(warm_frac=SHORT_WARM_FRAC))
"""The margins to begin with, one after the other where one leaves nothing."""
HASTY = tuple(replace(each, is_hasty=True) for each in STARTS)
"""Those where it is only asked whether there is a plan."""


def _next(steps: Sequence[float], now: float) -> float:
    """Return the step after this one; the last stays."""
    later = steps[steps.index(now) + 1 :] if now in steps else ()
    return later[0] if later else now


def _for_each_change_s(chosen: Sequence[Chosen], part: HandPart) -> float:
    """Return the most work of a part for each change of hand, before focus or from focus on. [s]"""
    found = [each.candidate for each in chosen]
    return max(
        (
            sum(chosen[i].seconds_s for i in turn.mine) / (1 + len(turn.between))
            for turn in turns_of(found)
            if turn.part == part
        ),
        default=0.0,
    )
