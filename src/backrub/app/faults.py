"""Which pieces of a plan break its limits, and how hard the hands were there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from backrub.model.dose import DoseReport, LimitCheck
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.planning.candidate import WishId
from backrub.planning.replan import pieces_of
from backrub.planning.stroke import THUMBS

Judge = Callable[[Plan, Score], DoseReport]
"""Presses a score on the plan's own body; see `backrub.dose.check`."""

OF_ONE_STROKE = ("N", "Pa", "level", "m")
"""Units of what a stroke breaks by itself: what is counted over time takes several."""
OF_ONE_STEP = ("stay-", "stretch", "thumbs-burst")
"""Limits on time that a step can break by itself, whatever lies round it."""
OF_ORDER = "light-first"
"""A limit on levels that hangs on what came before."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of work that breaks a limit. `level` is how hard the hand worked there, 0 where lightness would
    not help."""

    piece: WishId
    limit: LimitCheck
    level: int


@dataclass(frozen=True, slots=True)
class Alone:
    """Presses pieces one by one; what was pressed before, with the same strokes, is known."""

    judge: Judge
    known: dict[object, tuple[LimitCheck, ...]] = field(default_factory=dict)

    def broken(
        self, plan: Plan, score: Score, *, piece: WishId
    ) -> tuple[tuple[LimitCheck, ...], Score | None]:
        """Return the limits of single strokes that a piece breaks by itself, and its strokes."""
        own = _only(plan, score, piece=piece)
        if own is None:
            return (), None
        # Which step it is may change when the rest is planned again.
        strokes = tuple((each.start_s, each.duration_s, each.hands, each.link) for each in own.strokes)
        key = piece[0], strokes
        if key not in self.known:
            broken = self.judge(plan, own).broken
            self.known[key] = tuple(each for each in broken if _is_of_one_stroke(each))
        return self.known[key], own


def faults_of(plan: Plan, score: Score, *, report: DoseReport, alone: Alone) -> list[Fault]:
    """Return every piece that breaks a limit.

    A report names the one worst place of each limit, and others may break it as well: each piece is pressed
    alone against the broken limits of single strokes. What takes several strokes is as the report has it.
    """
    single = {each.name for each in report.broken if _is_of_one_stroke(each)}
    found: list[Fault] = []
    for piece in dict.fromkeys(each.wish_id for each in pieces_of(plan).values()) if single else ():
        broken, own = alone.broken(plan, score, piece=piece)
        if own is not None:
            found += [Fault(piece, each, _level(own, each)) for each in broken if each.name in single]
    seen = {each.limit.name for each in found}
    for limit in report.broken:
        if limit.name not in seen and (named := _named(plan, score, limit=limit)) is not None:
            level = _level(score, limit) if limit.unit in OF_ONE_STROKE else 0
            found.append(Fault(named, limit, level))
    return found


def breaks_alone(limit: LimitCheck) -> bool:
    """Whether a limit that a few steps break by themselves would break in any massage that has them.

    Not so what hangs on what came before, or is a share of the whole.

    >>> broken = LimitCheck(name="stay-thumb", says="", limit=60.0, worst=70.0, unit="s", ok=False)
    >>> breaks_alone(broken), breaks_alone(broken.model_copy(update={"name": "thumbs-time"}))
    (True, False)
    """
    return _is_of_one_stroke(limit) or limit.name.startswith(OF_ONE_STEP)


def _is_of_one_stroke(limit: LimitCheck) -> bool:
    return limit.unit in OF_ONE_STROKE and limit.name != OF_ORDER


def _only(plan: Plan, score: Score, *, piece: WishId) -> Score | None:
    """Return a piece's strokes, one step right after the other; None where it has none."""
    pieces = pieces_of(plan)
    strokes, now_s = [], 0.0
    for index in sorted(index for index, each in pieces.items() if each.wish_id == piece):
        mine = [each for each in score.strokes if each.step == index]
        if not mine:
            continue
        moved_s = now_s - mine[0].start_s
        strokes += [each.model_copy(update={"start_s": each.start_s + moved_s}) for each in mine]
        now_s = max(each.start_s + each.duration_s for each in strokes) + 1.0
    return Score(duration_s=now_s, strokes=tuple(strokes), cues=()) if strokes else None


def _level(score: Score, limit: LimitCheck) -> int:
    """Return the level from which it would have to come down for a limit; 0 where it can't help.

    A limit on levels says how many it was too many. Less than level 1 is no touch. A lighter hand reaches no
    further.
    """
    if limit.stroke is None or limit.unit == "m":
        return 0
    stroke = score.strokes[limit.stroke]
    levels = [each.level for each in stroke.hands if limit.part in (None, each.part)]
    level = max(levels, default=stroke.level)
    return level - int(limit.worst - limit.limit) + 1 if limit.unit == "level" else level


def _named(plan: Plan, score: Score, *, limit: LimitCheck) -> WishId | None:
    """Return the piece that a limit names, or else the longest of those that it counts."""
    pieces = pieces_of(plan)
    if limit.step is not None and limit.step in pieces:
        return pieces[limit.step].wish_id
    wanted = _counted(limit)
    using = {
        stroke.step
        for stroke in score.strokes
        if any(wanted in (None, *_kinds(h.part)) for h in stroke.hands)
    }
    able = [each for index, each in pieces.items() if index in using]
    return max(able, key=lambda each: each.seconds_s).wish_id if able else None


def _counted(limit: LimitCheck) -> str | None:
    for kind, names in (
        ("thumbs", ("thumbs-", "stay-thumb")),
        ("massager", ("massager", "stay-massager")),
        ("stone", ("stone-", "heat", "stay-stone", "stay-hot-stone")),
    ):
        if limit.name.startswith(names):
            return kind
    return limit.part


def _kinds(part: str) -> tuple[str, ...]:
    return (part, "thumbs") if part in THUMBS else (part,)
