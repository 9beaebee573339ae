"""A real plan with some values changed, as a hand or a bug would: scored or refused, and nothing breaks."""

import copy
import random
from collections import Counter

import pytest

from backrub.web.bodies import EXAMPLE_REQUEST

ODD = (
    None, 0, 1, -1, 2, 3, 4, 5, 1e-9, 0.5, 1e9, 10**12, "", "x", "back", "neck", "left", "right", "both",
    "oil", "walk", "rest", "stones", "focus", "closing", "thumb-stripping", "hot-stone-glide",
    "trigger-point-release", "nonsense", "2020-01-01", [], {}, True, [0.0, 0.5], [0.9, -0.3], "prone",
    "seated", "stone", "male",
)  # fmt: skip


def places(value, path=()):
    """Yield the path of everything inside a document."""
    if path:
        yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in children:
        yield from places(inner, (*path, key))


def mutated(document, chance):
    """Return a copy with one to three values replaced, dropped, doubled or swapped."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(list(places(document)))
        owner = document
        for key in path[:-1]:
            owner = owner[key]
        key = path[-1]
        what = chance.random()
        if what < 0.7:
            owner[key] = chance.choice(ODD)
        elif isinstance(owner, list) and what < 0.8:
            owner.insert(key, copy.deepcopy(owner[key]))
        elif isinstance(owner, list) and what < 0.9:
            other = chance.randrange(len(owner))
            owner[key], owner[other] = owner[other], owner[key]
        else:
            del owner[key]
    return document


def send(client, plan, chance, *, rounds):
    """Send changed plans; return how many each address took (True) and refused."""
    answers = Counter()
    for number in range(rounds):
        body = {"plan": mutated(plan, chance), "request": EXAMPLE_REQUEST}
        if number % 3 == 0:
            path, body = "/api/score", {"plan": body["plan"]}
        elif number % 3 == 1:
            path = "/api/sessions"
        else:
            path = "/api/replan"
            kind = chance.choice(["remove", "swap", "lengthen", "shorten", "lock", "unlock"])
            edit = {"kind": kind, "step": chance.randrange(len(plan["steps"]) + 1)}
            if kind == "swap":
                edit["technique"] = chance.choice(["kneading", "knuckle-glide", "nonsense"])
            body["edits"] = [edit]
        answer = client.post(path, json=body)
        answers[path, answer.status_code < 400] += 1
        assert answer.status_code in (200, 201, 403, 409, 422), (path, body, answer.text)
        if answer.status_code >= 400:
            assert answer.json()["title"]
            assert answer.json()["problems"] or "clearance" in answer.json()
    return answers


def test_a_plan_changed_by_chance_is_refused_or_played_and_never_breaks(client, example_plan):
    send(client, example_plan, random.Random(7), rounds=60)


@pytest.mark.parametrize("more", [{"level": 2}, {"level": 2, "place": "back"}, {"passes": 3}])
def test_a_pause_that_claims_to_work_is_refused_in_words(client, example_plan, more):
    plan = copy.deepcopy(example_plan)
    index = next(index for index, each in enumerate(plan["steps"]) if each["technique"] in ("oil", "walk"))
    plan["steps"][index].update(more)
    for path in ("/api/score", "/api/sessions", "/api/replan"):
        body = {"plan": plan} if path == "/api/score" else {"plan": plan, "request": EXAMPLE_REQUEST}
        answer = client.post(path, json={**body, "edits": []} if path == "/api/replan" else body)
        assert answer.status_code in (200, 422), (path, answer.text)
        if path != "/api/replan":
            assert {each["where"] for each in answer.json()["problems"]} == {f"plan.steps[{index}]"}


@pytest.mark.prove
def test_a_thousand_changed_plans_never_break(client, example_plan, proof_table):
    answers = send(client, example_plan, random.Random(2026), rounds=1000)
    rows = [
        {
            "sent to": f"POST {path}",
            "taken": answers[path, True],
            "refused in words": answers[path, False],
            "broken": 0,
        }
        for path in ("/api/score", "/api/sessions", "/api/replan")
    ]
    assert answers.total() == 1000
    proof_table("changed-plans", rows)
