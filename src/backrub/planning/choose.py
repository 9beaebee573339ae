"""Choose an evening among candidates: by the programme, until what it chose also holds in whole passes and in
order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backrub.model.plan import Step
from backrub.planning.balance import even_places
from backrub.planning.candidate import Candidate, Chosen, Kitchen, WishId
from backrub.planning.ground import evened
from backrub.planning.margins import TRIES, Margins
from backrub.planning.model import Asks, Programme, Wish, programme
from backrub.planning.ordered import Sequenced
from backrub.planning.sequence import sequence
from backrub.planning.short_list import LOST_FRAC, MUCH_LOST_FRAC
from backrub.planning.solve import GAP_FRAC, Columns, Solution, lost_frac, relaxed_worth, solve
from backrub.planning.spots import helps
from backrub.planning.stroke import Key

Fixed = Mapping[WishId, Wish]
"""What a person fixed, by a candidate's `wish_id`."""
AGAIN_TRIES = 3
"""An evening that lost much to shorter turns is solved so many times more without them, at most."""

_FREE = Wish(is_in=False)


@dataclass(frozen=True, slots=True)
class Solved:
    """A request with its candidates and the solution over them.

    `balance_cost_frac` is what left and right cost that are to get the same time, of the evening's worth.
    """

    kitchen: Kitchen
    found: tuple[Candidate, ...]
    chosen: tuple[Chosen, ...]
    steps: tuple[Step, ...]
    solution: Solution
    balance_cost_frac: float


@dataclass(frozen=True, slots=True)
class _Tried:
    """What some tries came to: the evening that holds, its margins, and the first solution, before anything
    was tightened; None without any."""

    solved: Solved | None
    margins: Margins
    first: Solution | None


def choose(
    listed: Sequence[Candidate],
    kitchen: Kitchen,
    *,
    spare: Sequence[Candidate] = (),
    fixed: Fixed,
    must_touch: frozenset[Key],
    starts: Sequence[Margins],
    above: float = -np.inf,
) -> Solved | None:
    """Return the best evening of some candidates; None when none keeps the rules and what is fixed.

    Of the `spare` ones, those are looked at that the programme would use if it needn't say yes or no. None,
    too, where none is worth more than `above`.
    """
    pantry = Pantry(tuple(listed), tuple(spare), kitchen, fixed, must_touch, above)
    solved = (_solve_from(start, pantry) for start in starts)
    return next((each for each in solved if each is not None), None)


@dataclass(frozen=True, slots=True)
class Pantry:
    """What an evening may be made of: what is on the list and what is spare, and what is asked of it; no
    evening is wanted that is worth `above` or less.
    """

    listed: tuple[Candidate, ...]
    spare: tuple[Candidate, ...]
    kitchen: Kitchen
    fixed: Fixed
    must_touch: frozenset[Key]
    above: float

    def asks(self, found: Sequence[Candidate], margins: Margins) -> Asks | None:
        """Return what an evening of these candidates asks; None where what is to be in is not among them."""
        fixed = self.fixed
        wished = {index: fixed[each.wish_id] for index, each in enumerate(found) if each.wish_id in fixed}
        if len({found[index].wish_id for index, wish in wished.items() if wish.is_in}) < sum(
            wish.is_in for wish in fixed.values()
        ):
            return None
        kitchen = self.kitchen
        return Asks(
            oil=any(each.technique.oil for each in found),
            sore_places=_sore_places(kitchen),
            fixed=_one_level_each(wished, found),
            must_touch=self.must_touch,
            sore_groups=tuple(_sore_groups(found, kitchen)),
            aim_s=kitchen.style.aim_s,
            margins=margins,
            is_article_order=kitchen.style.order == "article",
            is_even=kitchen.ground.is_even and not any(each.is_one_sided for each in found),
            even_places=self.even_places,
        )

    @property
    def even_places(self) -> tuple[str, ...]:
        """Return where left and right are to get the same time."""
        return even_places((*self.listed, *self.spare))

    def programme(self, found: Sequence[Candidate], asks: Asks) -> Programme:
        """Return the programme of an evening of these candidates."""
        return programme(found, self.kitchen.budget, asks=asks, limits=self.kitchen.catalog.limits)

    def balance_cost_frac(self, found: Sequence[Candidate], asks: Asks, *, of: Solution) -> float:
        """Return what left and right cost that are to get the same time, where neither says yes or no, of
        what a solution is worth; nothing where nobody would ask, since no place is left alone on one side."""
        avoid = self.kitchen.ground.avoid
        if asks.is_even or asks.margins.is_hasty or evened(avoid) == avoid:
            return 0.0
        free = replace(asks, even_places=(), margins=replace(asks.margins, evens=()))
        tied, untied = (relaxed_worth(self.programme(found, each)) for each in (asks, free))
        return (untied - tied) / of.own_worth

    def with_worthwhile(self, margins: Margins) -> Pantry:
        """Return the same, with the list as the relaxed programme would have it.

        What of the spare it would use comes on the list; what it would lose much by becomes spare, but for
        what people wish, one side's extra, and how an evening opens and closes. In the article's order all
        stays: what comes between the eight shows its worth only once they stand in order.
        """
        every = (*self.listed, *self.spare)
        asks = self.asks(every, margins)
        if asks is None or not self.spare:
            return self
        lost = lost_frac(self.programme(every, asks), np.array([each.least_s for each in every]))
        if lost is None:
            return self
        most = np.full(len(every), LOST_FRAC)
        most[: len(self.listed)] = [np.inf if self._stays(each) else MUCH_LOST_FRAC for each in self.listed]
        listed, spare = (
            tuple(each for each, yes in zip(every, lost <= most, strict=True) if bool(yes) is kind)
            for kind in (True, False)
        )
        return replace(self, listed=listed, spare=spare)

    def _stays(self, each: Candidate) -> bool:
        return (
            self.kitchen.style.order == "article"
            or each.is_one_sided
            or each.wish_id in self.fixed
            or each.phase in ("opening", "closing")
        )


def _solve_from(start: Margins, pantry: Pantry) -> Solved | None:
    """Return the best evening that holds in order, with more to spare where one doesn't; None without any.

    Where none does within some tries, any plan will do: what is offered as a way out was found so. Shorter
    turns for all work of a part can cost more than they must: what was learned besides is tried without them.
    """
    tried = _until_it_holds(start, pantry, tries=TRIES)
    if tried.first is None:
        return None
    if tried.solved is None:
        if start.is_hasty:
            return None
        return _until_it_holds(replace(start, is_hasty=True), pantry, tries=TRIES).solved
    worth, first = tried.solved.solution.worth, tried.first
    without = replace(tried.margins, shorter_s={})
    has_learned = without not in (tried.margins, start)
    if has_learned and not start.is_hasty and worth < first.worth - GAP_FRAC * first.own_worth:
        again = _until_it_holds(without, pantry, tries=AGAIN_TRIES).solved
        if again is not None and again.solution.worth > worth:
            return again
    return tried.solved


@dataclass(frozen=True, slots=True)
class _Offer:
    """What one evening may be made of, what it asks, and its programme."""

    pantry: Pantry
    found: tuple[Candidate, ...]
    asks: Asks
    programme: Programme

    def in_order(self, x: Columns) -> tuple[tuple[Chosen, ...], Sequenced]:
        """Return what a solution of the programme chooses, and that in order."""
        chosen = tuple(
            Chosen(each, self.programme.seconds_of(x, index), self.asks.fixed.get(index, _FREE).is_in)
            for index, each in enumerate(self.found)
            if x[index] > 0.5
        )
        return chosen, sequence(chosen, self.pantry.kitchen, even=self.pantry.even_places)

    def holds(self, x: Columns) -> bool:
        """Whether a solution keeps in order what it keeps in the programme."""
        return self.in_order(x)[1].holds(self.pantry.kitchen.catalog.limits)


def _until_it_holds(margins: Margins, pantry: Pantry, *, tries: int) -> _Tried:
    """Solve, put in order, tighten what does not hold, and solve again."""
    limits = pantry.kitchen.catalog.limits
    first: Solution | None = None
    for _ in range(tries):
        pantry = pantry.with_worthwhile(margins)
        found = pantry.listed
        asks = pantry.asks(found, margins)
        if asks is None or not found:
            break
        offer = _Offer(pantry, found, asks, pantry.programme(found, asks))
        solution = solve(offer.programme, holds=offer.holds, above=pantry.above)
        if solution is None:
            break
        first = solution if first is None else first
        chosen, ordered = offer.in_order(solution.x)
        if ordered.holds(limits):
            cost_frac = pantry.balance_cost_frac(found, asks, of=solution)
            solved = Solved(pantry.kitchen, found, chosen, ordered.steps, solution, cost_frac)
            return _Tried(solved, margins, first)
        tighter = margins.after(ordered, chosen, limits=limits)
        if tighter is None:
            break
        margins = tighter
    return _Tried(None, margins, first)


def _one_level_each(wished: dict[int, Wish], found: Sequence[Candidate]) -> dict[int, Wish]:
    """Keep a wish to have something in on its highest level alone: one of several levels of the same work."""
    best: dict[WishId, int] = {}
    for index, wish in wished.items():
        key = found[index].wish_id
        if wish.is_in and (key not in best or found[index].level > found[best[key]].level):
            best[key] = index
    return {
        index: wish for index, wish in wished.items() if not wish.is_in or best[found[index].wish_id] == index
    }


def _sore_places(kitchen: Kitchen) -> frozenset[Key]:
    places = (kitchen.ground.atlas.place_at(sore.across, sore.along) for sore in kitchen.sore)
    return frozenset(place for place in places if place is not None)


def _sore_groups(found: Sequence[Candidate], kitchen: Kitchen) -> list[tuple[int, ...]]:
    """Return, for each sore spot that focus work may come to, the candidates that would help it; two spots
    that the same would help are two.
    """
    if kitchen.budget.total_s < 900:
        return []
    groups = []
    for sore in kitchen.sore:
        spot = sore.across, sore.along
        at = kitchen.ground.atlas.place_at(*spot)
        if at is not None:
            groups.append(
                tuple(i for i, each in enumerate(found) if helps(each, spot, at=at, ground=kitchen.ground))
            )
    return sorted(group for group in groups if group)
