"""`backrub cohort`: a plan on many bodies, from a file to a document, and one of them again."""

import pytest

from backrub.cohort.people import body_of_person, person_of
from backrub.model.cohort import CohortReport
from cohort.conftest import SEED, own


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("cohort") / "plan.json"
    path.write_text(own()[0].model_dump_json())
    return path


def call(backrub, plan_file, *words):
    return backrub("cohort", plan_file, "--seed", SEED, "--rate", 5, "--workers", 0, *words)


def test_one_document_an_exit_code_and_the_bar_beside_it(backrub, plan_file, tmp_path):
    said = call(backrub, plan_file, "--bodies", 2, "--json", "-o", tmp_path / "f")
    report = CohortReport.model_validate_json(said.out)
    assert (report.bodies, report.seed, report.rate_hz) == (2, SEED, 5.0)
    assert said.code == (6 if report.broken else 0)
    assert "2/2" in said.err
    assert "bodies a second, 1 at a time: " in said.err
    assert (tmp_path / "f" / "report.json").read_text() == said.out
    again = call(backrub, plan_file, "--bodies", 2, "-o", tmp_path / "f")
    assert again.code == said.code
    assert "a second" not in again.err  # nothing was left to do
    assert f"--body-seed {SEED}:{report.worst[0].person.number} --rate 5" in again.out
    assert "report.html" in again.out

    worst = report.worst[0]
    body = backrub("check", plan_file, "--body-seed", f"{SEED}:{worst.person.number}", "--rate", 5, "--json")
    assert body.code == (6 if worst.broken else 0)
    limits = {each["name"]: each["worst"] for each in body.document["limits"]}
    assert limits[worst.name] == worst.worst


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--bodies", 0), "--bodies"),
        (("--bodies", 1, "--seed", -1), "--seed"),
        (("--bodies", 1, "--rate", 0), "--rate"),
        (("--bodies", "many"), "--bodies"),
        ((), "--bodies"),
    ],
)
def test_what_can_not_be_used_is_exit_2(backrub, plan_file, words, told):
    said = backrub("cohort", plan_file, "--workers", 0, *words)
    assert said.code == 2
    assert told in said.err


def test_a_folder_of_something_else_is_exit_2(backrub, plan_file, tmp_path):
    (tmp_path / "letter").write_text("Dear")
    said = call(backrub, plan_file, "--bodies", 1, "-o", tmp_path, "--json")
    assert said.code == 2
    assert "holds no cohort" in said.document["problems"][0]["what"]


def test_one_of_its_bodies_is_drawn(backrub, plan_file, tmp_path):
    # Seed 7's body 1 is another than the plan's own: the picture is that of a plan made for her.
    person = person_of(7, 1)
    hers = own()[0].model_copy(update={"body": body_of_person(person)})
    (tmp_path / "hers.json").write_text(hers.model_dump_json())
    drawn = {name: tmp_path / f"{name}.svg" for name in ("body", "hers", "own")}
    said = backrub("check", plan_file, "--body-seed", "7:1", "--rate", 5, "--svg", drawn["body"])
    assert said.code in {0, 6}
    assert f"{drawn['body']}: written (dose map)" in said.out
    backrub("check", tmp_path / "hers.json", "--svg", drawn["hers"])
    backrub("check", plan_file, "--svg", drawn["own"])
    assert drawn["body"].read_text() == drawn["hers"].read_text() != drawn["own"].read_text()
    assert f"of {person.height_m:.2f} m and {person.mass_kg:.0f} kg" in drawn["body"].read_text()


@pytest.mark.parametrize("words", [("--calibration", "0.5"), ("-o", "held.json")])
def test_another_body_has_no_force_of_its_own_and_no_plan_to_write(
    backrub, plan_file, tmp_path, monkeypatch, words
):
    monkeypatch.chdir(tmp_path)
    said = backrub("check", plan_file, "--body-seed", "7:1", *words)
    assert said.code == 2
    assert "another body than the plan's own" in said.err
    assert not (tmp_path / "held.json").exists()


def test_a_body_that_is_none_is_exit_2(backrub, plan_file):
    assert backrub("check", plan_file, "--body-seed", "seven").code == 2
