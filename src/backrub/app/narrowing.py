"""Make a plan gentler where it breaks a limit on its receiver's own back, until every limit holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backrub.app import gentler_words as words
from backrub.app.faults import OF_ONE_STROKE, Alone, Fault, Judge, faults_of
from backrub.app.from_plan import clearance_of, request_of
from backrub.app.gentler_notices import (
    LOWERED,
    MOVED,
    OUT,
    SHORTENED,
    SWAPPED,
    Saying,
    still_said,
    with_notices,
)
from backrub.app.pieces import Key, at_most, key_of, keys_of, level_of, no_firmer, outs_of, seconds_of
from backrub.app.stages import check_plan
from backrub.catalog import Catalog
from backrub.errors import DataError, Problem, Refused
from backrub.model.base import LEVEL_WORDS
from backrub.model.dose import DoseReport, LimitCheck
from backrub.model.plan import Edit, Gentler, Plan
from backrub.planning.candidate import WishId
from backrub.planning.replan import alternatives, nearby, pieces_of, replan
from backrub.planning.verify import verify
from backrub.score import compose

MOST_ROUNDS = 12
"""So often a plan is pressed as a whole; each round takes at least one piece back."""
MOST_NEARBY = 2
"""So many places beside its own are tried for a piece before another technique takes its place."""
MOST_SWAPS = 2
"""So many other techniques are tried in a piece's place before it is left out."""


@dataclass(frozen=True, slots=True)
class Held:
    """A plan that keeps every limit on its receiver's own back, and the report that says so."""

    plan: Plan
    report: DoseReport


@dataclass(frozen=True, slots=True)
class _Told:
    """What came of one piece: the limit that it broke, whether a person had locked it, what is there now."""

    limit: LimitCheck
    was_locked: bool = False
    instead: Key | None = None
    is_shorter: bool = False


def narrow(plan: Plan, *, catalog: Catalog, judge: Judge) -> Held:
    """Return the plan as it is where it holds; else the plan made gentler until it does.

    A piece that breaks a limit goes down in level, if it may; else it is done at a place nearby, where it
    holds; else another technique takes its place; else it is left out. Work that lasts too long is shortened
    first. No piece gets firmer than it was, and the limits stay the plan's own. Each change is a notice, and
    stands in `gentler`.

    Raises
    ------
    Refused
        When no plan of these wishes holds, or the body can't be pressed (somebody seated).
    DataError
        When the plan breaks its own limits already, before any body.
    """
    check_plan(plan, catalog=catalog)
    made = _Narrowing(plan, catalog=catalog, alone=Alone(judge))
    for _ in range(MOST_ROUNDS):
        score = compose(made.plan, catalog=catalog)
        report = judge(made.plan, score)
        if not report.broken:
            return Held(made.finished(), report)
        faults = faults_of(made.plan, score, report=report, alone=made.alone)
        if not faults:
            break
        for fault in faults:
            made.take_back(fault)
    raise _hopeless()


def gentler_says(plan: Plan, index: int) -> Problem | None:
    """Return what stands against a step's level, where a firmer one broke a limit on this very back."""
    key = keys_of(plan).get(index)
    most = [each.most_level for each in plan.gentler if key_of(each) == key]
    if (plan.steps[index].level or 0) <= min(most, default=5):
        return None
    return words.TOO_MUCH


def _hopeless() -> Refused:
    return Refused(
        "no-gentle-plan",
        "No plan of these wishes keeps every limit on this back.",
        "Choose a lower level, or relaxation, and plan again.",
    )


@dataclass(slots=True)
class _Narrowing:
    """A plan on its way to what holds: what was lowered, what broke, and why.

    `most` is the highest level of each piece, `bad` what breaks a limit by itself, and which, `ours` what we
    chose, which stays while the rest is looked at.
    """

    plan: Plan
    catalog: Catalog
    alone: Alone
    first: Plan = field(init=False)
    most: dict[Key, int] = field(init=False)
    told: dict[Key, _Told] = field(default_factory=dict)
    bad: dict[Key, str] = field(default_factory=dict)
    ours: set[Key] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.first = self.plan
        # Nothing that is there gets firmer when the rest is planned again.
        self.most = {key: level_of(self.plan, key) for key in keys_of(self.plan).values()}
        for each in self.plan.gentler:
            key = key_of(each)
            self.most[key] = min(each.most_level, self.most.get(key, each.most_level))

    def take_back(self, fault: Fault) -> None:
        """Do the least that mends a fault; raises Refused when nothing does."""
        if not self._steps_of(fault.piece):
            return  # it went with something else
        if self._lowered(fault) or (fault.limit.unit == "s" and self._shortened(fault)):
            return
        self.bad[fault.piece[:3]] = fault.limit.name
        if not (self._moved(fault) or self._swapped(fault) or self._left_out(fault)):
            raise _hopeless()

    def finished(self) -> Plan:
        """Return the plan with its notices; what we chose is no lock of the person's."""
        if not self.told:
            return self.plan
        keys, was_there = keys_of(self.plan), set(keys_of(self.first).values())
        steps = tuple(
            step.model_copy(update={"locked": False}) if keys.get(index) in self.ours else step
            for index, step in enumerate(self.plan.steps)
        )
        gentler = {key_of(each): each for each in self.plan.gentler}
        # What broke when it was tried in another's place is remembered, too, and nothing is said of it.
        broke = self.bad | {key: each.limit.name for key, each in self.told.items()}
        for key, limit in broke.items():
            technique, place, phase = key
            gentler[key] = Gentler(
                technique=technique,
                place=place,
                phase=phase,
                most_level=level_of(self.plan, key),
                limit=limit,
            )
        made = self.plan.model_copy(
            update={
                "steps": steps,
                "gentler": tuple(gentler.values()),
                # What broke is not what the person took out: it is no part of a routine.
                "left_out": self.first.left_out,
                "solve_s": self.first.solve_s,
            }
        )
        said = still_said(made, self.first, catalog=self.catalog)
        said |= {key: self._saying(key, each) for key, each in self.told.items() if key in was_there}
        return with_notices(made, said, catalog=self.catalog)

    def _lowered(self, fault: Fault) -> bool:
        """Do it more lightly, if it holds then."""
        key, steps = fault.piece[:3], self._steps_of(fault.piece)
        level = max(self.plan.steps[index].level or 1 for index in steps)
        for lower in range(min(fault.level, level + 1) - 1, 0, -1):
            if lower >= level or lower not in self.catalog.techniques[key[0]].levels:
                continue
            lowered = at_most(self.plan, steps, level=lower)
            if self._is_well(lowered) and fault.limit.name not in self._broken_by(lowered, fault.piece):
                self.plan, self.most[key] = lowered, lower
                self._tell(key, fault.limit)
                return True
        return False

    def _shortened(self, fault: Fault) -> bool:
        key = fault.piece[:3]
        if key in self.told:
            return False  # once: shorter still is of no use
        made = self._replanned(Edit(kind="shorten", step=self._steps_of(fault.piece)[0]))
        if made is None or seconds_of(made, key) >= seconds_of(self.plan, key):
            return False
        self._hold(made, key)
        self._tell(key, fault.limit, is_shorter=True)
        return True

    def _moved(self, fault: Fault) -> bool:
        """Do the same beside it, no firmer, where it holds; what takes too long does so everywhere."""
        if fault.limit.unit not in OF_ONE_STROKE:
            return False
        key, step = fault.piece[:3], self._steps_of(fault.piece)[0]
        offered = nearby(
            self.plan,
            step,
            request=request_of(self.plan, atlas=self.catalog.atlas),
            clearance=clearance_of(self.plan),
            catalog=self.catalog,
        )
        free = [each for each in offered if each[:3] not in self.bad and self.most.get(each[:3]) != 0]
        for wished in free[:MOST_NEARBY]:
            other, before = wished[:3], self.most.get(wished[:3])
            self.most[other] = min(level_of(self.plan, key), 5 if before is None else before)
            made = self._replanned(Edit(kind="remove", step=step), wanted=(wished,))
            piece = None if made is None else _piece(made, other)
            broken = self._broken_by(made, piece) if made is not None and piece is not None else set()
            if made is not None and piece is not None and not broken:
                self._hold(made, other)
                self._tell(key, fault.limit, instead=other)
                return True
            if broken:
                self.bad[other] = min(broken)
            if before is None:
                del self.most[other]
            else:
                self.most[other] = before
        return False

    def _swapped(self, fault: Fault) -> bool:
        """Let another technique take its place, one that holds there."""
        key, step, tried = fault.piece[:3], self._steps_of(fault.piece)[0], 0
        for technique in alternatives(
            self.plan,
            step,
            request=request_of(self.plan, atlas=self.catalog.atlas),
            clearance=clearance_of(self.plan),
            catalog=self.catalog,
        ):
            other = (technique, key[1], key[2])
            if other in self.bad or self.most.get(other) == 0 or other in self.first.left_out:
                continue
            if tried == MOST_SWAPS:
                break
            tried += 1
            made = self._replanned(Edit(kind="swap", step=step, technique=technique))
            piece = None if made is None else _piece(made, other)
            if made is None or piece is None:
                continue
            if broken := self._broken_by(made, piece):
                self.bad[other] = min(broken)
                continue
            self._hold(made, other)
            self._tell(key, fault.limit, instead=other)
            return True
        return False

    def _left_out(self, fault: Fault) -> bool:
        made = self._replanned(Edit(kind="remove", step=self._steps_of(fault.piece)[0]))
        if made is None:
            return False
        self.plan = made
        self._tell(fault.piece[:3], fault.limit)
        return True

    def _replanned(self, edit: Edit, *, wanted: Sequence[WishId] = ()) -> Plan | None:
        """Return the plan made anew round an edit, all of it as light as it was; None where none is."""
        out = dict.fromkeys((*self.plan.left_out, *outs_of(self.plan), *self.bad))
        known = self.plan.model_copy(update={"left_out": tuple(out)})
        try:
            made = replan(
                known,
                [edit],
                request=request_of(known, atlas=self.catalog.atlas),
                clearance=clearance_of(known),
                catalog=self.catalog,
                day=known.made_on,
                wanted=wanted,
            )
        except DataError:
            return None
        if not isinstance(made, Plan):
            return None
        notices = tuple(dict.fromkeys((*known.notices, *made.notices)))
        kept = {"notices": notices, "gentler": known.gentler, "body": known.body, "level": known.level}
        made = no_firmer(made.model_copy(update=kept), self.most)
        return made if self._is_well(made) else None

    def _is_well(self, plan: Plan) -> bool:
        return not verify(plan, catalog=self.catalog)

    def _broken_by(self, plan: Plan, piece: WishId) -> set[str]:
        score = compose(plan, catalog=self.catalog)
        return {each.name for each in self.alone.broken(plan, score, piece=piece)[0]}

    def _hold(self, made: Plan, key: Key) -> None:
        """Take a plan over in which a piece is held by us, if no person holds it."""
        keys = keys_of(self.plan)
        if not any(self.plan.steps[index].locked for index, each in keys.items() if each == key):
            self.ours.add(key)
        self.plan = made

    def _tell(
        self, key: Key, limit: LimitCheck, *, instead: Key | None = None, is_shorter: bool = False
    ) -> None:
        keys = keys_of(self.first)
        locked = any(self.first.steps[index].locked for index, each in keys.items() if each == key)
        # The first reason is told; later ones are of the same piece, on its way out.
        limit = self.told[key].limit if key in self.told else limit
        self.told[key] = _Told(limit, locked, instead, is_shorter)
        for origin, told in self.told.items():
            if told.instead == key and key not in keys.values():  # what stood in goes in its turn
                self.told[origin] = replace(told, instead=instead or key)

    def _saying(self, key: Key, told: _Told) -> Saying:
        level = level_of(self.plan, key)
        if level:
            code, says = (
                (SHORTENED, words.SHORTER)
                if told.is_shorter
                else (LOWERED, words.LEVEL.format(level=LEVEL_WORDS[level]))
            )
        elif told.instead is not None and level_of(self.plan, told.instead):
            code, says = self._stand_in(key, told.instead)
        else:
            code, says = OUT, words.LEFT_OUT
        kept = f" {words.KEPT}" if told.was_locked and not level else ""
        reason = words.reason_of(told.limit, limits=self.catalog.limits)
        return Saying(code, reason=reason, outcome=f"{says}{kept}")

    def _stand_in(self, key: Key, instead: Key) -> tuple[str, str]:
        if instead[0] == key[0]:
            return MOVED, words.MOVED.format(place=self.catalog.atlas.places[instead[1]].says)
        return SWAPPED, words.SWAPPED.format(technique=self.catalog.techniques[instead[0]].name)

    def _steps_of(self, piece: WishId) -> Sequence[int]:
        return [index for index, each in pieces_of(self.plan).items() if each.wish_id == piece]


def _piece(plan: Plan, key: Key) -> WishId | None:
    return next((each.wish_id for each in pieces_of(plan).values() if each.wish_id[:3] == key), None)
