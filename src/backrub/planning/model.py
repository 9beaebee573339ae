"""The plan as a mixed-integer linear programme: which candidates, for how many seconds.

docs/planning.md states it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backrub.catalog.limits import Limits
from backrub.planning.balance import Seconds, balance_of, fuller_side
from backrub.planning.block import one_part
from backrub.planning.budget import LEAD_S, ONE_SIDED_FRAC, Budget
from backrub.planning.candidate import OTHERS_RANK, WARM_PHASES, Candidate, WishId
from backrub.planning.ladder import ladder_of
from backrub.planning.margins import Margins
from backrub.planning.rows import Floats, Rows, summed
from backrub.planning.stroke import Key
from backrub.planning.turns import turns_of

KNEES = (0.5, 1.0)
"""The first half of a candidate's range counts in full, the second half ..."""
LATER_FRAC = 0.7
"""... counts less: variety beats more of the same."""
PLACE_STEPS_S = (90.0, 150.0)
"""Seconds at a place after which more of it counts less, for half an hour; longer evenings stretch them."""
PLACE_WORTH = (1.0, 0.4)
"""What a minute at a place adds within the first and the second of these steps."""
PLACE_WEIGHT = {
    "low-back": 1.0,
    "upper-back": 1.0,
    "shoulder-top": 0.9,
    "mid-back": 0.6,
    "neck": 0.5,
    "shoulder-blade": 0.5,
    "hip": 0.4,
    "sacrum": 0.2,
}
"""Where people are most often tired counts most."""
SORE_WORTH = 0.6
"""... and what a minute adds more at a sore place."""
HELPED_WORTH = 10.0
"""What it adds that a sore place gets work that helps it: more than anything it could be given up for."""
TECHNIQUE_S = 200.0
"""So long a technique counts in full in half an hour (a style may aim at another time) ..."""
MORE_COST = 1.0
"""... and what a minute past it costs: an evening has variety."""
ONE_SIDED_ROUND_FRAC = 0.92
"""The extra for one side is planned a little under its most: whole passes may round it up."""
FIRST_BLOCK_S = 285.0
"""The long strokes and circles of the first technique are one block in the article's order: five minutes."""
FIRST_MOST_S = 580.0
"""... and ten minutes, in blocks, in the longest evenings: the article's five to ten, less some rounding."""
EIGHT_WORTH = 3.0
"""In the article's order the eight themselves are the wish: what each that is in adds beside its seconds, and
what others cost."""
REST_WORTH = 1.0
"""What a minute of quiet past the least adds."""
STEP_COST = 0.1
"""Each step costs a little: few steps flow better."""
BREAK_TIES = 1e-5
"""A tiny cost by order, so that equal plans are always the same plan."""


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything the solver needs: maximise worth . x under rows and bounds.

    `is_binary` marks the yes-or-no columns. Columns: for each candidate its yes (first n), then its seconds
    in two segments (2n), then the rest, then each place's seconds in two steps, then each technique's
    seconds past its aim, then, from `helped` on, whether each sore place is helped, and last whether what
    focus work needs before it is there.
    """

    worth: Floats
    low: Floats
    high: Floats
    is_binary: np.ndarray[tuple[int], np.dtype[np.bool_]]
    rows: Rows
    count: int
    helped: int

    def own_worth(self, x: Floats) -> float:
        """Return what a solution is worth without what it gets for helping sore places."""
        return float(self.worth[: self.helped] @ x[: self.helped])

    def seconds_of(self, x: Floats, index: int) -> float:
        """Return the seconds that a solution gives to a candidate. [s]"""
        return float(x[self.count + 2 * index] + x[self.count + 2 * index + 1])


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person fixed about one candidate: whether it is in, and its seconds. [s]"""

    is_in: bool
    least_s: float | None = None
    most_s: float | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """What one evening asks of the programme.

    `sore_groups` are the candidates that help each sore place, `aim_s` the time aims
    of the style [s]; `margins` is what is kept to spare, `is_even` says that the sides are alike.
    `even_places` are those that anything, on the list or spare, reaches on both sides.
    """

    oil: bool
    sore_places: frozenset[Key]
    fixed: Mapping[int, Wish]
    must_touch: frozenset[Key]
    sore_groups: tuple[tuple[int, ...], ...]
    aim_s: Mapping[str, float]
    margins: Margins
    is_article_order: bool
    is_even: bool
    even_places: tuple[str, ...]


def programme(found: Sequence[Candidate], budget: Budget, *, asks: Asks, limits: Limits) -> Programme:
    """Return the programme of an evening. Row names say which wish or rule each row stands for."""
    n = len(found)
    rest = 3 * n
    fuller = fuller_side(found, asks.must_touch, asks.sore_places)

    def in_order(of: Iterable[Key]) -> list[Key]:
        return sorted(of, key=lambda key: (key[0], key[1] != fuller))

    keys = in_order(
        {key for each in found for key in each.share_frac if not (asks.is_even and key[1] == "left")}
    )
    column_of = {key: rest + 1 + 2 * index for index, key in enumerate(keys)}
    techniques = sorted({each.technique.id for each in found})
    past = rest + 1 + 2 * len(keys)
    helped = past + len(techniques)

    def seconds(index: int, factor: float = 1.0) -> dict[int, float]:
        return {n + 2 * index: factor, n + 2 * index + 1: factor}

    needed_s = budget.warm_place_s * asks.margins.warm_frac + LEAD_S
    ladder = ladder_of(
        found,
        keys=keys,
        seconds=seconds,
        needed_s=needed_s,
        opening_s=budget.opening_s,
        is_article_order=asks.is_article_order,
    )
    ready = helped + len(asks.sore_groups)
    total = ready + len(ladder.needs)
    worth, low, high = np.zeros(total), np.zeros(total), np.full(total, np.inf)
    is_binary = np.zeros(total, dtype=np.bool_)
    is_binary[:n] = is_binary[ready:] = True
    high[:n] = high[ready:] = 1.0
    rows = Rows()
    for index, each in enumerate(found):
        wish = asks.fixed.get(index)
        least_s, most_s = each.least_s, each.most_s
        if wish is not None:
            low[index] = high[index] = float(wish.is_in)
            least_s = max(least_s, min(wish.least_s if wish.least_s is not None else least_s, most_s))
            most_s = min(most_s, max(wish.most_s if wish.most_s is not None else most_s, least_s))
        worth[index] = -STEP_COST * len(each.sides) - BREAK_TIES * index
        knee_s = each.least_s + KNEES[0] * (each.most_s - each.least_s)
        worth[n + 2 * index] = each.value / 60
        worth[n + 2 * index + 1] = each.value * LATER_FRAC / 60
        high[n + 2 * index], high[n + 2 * index + 1] = knee_s, max(each.most_s - knee_s, 0.0)
        rows.add(f"least:{each.technique.id}", {**seconds(index), index: -least_s}, low=0.0)
        # each segment by itself: tighter than their sum, so that little branching is left
        for column, up_to_s in (
            (n + 2 * index, min(knee_s, most_s)),
            (n + 2 * index + 1, max(most_s - knee_s, 0.0)),
        ):
            rows.add(f"most:{each.technique.id}", {column: 1.0, index: -up_to_s}, high=0.0)
    low[rest], high[rest] = budget.rest_s, budget.rest_most_s
    all_s = summed(seconds(index) for index in range(n)) | {
        i: each.overhead_s for i, each in enumerate(found)
    }
    filled_s = budget.total_s - budget.pauses_s(oil=asks.oil)
    rows.add("minutes", {**all_s, rest: 1.0}, low=filled_s, high=filled_s)
    _phase_rows(rows, found, budget, seconds)
    ladder.add_to(rows, ready=ready)
    _hand_rows(rows, found, seconds, budget=budget, limits=limits, asks=asks)
    _same_work_rows(rows, found)
    for key in in_order(asks.must_touch):
        rows.add(
            f"touch:{key[0]}",
            {i: 1.0 for i, each in enumerate(found) if each.touches(key)},
            low=1.0,
        )
    if not asks.is_even:
        for places in (asks.even_places, *asks.margins.evens):
            lean_frac = asks.margins.lean_frac
            for more, terms in balance_of(found, seconds, places=places, lean_frac=lean_frac, first=fuller):
                rows.add(f"balance:{more}", terms, high=0.0)
    for column, group in enumerate(asks.sore_groups, start=helped):
        high[column], worth[column] = 1.0, HELPED_WORTH
        rows.add("sore", {**dict.fromkeys(group, 1.0), column: -1.0}, low=0.0)
    stretch = max(1.0, budget.total_s / 1800.0)
    for key in keys:
        column = column_of[key]
        high[column], high[column + 1] = (step * stretch for step in PLACE_STEPS_S)
        # where left and right are alike, the right's columns stand for both
        of = {key, (key[0], "left")} if asks.is_even else {key}
        extra = SORE_WORTH * len(asks.sore_places & of)
        half = 0.5 if key[1] != "both" and not asks.is_even else 1.0
        worth[column], worth[column + 1] = (
            (half * each * PLACE_WEIGHT.get(key[0], 0.5) + extra) / 60 for each in PLACE_WORTH
        )
        terms = summed(seconds(index, each.share_frac.get(key, 0.0)) for index, each in enumerate(found))
        rows.add(f"place:{key[0]}", {**terms, column: -1.0, column + 1: -1.0}, low=0.0)
        if key in ladder.warm:
            # Nothing new, but tighter: focus work has only what warm-up has left of the first step.
            light = summed(
                seconds(index, each.share_frac[key])
                for index, each in enumerate(found)
                if key in each.share_frac and each.phase != "focus"
            )
            left_s = max(high[column] - needed_s, 0.0)
            rows.add(f"place:{key[0]}", {**light, column: -1.0, ready + ladder.warm[key]: left_s}, low=0.0)
    worth[rest] = REST_WORTH / 60
    for column, technique in enumerate(techniques, start=past):
        aim_s = asks.aim_s.get(technique, TECHNIQUE_S) * budget.total_s / 1800.0
        _variety_rows(rows, found, seconds, technique=technique, aim_s=aim_s, column=column)
        worth[column] = -(MORE_COST if technique not in asks.aim_s else 3 * MORE_COST) / 60
    first = summed(seconds(index) for index, each in enumerate(found) if each.technique.article == 1)
    # in the article's order technique 1 is one block, its palms not worked past the longest stretch
    rows.add("article:first", first, high=FIRST_BLOCK_S if asks.is_article_order else FIRST_MOST_S)
    if asks.is_article_order:
        worth[:n] += _of_the_eight(found)
    return Programme(worth, low, high, is_binary, rows, n, helped)


def _of_the_eight(found: Sequence[Candidate]) -> list[float]:
    """Return what each adds as one of the eight, as what stands for one that is not here, or as neither."""
    here = {each.technique.article for each in found}
    return [
        EIGHT_WORTH
        if each.technique.article is not None
        else 0.0
        if each.rank != OTHERS_RANK and each.rank not in here
        else -EIGHT_WORTH
        for each in found
    ]


def _phase_rows(rows: Rows, found: Sequence[Candidate], budget: Budget, seconds: Seconds) -> None:
    """Opening, warm-up and closing each have their least time; opening and closing also a most."""
    for phase, least_s, most_s in (
        ("opening", budget.opening_s, budget.opening_most_s),
        ("warm-up", 0.0, np.inf),
        ("closing", budget.closing_s, budget.closing_most_s),
    ):
        terms = summed(seconds(i) for i, each in enumerate(found) if each.phase == phase)
        rows.add(f"phase:{phase}", terms, low=least_s, high=most_s)
    warm = summed(seconds(i) for i, each in enumerate(found) if each.phase in WARM_PHASES)
    rows.add("phase:warm", warm, low=budget.opening_s + budget.warm_up_s)
    if budget.needs_focus:
        rows.add("phase:focus", {i: 1.0 for i, each in enumerate(found) if each.phase == "focus"}, low=1.0)


def _hand_rows(
    rows: Rows,
    found: Sequence[Candidate],
    seconds: Seconds,
    *,
    budget: Budget,
    limits: Limits,
    asks: Asks,
) -> None:
    """Thumbs, the massager, one-sided extras and placed stones have their most."""
    every = range(len(found))
    thumbs = summed(seconds(i, found[i].thumb_frac) for i in every)
    rows.add("thumbs", thumbs, high=limits.thumbs.most_s * (1 - asks.margins.spare_frac))
    most_frac = limits.thumbs.most_frac * (1 - asks.margins.spare_frac)
    share = summed(seconds(i, found[i].thumb_frac - most_frac * (not found[i].is_shown_later)) for i in every)
    rows.add("thumbs:share", share, high=0.0)
    massager = summed(seconds(i) for i in every if found[i].technique.massager)
    if massager:
        rows.add("massager", massager, high=limits.massager.total_s)
    one_sided = summed(seconds(i) for i in every if found[i].is_one_sided)
    if one_sided:
        rows.add("one-sided", one_sided, high=ONE_SIDED_ROUND_FRAC * ONE_SIDED_FRAC * budget.total_s)
    holds = {i: 1.0 for i in every if found[i].technique.working == "spot"}
    if holds:
        rows.add("spots", holds, high=float(budget.spots))
    for place in dict.fromkeys(found[i].place for i in every if found[i].technique.massager):
        a_side = summed(
            seconds(i, 1.0 / len(found[i].sides))
            for i in every
            if found[i].technique.massager and found[i].place == place
        )
        rows.add(f"massager:{place}", a_side, high=limits.massager.place_s)
    _stretch_rows(rows, found, seconds, margins=asks.margins, most_s=limits.stretch.most_s)


def _stretch_rows(
    rows: Rows, found: Sequence[Candidate], seconds: Seconds, *, margins: Margins, most_s: float
) -> None:
    """One part of the hand works no longer than a stretch, then something else comes between."""
    for turn in turns_of(found):
        stretch_s = margins.stretch_s(turn.part)
        between = dict.fromkeys(turn.between, -stretch_s)
        mine = summed(seconds(index) for index in turn.mine)
        rows.add(f"stretch:{turn.part}", {**mine, **between}, high=stretch_s)
    index_of = {each.id: index for index, each in enumerate(found)}
    for cut in margins.cuts:
        run = [(index_of[of], share) for of, share in cut.share_frac.items()]
        phases = {found[index].phase for index, _ in run}
        new = {
            index: -most_s
            for index, each in enumerate(found)
            if each.phase in phases and each.id not in cut.chosen and one_part(each.traces) != cut.part
        }
        rows.add(f"run:{cut.part}", {**summed(seconds(*each) for each in run), **new}, high=cut.most_s)


def _variety_rows(
    rows: Rows, found: Sequence[Candidate], seconds: Seconds, *, technique: str, aim_s: float, column: int
) -> None:
    """A technique's seconds past its aim: of all its work and, to be tighter, of each by itself."""
    of_it = [index for index, each in enumerate(found) if each.technique.id == technique]
    name = f"variety:{technique}"
    rows.add(name, {**summed(seconds(index) for index in of_it), column: -1.0}, high=aim_s)
    alike: dict[WishId, list[int]] = {}
    for index in of_it:
        alike.setdefault(found[index].wish_id, []).append(index)
    for members in alike.values():  # one level of them at most
        if max(found[index].most_s for index in members) > aim_s:
            terms = summed(seconds(index) for index in members)
            rows.add(name, {**terms, **dict.fromkeys(members, -aim_s), column: -1.0}, high=0.0)


def _same_work_rows(rows: Rows, found: Sequence[Candidate]) -> None:
    """The same technique at the same place is used at one level only, and in focus or warm-up, not both."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for index, each in enumerate(found):
        phase = "deep" if each.phase == "focus" else each.phase
        groups.setdefault((each.id[0], each.id[1] + each.id[3], phase), []).append(index)
    for (technique, _, _), members in groups.items():
        if len(members) > 1:
            rows.add(f"once:{technique}", dict.fromkeys(members, 1.0), high=1.0)
