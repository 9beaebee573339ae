"""Bodies that no page of ours would send: each is a problem in words, and none is read as something else."""

import json

import pytest

from backrub.web.bodies import EXAMPLE_REQUEST

JSON = {"content-type": "application/json"}
PATHS = (
    "/api/screen",
    "/api/options",
    "/api/alternatives",
    "/api/plan",
    "/api/replan",
    "/api/score",
    "/api/sessions",
    "/api/sessions/s1/commands",
)


def sent(client, path, body, **headers):
    answer = client.post(path, content=body, headers={**JSON, **headers})
    assert answer.headers["content-type"] == "application/problem+json", (path, body[:60])
    document = answer.json()
    assert document["status"] == answer.status_code
    assert document["title"]
    assert document["problems"], (path, body[:60])
    for each in document["problems"]:
        assert each["what"]
    return answer


UNREADABLE = {
    "empty": b"",
    "cut short": b'{"request": {',
    "html": b"<html></html>",
    "a control sign": b'{"request": "\x00"}',
    "not UTF-8": b'{"request": "\xff\xfe"}',
    "UTF-16": '{"request": 1}'.encode("utf-16"),
    "lists without end": b"[" * 100_000 + b"]" * 100_000,
    "tables without end": b'{"request":' * 20_000 + b"1" + b"}" * 20_000,
    "a number of 5000 digits": b'{"request": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("what", UNREADABLE)
def test_a_body_that_cant_be_read_is_said_to_be_so(client, path, what):
    answer = sent(client, path, UNREADABLE[what])
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert problem["where"] == "body"
    assert problem["way_out"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body", [b"null", b"[]", b"7", b'"x"', b"NaN", b"Infinity", b'{"\\ud800": 1}', b'{"": 1}', b"{}"]
)
def test_a_body_that_is_something_else_is_said_to_be_so(client, path, body):
    assert sent(client, path, body).status_code == 422


def test_a_key_that_is_there_twice_never_hides_an_answer(client):
    text = json.dumps({"request": EXAMPLE_REQUEST})
    twice = text.replace('"age_years": 34', '"age_years": 34, "conditions": ["cancer"], "conditions": []')
    twice = twice.replace('"minutes": 20', '"minutes": 20, "minutes": 30')
    for path in ("/api/screen", "/api/plan"):
        answer = sent(client, path, twice.encode())
        assert answer.status_code == 422
        places = {each["where"]: each["way_out"] for each in answer.json()["problems"]}
        assert set(places) == {"request.receiver.conditions", "request.wishes.minutes"}
        assert all(places.values())


def test_a_key_twice_inside_a_list_is_found_there(client, example_plan):
    text = json.dumps({"plan": example_plan}).replace('"passes": ', '"level": 4, "passes": ', 2)
    answer = sent(client, "/api/score", text.encode())
    assert [each["where"][:11] for each in answer.json()["problems"]] == ["plan.steps[", "plan.steps["]
    assert all(each["where"].endswith("].level") for each in answer.json()["problems"])


def test_numbers_that_are_none_are_told_at_their_places_with_all_the_rest(client):
    request = {
        **EXAMPLE_REQUEST,
        "receiver": {"age_years": -3, "height_m": float("nan"), "mass_kg": float("inf")},
    }
    request["wishes"] = {"minutes": "half", "level": 9, "style": "relaxatoin"}
    answer = sent(client, "/api/plan", json.dumps({"request": request}).encode())
    assert {each["where"] for each in answer.json()["problems"]} == {
        "request.receiver.age_years",
        "request.receiver.height_m",
        "request.receiver.mass_kg",
        "request.wishes.minutes",
        "request.wishes.level",
        "request.wishes.style",
    }


def test_what_the_door_refuses_is_a_problem_too(client):
    assert sent(client, "/api/plan", b'{"request": "' + b"x" * 10_000_000 + b'"}').status_code == 413
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json5"):
        assert sent(client, "/api/plan", b"{}", **{"content-type": kind}).status_code == 415
    assert sent(client, "/api/plan", b"{}", origin="https://elsewhere.example").status_code == 403
    assert sent(client, "/api/plan", b"{}", host="elsewhere.example").status_code == 421
    assert sent(client, "/api/catalog", b"{}").status_code == 405


def test_a_thousand_problems_are_enough(client):
    many = json.dumps({f"k{number}": 1 for number in range(50_000)}).encode()
    problems = sent(client, "/api/screen", many).json()["problems"]
    assert len(problems) == 1001
    assert "49001 more" in problems[-1]["what"]


@pytest.mark.parametrize("body", [b"null", b"[]", b'{"request": 7}', b'{"plan": [], "request": null}'])
def test_the_way_out_of_a_wrong_shape_is_in_plain_words(client, body):
    for path in ("/api/screen", "/api/sessions"):
        for each in sent(client, path, body).json()["problems"]:
            assert "object" not in each["way_out"]
            assert "dictionary" not in each["way_out"]
