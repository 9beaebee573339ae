"""No file of the catalog presses harder than the page of rules for hands: a judge of its own says so."""

import copy
import re
from collections.abc import Callable

import pytest

from judge.judge_forces import RULES, Files, judge_files, shipped

Fault = Callable[[Files], None]


def force(technique: str, level: int, force_n: float) -> Fault:
    return lambda files: files.techniques[technique]["force_n"].update({str(level): force_n})


def limit(path: str, value: object) -> Fault:
    def fault(files: Files) -> None:
        *tables, key = path.split("/")
        table = files.limits
        for each in tables:
            table = table[each]
        assert key in table or tables[-1] == "allow", path
        table[key] = value

    return fault


def written(technique: str, old: str, new: str) -> Fault:
    def fault(files: Files) -> None:
        strokes, found = re.subn(old, new, files.techniques[technique]["strokes"])
        assert found
        files.techniques[technique]["strokes"] = strokes

    return fault


def told(**values: float | None) -> Fault:
    def fault(files: Files) -> None:
        for item in files.preparation["items"]:
            if item["id"] == "massager-ready":
                item.update(values)
                for key in [key for key, value in values.items() if value is None]:
                    del item[key]

    return fault


FAULTS: dict[str, list[Fault]] = {
    "one-hand": [
        force("forearm-press", 3, 81.0),
        force("forearm-press", 4, 121.0),
        force("knuckle-glide", 4, 81.0),
        force("shoulder-top-thumbs", 3, 20.5),
        force("thumb-press", 3, 35.5),
        limit("parts/heel/force_n", 81.0),
        limit("parts/thumb/force_n", 21.0),
        limit("parts/reinforced-thumb/force_n", 36.0),
        limit("parts/forearm/force_n", 121.0),
    ],
    "both-hands": [
        force("heel-effleurage", 4, 41.0),
        force("wringing", 2, 40.5),
        force("finish", 4, 45.0),  # two palms might, heels and fingers may not
        written("reinforced-palm-circles", "circle one", "circle both"),
        limit("forces/default_n", 81.0),
        limit("forces/most_n", 121.0),
    ],
    "strip": [
        limit("strip/pressure_pa", 2600.0),
        limit("zones/strip/allow/palm", 2),
        limit("zones/strip/allow/flat-fingers", 1),
        limit("zones/strip/outer_m", 0.019),
        limit("zones/strip/along_high", 0.9),
        force("whole-hand-effleurage", 1, 15.5),
    ],
    "kidneys": [
        limit("kidneys/pressure_pa", 10.5e3),
        limit("kidneys/force_n", 41.0),
        limit("zones/kidney-outer/allow/palm", 3),
        limit("zones/kidney-outer/allow/heel", 1),
        limit("zones/kidney-inner/allow/thumb", 3),
        limit("zones/kidney-inner/allow/forearm", 1),
        limit("zones/kidney-outer/inner_m", 0.065),
        limit("zones/kidney-inner/along_low", 0.65),
        force("palm-compression", 2, 61.0),
    ],
    "neck": [
        limit("neck/force_n", 21.0),
        limit("zones/neck/allow/knuckles", 1),
        limit("zones/neck/allow/palm", 3),
        limit("zones/neck/along_high", -0.05),
        force("neck-base-kneading", 2, 20.5),
    ],
    "massager": [
        force("massager-glide", 2, 15.5),
        limit("parts/massager/force_n", 16.0),
        limit("zones/massager/outer_m", 0.039),
        limit("zones/massager/allow/massager", 1),
        limit("massager/place_s", 61.0),
        limit("massager/total_s", 601.0),
        told(rate_hz=31.0),
        told(force_n=16.0),
        told(rate_hz=None),
        lambda files: files.techniques["massager-hold"].update(rate_hz={"low": 20.0, "high": 31.0}),
    ],
}


def test_no_shipped_file_presses_harder_than_the_page():
    assert [str(broken) for broken in judge_files(shipped())] == []


def test_every_rule_has_at_least_three_faults():
    assert set(FAULTS) == set(RULES)
    assert min(len(faults) for faults in FAULTS.values()) >= 3


@pytest.mark.parametrize(
    ("rule", "number"), [(rule, number) for rule, faults in FAULTS.items() for number in range(len(faults))]
)
def test_a_planted_fault_is_found_by_its_rule_alone(rule, number):
    files = copy.deepcopy(shipped())
    FAULTS[rule][number](files)
    found = judge_files(files)
    assert {each.rule for each in found} == {rule}, [str(each) for each in found]
