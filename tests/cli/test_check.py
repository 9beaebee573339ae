"""`backrub check`: a plan pressed on its receiver's own back."""

import json

import pytest

from app.test_narrowing_on_a_back import felt
from backrub.model.dose import DoseReport
from backrub.model.plan import Plan
from backrub.motion import giver


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory):
    import subprocess
    import sys

    folder = tmp_path_factory.mktemp("check")
    (folder / "request.toml").write_text(
        'schema = 1\n[receiver]\nage_years = 34\nsex = "female"\nheight_m = 1.68\nmass_kg = 64.0\n'
        '[wishes]\nminutes = 30\nstyle = "classic"\nlevel = 3\n[kit]\noil = "coconut"\n'
    )
    command = [
        sys.executable,
        "-m",
        "backrub",
        "plan",
        str(folder / "request.toml"),
        "-o",
        str(folder / "plan.json"),
    ]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return folder / "plan.json"


def test_the_articles_half_hour_holds_every_limit(backrub, plan_file):
    said = backrub("check", plan_file, "--json")
    assert said.code == 0
    report = DoseReport.model_validate_json(said.out)
    assert report.broken == ()
    assert report.elapsed_s > 0
    assert {"limits", "places", "balance_frac", "elapsed_s"} <= set(said.document)
    assert {"name", "limit", "worst", "unit", "place", "at_s", "ok"} <= set(said.document["limits"][0])
    assert {"place", "coverage_frac", "dose_pa_s", "peak_pa"} <= set(said.document["places"][0])


def test_for_people_it_is_a_table_with_the_worst_of_everything(backrub, plan_file):
    said = backrub("check", plan_file)
    assert said.code == 0
    assert "Every limit holds." in said.out
    assert "force of one palm" in said.out
    report = DoseReport.model_validate_json(backrub("check", plan_file, "--json").out)
    shown = " ".join(said.out.split())
    assert report.lightened
    for each in report.lightened:
        assert f"for {100 * each.lightened_frac:.0f} % of its time much lighter" in shown


def test_a_broken_limit_is_exit_6_and_names_step_stroke_and_place(backrub, plan_file, monkeypatch):
    # Somebody whose arms are a hand's breadth shorter does not get there.
    monkeypatch.setattr("backrub.motion.giver.ARM_M", giver.ARM_M - 0.10)
    plan = Plan.model_validate_json(plan_file.read_text())
    said = backrub("check", plan_file, "--json")
    assert said.code == 6
    broken = {each.name: each for each in DoseReport.model_validate_json(said.out).broken}
    reach = broken["reach"]
    technique = plan.steps[reach.step].technique

    shown = backrub("check", plan_file)
    assert shown.code == 6
    assert f"{len(broken)} of " in shown.out
    assert "Every limit holds." not in shown.out
    # A cell of the table goes over two lines.
    words = " ".join(shown.out.split())
    rows = words.split("BROKEN")[1:]
    assert len(rows) == len(broken)
    assert f"{reach.step} {technique}, stroke" in rows[0]
    assert f"stroke {reach.stroke}," in rows[0]
    assert reach.place.replace("-", " ") in rows[0]
    assert f"Step {reach.step}, stroke {reach.stroke}: From their" in words
    assert "an arm is" in words


def test_what_only_this_back_shows_is_exit_6_and_what_breaks_the_plans_own_rules_is_exit_2(
    backrub, plan_file, tmp_path
):
    # Her neck's landmark is felt 5 cm further up than on most backs of her size.
    (tmp_path / "felt.json").write_text(felt("c7", (10, "clothed", 2)).model_dump_json())
    said = backrub("check", tmp_path / "felt.json", "--json")
    assert said.code == 6
    broken = DoseReport.model_validate_json(said.out).broken
    assert {each.name for each in broken} == {"zone-strip"}
    shown = " ".join(backrub("check", tmp_path / "felt.json").out.split())
    row = shown.split("BROKEN")[1]
    assert f"{broken[0].step} shoulder-top-kneading, stroke" in row
    assert f" {broken[0].stroke}, strip" in row
    assert "1 of 57 limits break. Don't play it as it is: -o PLAN writes one that is gentler." in shown

    plan = json.loads(plan_file.read_text())
    step = next(
        index for index, each in enumerate(plan["steps"]) if each["phase"] == "warm-up" and each["level"]
    )
    plan["steps"][step]["level"] += 2
    (tmp_path / "edited.json").write_text(json.dumps(plan))
    refused = backrub("check", tmp_path / "edited.json")
    assert refused.code == 2
    assert f"steps[{step}].level" in refused.err


def test_a_body_that_is_out_of_reach_is_checked_on_the_nearest_one_and_it_says_so(
    backrub, plan_file, tmp_path
):
    plan = Plan.model_validate_json(plan_file.read_text())
    heavy = plan.model_copy(update={"body": plan.body.model_copy(update={"mass_kg": 200.0})})
    (tmp_path / "heavy.json").write_text(heavy.model_dump_json())
    said = backrub("check", tmp_path / "heavy.json", "--json")
    report = DoseReport.model_validate_json(said.out)
    assert report.nearest
    assert said.code == (6 if report.broken else 0)
    own = DoseReport.model_validate_json(backrub("check", plan_file, "--json").out)
    assert not own.nearest
    assert [each.name for each in report.limits] == [each.name for each in own.limits]
    assert report.cells > own.cells  # a broader back
    nearest = "No body of that height and mass is within reach"
    assert nearest in backrub("check", tmp_path / "heavy.json").out
    assert nearest not in backrub("check", plan_file).out


def test_places_tell_their_passes_and_the_time_at_each_level(backrub, plan_file):
    places = DoseReport.model_validate_json(backrub("check", plan_file, "--json").out).places
    shown = backrub("check", plan_file).out
    header = next(line for line in shown.splitlines() if line.startswith("place"))
    assert header.split()[-7:] == ["passes", "level", "1", "level", "2", "level", "3"]
    row = next(line.split() for line in shown.splitlines() if line.startswith("mid back, left"))
    own = next(each for each in places if (each.place, each.side) == ("mid-back", "left"))
    assert row[-4] == f"{own.passes:.0f}"
    assert [int(each[0]) * 60 + int(each[2:]) for each in row[-3:]] == [round(s) for s in own.level_s[:3]]
    assert own.level_s[3:] == (0.0, 0.0)


def test_it_writes_the_plan_that_holds(backrub, plan_file, tmp_path):
    said = backrub("check", plan_file, "-o", tmp_path / "held.json", "--json")
    assert said.code == 0
    assert DoseReport.model_validate_json(said.out).broken == ()
    held = Plan.model_validate_json((tmp_path / "held.json").read_text())
    assert held == Plan.model_validate_json(plan_file.read_text())


def test_what_is_no_plan_is_told(backrub, tmp_path):
    (tmp_path / "no.json").write_text("{}")
    said = backrub("check", tmp_path / "no.json")
    assert said.code == 2
    assert "no.json" in said.err


def test_it_draws_what_it_found_as_svg_and_as_pixels(backrub, plan_file, tmp_path):
    svg, png = tmp_path / "dose.svg", tmp_path / "dose.png"
    said = backrub("check", plan_file, "--svg", svg, "--png", png)
    assert said.code == 0
    assert f"{svg}: written (dose map)" in said.out
    assert svg.read_text().startswith("<svg ")
    assert 20_000 < svg.stat().st_size < 300_000
    assert png.read_bytes().startswith(b"\x89PNG")
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["dose.png", "dose.svg"]


def test_a_folder_that_is_not_there_is_told_and_nothing_is_printed(backrub, plan_file, tmp_path):
    said = backrub("check", plan_file, "--svg", tmp_path / "gone" / "dose.svg", "--json")
    assert said.code == 2
    (problem,) = said.document["problems"]
    assert problem["where"].endswith("dose.svg")
    assert "folder is not there" in problem["what"]
    assert problem["way_out"] == "Make the folder first."


def test_a_receiver_who_takes_less_is_pressed_with_less(backrub, plan_file):
    whole, half = (backrub("check", plan_file, "--json", *more) for more in ((), ("--calibration", "0.5")))
    assert half.code == 0
    heaviest_n = [
        max(each["worst"] for each in said.document["limits"] if each["name"] == "force-both-hands")
        for said in (whole, half)
    ]
    assert heaviest_n[1] == pytest.approx(heaviest_n[0] / 2, rel=0.02)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--calibration", "1.2"), "1.2 can't be used"),
        (("--calibration", "0.5", "-o", "held.json"), "tried out with the whole force"),
        (("--calibration", "0.5", "--body-seed", "1:0"), "another body"),
    ],
)
def test_a_calibration_that_can_not_be_is_told(backrub, plan_file, more, says):
    said = backrub("check", plan_file, *more)
    assert said.code == 2
    assert says in said.err


def test_somebody_seated_is_told_that_it_is_not_verified_seated(backrub, request_file, tmp_path):
    chair = request_file(
        ('style = "relaxation"', 'style = "relaxation"\nposition = "seated"'),
        ("[kit]", '[kit]\nsurface = "chair"'),
    )
    assert backrub("plan", chair, "-o", tmp_path / "seated.json").code == 0
    assert Plan.model_validate_json((tmp_path / "seated.json").read_text()).position == "seated"
    for words in ([], ["-o", tmp_path / "held.json"], ["--svg", tmp_path / "dose.svg"]):
        said = backrub("check", tmp_path / "seated.json", *words)
        assert (said.code, said.out) == (2, "")
        assert said.err == (
            "This plan is for somebody seated, and only a lying back can be checked.\n"
            "    It is not verified seated; keep it light.\n"
        )
    assert not (tmp_path / "held.json").exists()
    assert not (tmp_path / "dose.svg").exists()
    (problem,) = backrub("check", tmp_path / "seated.json", "--json").document["problems"]
    assert problem["way_out"] == "It is not verified seated; keep it light."
