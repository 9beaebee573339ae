"""The notices of what was made gentler on a back: each once, and for as long as it is so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from backrub.app import gentler_words as words
from backrub.app.pieces import Key, key_of, keys_of, level_of, seconds_of
from backrub.catalog import Catalog
from backrub.model.base import LEVEL_WORDS
from backrub.model.plan import Notice, Plan
from backrub.planning.replan import KEPT_FRAC

LOWERED, SHORTENED, MOVED, SWAPPED, OUT = (
    "gentler-level", "gentler-shorter", "gentler-moved", "gentler-swapped", "gentler-left-out",
)  # fmt: skip
CODES = (LOWERED, SHORTENED, MOVED, SWAPPED, OUT)
STAYS = (LOWERED, SHORTENED)
"""Codes of what is still there; the others are of what is not done at that place any more."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of one piece: the notice's code, why, and what came of it."""

    code: str
    reason: str
    outcome: str


def with_notices(plan: Plan, said: Mapping[Key, Saying], *, catalog: Catalog) -> Plan:
    """Return a plan with these notices of what was made gentler, and none else of them.

    What is said of two pieces in the same words stands there once; where one technique has two things said of
    it, each names its place.
    """
    names = {catalog.techniques[key[0]].name for key in said}
    planned = [
        each
        for each in plan.notices
        if each.code not in CODES
        # It says of the same piece, with less reason.
        and not (each.code == "technique-left-out" and each.says.partition(" does not fit")[0] in names)
    ]
    ways: dict[str, set[Saying]] = defaultdict(set)
    for key, saying in said.items():
        ways[key[0]].add(saying)
    gentler = []
    for key, saying in said.items():
        called = _called(key, catalog=catalog, is_placed=len(ways[key[0]]) > 1)
        says = words.sentence(called, saying.reason, saying.outcome)
        gentler.append(Notice(code=saying.code, says=says))
    return plan.model_copy(update={"notices": tuple(dict.fromkeys((*planned, *gentler)))})


def said_of(plan: Plan, *, catalog: Catalog) -> dict[Key, Saying]:
    """Return what a plan's notices say of each piece that stands in its `gentler`."""
    found: dict[Key, Saying] = {}
    for key in dict.fromkeys(key_of(each) for each in plan.gentler if each.technique in catalog.techniques):
        heads = [_called(key, catalog=catalog, is_placed=is_placed) for is_placed in (True, False)]
        is_there = level_of(plan, key) > 0
        told = [each for each in plan.notices if each.code in CODES and (each.code in STAYS) == is_there]
        parts = [(each.code, words.parted(each.says, technique=head)) for head in heads for each in told]
        mine = [Saying(code, *part) for code, part in parts if part is not None]
        # Of several pieces of one technique, the words are of those for which they are so.
        so = [each for each in mine if is_there or _is_stood_in(key, each, plan=plan, catalog=catalog)]
        if so:
            found[key] = so[0]
    return found


def still_said(changed: Plan, before: Plan, *, catalog: Catalog) -> dict[Key, Saying]:
    """Return what of a plan's notices is still so in the plan that came of it, put right where it must be."""
    most = {key_of(each): each.most_level for each in changed.gentler}
    said: dict[Key, Saying] = {}
    for key, saying in said_of(before, catalog=catalog).items():
        level = level_of(changed, key)
        if key not in most or (not level and most[key]):
            continue  # it went for another reason
        if not level:
            is_so = _is_stood_in(key, saying, plan=changed, catalog=catalog)
            said[key] = saying if is_so else _left_out(saying)
        elif saying.code == LOWERED:
            said[key] = replace(saying, outcome=words.LEVEL.format(level=LEVEL_WORDS[level]))
        elif seconds_of(changed, key) <= seconds_of(before, key) * (1 + KEPT_FRAC):
            said[key] = saying
    return said


def _is_stood_in(key: Key, saying: Saying, *, plan: Plan, catalog: Catalog) -> bool:
    """Whether nothing was named instead, or it is there."""
    if saying.code in STAYS:
        return False
    if saying.code == OUT:
        return True
    there = [each for each in keys_of(plan).values() if each[2] == key[2]]
    if saying.code == MOVED:
        places = [catalog.atlas.places.get(each[1]) for each in there if each[0] == key[0]]
        instead = [words.MOVED.format(place=each.says) for each in places if each is not None]
    else:
        names = [catalog.techniques[each[0]].name for each in there if each[1] == key[1]]
        instead = [words.SWAPPED.format(technique=each) for each in names]
    return saying.outcome.startswith(tuple(instead))


def _left_out(saying: Saying) -> Saying:
    kept = f" {words.KEPT}" if saying.outcome.endswith(words.KEPT) else ""
    return replace(saying, code=OUT, outcome=f"{words.LEFT_OUT}{kept}")


def _called(key: Key, *, catalog: Catalog, is_placed: bool) -> str:
    """Return a technique's name, with its place where that is wanted and has a name."""
    name, place = catalog.techniques[key[0]].name, catalog.atlas.places.get(key[1].partition("@")[0])
    return words.placed(name, place.says) if is_placed and place is not None else name
