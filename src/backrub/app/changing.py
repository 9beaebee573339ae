"""A plan changed by a person: what was made gentler on their back stays so, and is still said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from backrub import planning
from backrub.app import gentler_words as words
from backrub.app.bodies import felt_body
from backrub.app.gentler_notices import still_said, with_notices
from backrub.app.pieces import Key, key_of, keys_of, level_of, no_firmer, outs_of
from backrub.catalog import Catalog
from backrub.errors import DataError, Problem
from backrub.model.clearance import Clearance
from backrub.model.plan import Body, Edit, Infeasible, Plan
from backrub.model.request import Request
from backrub.planning.plan import body_of
from backrub.planning.verify import verify


def changed(
    made: Plan,
    edits: Sequence[Edit],
    *,
    request: Request,
    clearance: Clearance,
    catalog: Catalog,
    day: date,
) -> Plan | Infeasible:
    """Return the plan made anew round what a person changed, or why none fits.

    On the same back nothing that broke a limit there comes in again or gets firmer, and its notices stay for
    as long as it is so. Another back has not been pressed: it begins afresh. Raises DataError as
    `planning.replan`, and where somebody wishes for what broke.
    """
    body = _body(request)
    is_same = body == made.body
    if is_same:
        _refuse_what_broke(made, edits)
    outs = outs_of(made)
    own = tuple(each for each in made.left_out if each not in outs)

    def planned(out: Sequence[Key]) -> Plan | Infeasible:
        # Planning knows no felt landmark: its rules stand on the nominal back.
        bare = made.body.model_copy(update={"corrections": {}})
        known = made.model_copy(update={"body": bare, "left_out": tuple(dict.fromkeys((*own, *out)))})
        outcome = planning.replan(
            known, edits, request=request, clearance=clearance, catalog=catalog, day=day
        )
        if isinstance(outcome, Infeasible):
            return outcome
        left_out = tuple(each for each in outcome.left_out if each not in out)
        gentler = made.gentler if is_same else ()
        return outcome.model_copy(update={"body": body, "left_out": left_out, "gentler": gentler})

    outcome = planned(outs if is_same else ())
    if isinstance(outcome, Infeasible):
        return outcome
    if not is_same:
        return with_notices(outcome, {}, catalog=catalog)
    most = {key_of(each): each.most_level for each in made.gentler}
    light = no_firmer(outcome, most)
    if light != outcome and verify(light, catalog=catalog):
        # As light as it must be it is no good there: then it is not done at all.
        firm = tuple(key for key in most if level_of(outcome, key) > most[key] > 0)
        again = planned((*outs, *firm))
        if isinstance(again, Infeasible):
            return again
        light = no_firmer(_left_out(again, firm), most)
    return with_notices(light, still_said(light, made, catalog=catalog), catalog=catalog)


def without_what_broke(
    techniques: Sequence[str], made: Plan, *, step: int, request: Request
) -> tuple[str, ...]:
    """Return those of what may take a step's place that did not break a limit there on the same back."""
    piece = keys_of(made).get(step)
    outs = outs_of(made) if _body(request) == made.body else ()
    return tuple(each for each in techniques if piece is None or (each, *piece[1:]) not in outs)


def _body(request: Request) -> Body:
    return felt_body(body_of(request), request)


def _left_out(plan: Plan, pieces: Sequence[Key]) -> Plan:
    """Return a plan that remembers of these pieces, where they are gone, that they are not done at all."""
    gone = [key for key in pieces if not level_of(plan, key)]
    gentler = [
        each.model_copy(update={"most_level": 0}) if key_of(each) in gone else each for each in plan.gentler
    ]
    return plan.model_copy(update={"gentler": tuple(gentler)})


def _refuse_what_broke(made: Plan, edits: Sequence[Edit]) -> None:
    keys, outs = keys_of(made), outs_of(made)
    problems = [
        Problem(f"edits[{number}].technique", words.TOO_MUCH.what, "Choose another stroke.")
        for number, edit in enumerate(edits)
        if edit.kind == "swap" and edit.technique is not None and edit.step in keys
        if (edit.technique, *keys[edit.step][1:]) in outs
    ]
    if problems:
        raise DataError(problems)
