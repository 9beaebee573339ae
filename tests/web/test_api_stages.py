"""From a request to a score by HTTP: each answer as documented, each problem with its place and way out."""

import copy
import json

import pytest

from backrub.web.bodies import EXAMPLE_REQUEST


def asked(**changes):
    """Return the example request with some keys replaced, each named like wishes__minutes."""
    request = copy.deepcopy(EXAMPLE_REQUEST)
    for path, value in changes.items():
        *folders, key = path.split("__")
        table = request
        for folder in folders:
            table = table.setdefault(folder, {})
        table[key] = value
    return request


def problems(answer, status=422):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    return {each["where"]: (each["what"], each["way_out"]) for each in body["problems"]}


def test_settings_say_whom_to_call(client):
    assert client.get("/api/settings").json() == {
        "emergency_number": "999",
        "place": "GB",
        "version": "0.1.0",
    }


def test_the_catalog_has_all_of_its_parts(client):
    catalog = client.get("/api/catalog").json()
    articles = [each["article"] for each in catalog["techniques"]]
    assert articles[:8] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert len(catalog["conditions"]) == 36
    assert {"id", "question", "why", "section"} <= catalog["conditions"][0].keys()
    assert {each["id"] for each in catalog["styles"]} >= {"relaxation", "deep-tissue", "hot-stone", "classic"}
    assert catalog["claims"]
    assert catalog["preparation"]


def test_the_atlas_is_the_chart(client):
    atlas = client.get("/api/atlas").json()
    assert atlas["type"] == "FeatureCollection"
    assert atlas["features"]


def test_a_healthy_receiver_is_clear_and_gets_a_plan_and_a_score(client):
    clearance = client.post("/api/screen", json={"request": asked()}).json()
    assert clearance["tier"] == "clear"
    planned = client.post("/api/plan", json={"request": asked()}).json()
    assert planned["clearance"] == clearance
    plan = planned["plan"]
    assert plan["mip_gap"] <= 0.01
    assert abs(plan["duration_s"] - 1200) <= 24
    score = client.post("/api/score", json={"plan": plan}).json()
    assert score["duration_s"] == plan["duration_s"]
    assert score["strokes"]


@pytest.mark.parametrize(
    ("tier", "changes"),
    [
        ("clinician", {"receiver__age_years": 60, "receiver__back_pain": "known"}),
        ("not-today", {"receiver__conditions": ["no-consent"]}),
        ("urgent", {"receiver__conditions": ["cauda-equina-signs"]}),
    ],
)
def test_screening_is_an_answer_and_no_plan_is_made_without_a_massage(client, tier, changes):
    screened = client.post("/api/screen", json={"request": asked(**changes)})
    assert screened.status_code == 200
    assert screened.json()["tier"] == tier
    refused = client.post("/api/plan", json={"request": asked(**changes)})
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["clearance"] == screened.json()
    assert all(reason["next"] for reason in refused.json()["clearance"]["reasons"])


def test_wishes_that_clash_are_a_conflict_with_ways_out(client):
    # Clothes on, and a style that is oil on skin: no plan keeps both.
    request = asked(wishes__style="hot-stone", kit__stones_c=None)
    answer = client.post("/api/plan", json={"request": request})
    assert answer.status_code == 409, answer.text
    infeasible = answer.json()["infeasible"]
    assert infeasible["clash"]
    assert len(infeasible["ways_out"]) >= 2


def first_stroke(plan):
    """Return the first step of the warm-up that is no pause, with its index."""
    steps = enumerate(plan["steps"])
    return next((i, step) for i, step in steps if step["phase"] == "warm-up" and step["level"])


def test_a_locked_step_is_kept_when_the_plan_is_made_again(client, example_plan):
    index, step = first_stroke(example_plan)
    edits = [{"kind": "lock", "step": index}]
    answer = client.post("/api/replan", json={"request": asked(), "plan": example_plan, "edits": edits})
    assert answer.status_code == 200, answer.text
    assert step["technique"] in {each["technique"] for each in answer.json()["plan"]["steps"]}


BAD = [
    ("minutes 0", {"wishes__minutes": 0}, "request.wishes.minutes"),
    ("minutes 7000", {"wishes__minutes": 7000}, "request.wishes.minutes"),
    ("minutes in words", {"wishes__minutes": "half"}, "request.wishes.minutes"),
    ("age below zero", {"receiver__age_years": -3}, "request.receiver.age_years"),
    ("level 9", {"wishes__level": 9}, "request.wishes.level"),
    ("half a level", {"wishes__level": 2.5}, "request.wishes.level"),
    (
        "a spot off the back",
        {"wishes__sore": [{"across": 5, "along": 0.4, "pain_nrs": 3}]},
        "request.wishes.sore[0].across",
    ),
    ("stones at 60", {"kit__stones_c": 60}, "request.kit.stones_c"),
    ("a file from the future", {"schema": 2}, "request.schema"),
    ("a word that is no surface", {"kit__surface": "floor"}, "request.kit.surface"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "where"), BAD, ids=[row[0] for row in BAD])
@pytest.mark.parametrize("route", ["screen", "plan"])
def test_a_wrong_value_is_said_at_its_place_with_a_way_out(client, route, name, changes, where):
    found = problems(client.post(f"/api/{route}", json={"request": asked(**changes)}))
    assert list(found) == [where]
    what, way_out = found[where]
    assert what
    assert way_out


FUTURE = ("schema 2 is not one this release reads", "Use schema = 1, or a newer Backrub.")


@pytest.mark.parametrize("route", ["score", "check", "narrow"])
def test_a_plan_from_the_future_is_told(client, example_plan, route):
    found = problems(client.post(f"/api/{route}", json={"plan": {**example_plan, "schema": 2}}))
    assert found == {"plan.schema": FUTURE}


def test_a_routine_from_the_future_is_told(client, example_plan):
    routine = client.post("/api/routine", json={"plan": example_plan, "name": "Ours"})
    assert routine.status_code == 200, routine.text
    later = {**routine.json(), "schema": 2}
    found = problems(client.post("/api/plan", json={"request": asked(), "routine": later}))
    assert found == {"routine.schema": FUTURE}


def test_all_problems_come_at_once(client):
    request = asked(wishes__minutes=0, wishes__level=9, receiver__age_years=-3, receiver__conditons=[])
    found = problems(client.post("/api/plan", json={"request": request}))
    assert set(found) == {
        "request.wishes.minutes",
        "request.wishes.level",
        "request.receiver.age_years",
        "request.receiver.conditons",
    }
    assert found["request.receiver.conditons"][1] == "Did you mean conditions?"


NONSENSE = [
    ("an unknown condition", {"receiver__conditions": ["steriods"]}, "receiver.conditions[0]", "steroids"),
    (
        "a clearance dated tomorrow",
        {
            "receiver__conditions": ["steroids"],
            "receiver__cleared_by_clinician": [{"condition": "steroids", "on": "2026-11-21"}],
        },
        "receiver.cleared_by_clinician[0].on",
        "future",
    ),
    ("an unknown style", {"wishes__style": "relaxaton"}, "wishes.style", "relaxation"),
    ("an unknown oil", {"kit__oil": "coconot"}, "kit.oil", "coconut"),
    ("a chair to lie on", {"kit__surface": "chair"}, "kit.surface", "seated"),
    (
        "an avoid circle that covers the back",
        {"wishes__avoid": [{"across": 0, "along": 0.5, "radius_m": 0.3, "why": "mole"}]},
        "wishes.avoid[0]",
        "smaller",
    ),
    (
        "a spot beside the back",
        {"wishes__sore": [{"across": 0.9, "along": 0.7, "pain_nrs": 3}]},
        "wishes.sore[0]",
        "off the back",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes", "where", "said"), NONSENSE, ids=[row[0] for row in NONSENSE])
@pytest.mark.parametrize("route", ["screen", "plan"])
def test_what_fits_its_field_and_still_makes_no_sense_is_said(client, route, name, changes, where, said):
    answer = client.post(f"/api/{route}", json={"request": asked(**changes)})
    assert list(problems(answer)) == [f"request.{where}"]
    assert said in answer.text


def test_a_place_that_is_not_marked_is_asked_for_a_plan(client):
    request = asked(receiver__conditions=["sunburn-or-bruise"])
    answer = client.post("/api/plan", json={"request": request})
    assert list(problems(answer)) == ['request.wishes.avoid[why = "sunburn-or-bruise"]']
    assert client.post("/api/screen", json={"request": request}).status_code == 200


def test_problems_of_every_stage_come_at_once(client, example_plan):
    changes = {
        "receiver__conditions": ["steriods"],
        "wishes__style": "relaxaton",
        "kit__oil": "coconot",
        "wishes__sore": [{"across": 0.9, "along": 0.7, "pain_nrs": 3}],
    }
    expected = {
        f"request.{at}" for at in ("receiver.conditions[0]", "wishes.style", "kit.oil", "wishes.sore[0]")
    }
    for more, unreadable in ({}, set()), ({"wishes__minutes": 0}, {"request.wishes.minutes"}):
        request = asked(**changes, **more)
        for route in "screen", "plan":
            found = problems(client.post(f"/api/{route}", json={"request": request}))
            assert set(found) == expected | unreadable
            assert all(way_out for _, way_out in found.values())
        body = {"request": request, "plan": example_plan}
        assert set(problems(client.post("/api/sessions", json=body))) == expected | unreadable
        found = problems(client.post("/api/replan", json={**body, "edits": [{"kind": "lok", "step": 0}]}))
        assert expected | unreadable < set(found)


def test_numbers_that_are_none_are_refused(client):
    for written in ("NaN", "Infinity", "-Infinity", "1e999"):
        text = json.dumps({"request": asked()}).replace("64.0", written)
        headers = {"content-type": "application/json"}
        assert problems(client.post("/api/plan", content=text, headers=headers))


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"request": 1}', b'{"request": "\\ud800"}',
     b"[" * 90_000,
     b'{"a":' * 50_000, b'{"request": {"receiver": {"name": "\\ud800", "age_years": 3}}}', b"1" * 5000],
)  # fmt: skip
def test_what_is_no_body_is_a_sentence(client, content):
    answer = client.post("/api/plan", content=content, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]


def test_a_plan_that_was_edited_beyond_its_limits_is_not_scored(client, example_plan):
    plan = copy.deepcopy(example_plan)
    plan["limits"]["max_level"] = 1
    found = problems(client.post("/api/score", json={"plan": plan}))
    assert all(way_out for _, way_out in found.values())


def test_a_schema_is_there_for_every_file_and_body(client):
    for name in (
        "request",
        "clearance",
        "plan",
        "infeasible",
        "score",
        "command",
        "event",
        "session",
        "technique",
    ):
        assert "$schema" in client.get(f"/api/schema/{name}").json()
    assert "Did you mean request?" in client.get("/api/schema/reqest").text


def test_an_address_that_leads_nowhere_is_a_problem(client):
    assert list(problems(client.get("/api/nothing"), 404)) == [""]
    assert client.delete("/api/plan").status_code == 405
    assert "allow" in client.put("/api/plan", json={}).headers
