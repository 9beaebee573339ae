"""Whole evenings by the product, for the judge: from a request to its clearance, its plan and its score."""

from dataclasses import dataclass
from typing import Any

from backrub.catalog.load import Catalog
from backrub.model.clearance import Clearance
from backrub.model.plan import Infeasible, Plan
from backrub.model.request import Request
from backrub.planning.plan import plan
from backrub.planning.verify import verify
from backrub.score.compose import compose
from backrub.screening.screen import screen
from backrub.screening.wishes import surface_problems
from judge.judge_all import judge
from judge.judge_case import Broken
from judge.judge_requests import TODAY


@dataclass(frozen=True)
class Evening:
    """A request with what the product made of it; `made` is None where the clearance allows no massage."""

    request: Request
    clearance: Clearance
    made: Plan | Infeasible | None


def evening_of(asked: Request, catalog: Catalog) -> Evening:
    """Return what screening and planning make of a request: on a mat, where a table is refused."""
    who, position = asked.receiver, asked.wishes.position
    refused = surface_problems(asked.kit.surface, who, position=position, limits=catalog.limits)
    on_a_mat = asked.model_copy(update={"kit": asked.kit.model_copy(update={"surface": "mat"})})
    request = on_a_mat if any(refused) else asked
    clearance = screen(request, day=TODAY, conditions=catalog.conditions)
    made = plan(request, clearance, catalog=catalog, day=TODAY) if clearance.may_plan else None
    return Evening(request, clearance, made)


def judged(evening: Evening, catalog: Catalog) -> list[Broken]:
    """Return what is broken in an evening's plan and its score, by the judge and by the product itself."""
    assert isinstance(evening.made, Plan)
    score = compose(evening.made, catalog=catalog)
    values = (evening.request, evening.clearance, evening.made, score)
    own = [Broken("verify", each.where, each.what) for each in verify(evening.made, catalog=catalog)]
    return [*judge(*(dumped(value) for value in values)), *own]


def dumped(value: Any) -> dict[str, Any]:
    """Return a value as the file or body it is written as."""
    return value.model_dump(mode="json", by_alias=True)


def taken(request: Request, change: dict[str, Any]) -> Request:
    """Return the request with a way out taken: each path of the change set to its value."""
    document = dumped(request)
    for path, value in change.items():
        here: Any = document
        *parents, last = path.split(".")
        for key in parents:
            here = here[key]
        assert last in here, path
        here[last] = value
    return Request.model_validate(document)
