"""A plan pressed by HTTP: its limits, and what the map is drawn from."""

import re
import threading

import pytest

from backrub.model.dose_map import Checked
from web.test_api_stages import asked, problems


@pytest.fixture(scope="module")
def answered():
    return {}


@pytest.fixture
def checked(client, example_plan, answered):
    if not answered:
        answer = client.post("/api/check", json={"plan": example_plan})
        assert answer.status_code == 200, answer.text
        answered["text"] = answer.text
    return Checked.model_validate_json(answered["text"])


def test_it_tells_every_limit_and_place(checked):
    assert len(checked.report.limits) > 25
    assert [each.name for each in checked.report.broken] == [
        each.name for each in checked.report.limits if not each.ok
    ]
    assert {each.side for each in checked.report.places} >= {"left", "right"}


def test_it_has_a_picture_of_the_whole_by_both_quantities_and_of_each_technique(checked, example_plan):
    techniques = [each.technique for each in checked.map.pictures]
    working = list(dict.fromkeys(each["technique"] for each in example_plan["steps"] if each["level"]))
    assert techniques[:2] == [None, None]
    assert [each.quantity for each in checked.map.pictures[:2]] == ["impulse", "peak"]
    assert set(techniques[2:]) <= set(working)
    assert len(techniques) > 3
    assert checked.map.pictures[0].duration_s == example_plan["duration_s"]
    for picture in checked.map.pictures:
        assert len(picture.bands) == len(checked.map.scales[0].edges)
    # What is done very lightly may stay under the first colour.
    coloured = [picture.bands[0] != "" for picture in checked.map.pictures]
    assert coloured[:2] == [True, True]
    assert sum(coloured) > len(coloured) / 2


def test_its_paths_are_path_data_within_the_picture_and_nothing_else(checked):
    back = checked.map.back
    drawn = [back.clay, back.edge, back.lines, back.places]
    drawn += [band for picture in checked.map.pictures for band in picture.bands]
    for data in drawn:
        assert re.fullmatch(r"([Mlhvz][-0-9. ]*)*", data)
    for x, y in re.findall(r"M(-?[\d.]+)[ ]?(-?[\d.]+)", "".join(drawn)):
        assert -1 <= float(x) <= 1000 * back.width_m + 1
        assert -1 <= float(y) <= 1000 * back.height_m + 1


def test_it_says_nothing_of_the_person(checked, answered):
    assert len(answered["text"]) < 600_000
    for word in ("age_years", "mass_kg", 'name":"Alex', "sex"):
        assert word not in answered["text"]


def test_somebody_seated_is_told_that_it_is_not_verified_seated(client):
    answer = client.post(
        "/api/plan", json={"request": asked(wishes__position="seated", kit__surface="chair")}
    )
    assert answer.status_code == 200, answer.text
    seated = answer.json()["plan"]
    assert seated["position"] == "seated"
    answer = client.post("/api/check", json={"plan": seated})
    assert answer.status_code == 409, answer.text
    problem = answer.json()
    assert problem["type"].endswith("not-lying")
    assert problem["title"] == "This plan is for somebody seated, and only a lying back can be checked."
    assert problem["detail"] == "It is not verified seated; keep it light."
    narrowed = client.post("/api/narrow", json={"plan": seated}).json()
    assert narrowed["report"] is None
    (notice,) = (each for each in narrowed["plan"]["notices"] if each not in seated["notices"])
    assert notice["code"] == "not-verified-seated"
    assert notice["says"].startswith(
        "Only a back that lies was measured: for somebody seated this is not tried"
    )


def test_what_breaks_the_plans_own_limits_is_told_at_its_place(client, example_plan):
    narrow = {**example_plan, "limits": {**example_plan["limits"], "max_minutes": 5}}
    assert any(
        where.startswith("plan") for where in problems(client.post("/api/check", json={"plan": narrow}))
    )


def test_the_server_answers_others_meanwhile(client, example_plan, monkeypatch):
    begun, done = threading.Event(), threading.Event()

    def slow(*_, **__):
        begun.set()
        assert done.wait(60)
        raise RuntimeError("enough")

    monkeypatch.setattr("backrub.app.mapping.check_on_body", slow)
    client.raise_server_exceptions = False
    asking = threading.Thread(
        target=client.post, args=("/api/check",), kwargs={"json": {"plan": example_plan}}
    )
    asking.start()
    assert begun.wait(60)
    assert client.get("/api/settings").status_code == 200  # the check still waits for `done`
    done.set()
    asking.join(20)
    assert not asking.is_alive()
