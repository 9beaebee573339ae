"""The report: planted bodies come out counted, ranked and told; the page is read without help."""

import re
from dataclasses import astuple
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from backrub.cohort.fineness import MISSED, missed_at
from backrub.cohort.judge import Judged
from backrub.cohort.page import page_of
from backrub.cohort.plot import Axis, Line, spreads
from backrub.cohort.summary import group_of, report_of, spread
from backrub.cohort.table import Columns, to_bytes
from backrub.model.dose import LimitCheck, amount

MADE = {"version": "0.1.0", "plan_sha256": "ab" * 32, "seed": 5, "rate_hz": 10.0}


def body(number, *, force_n=40.0, levels=0.0, sex="male", mass_kg=70.0, **more):
    """A man of 1.8 m (BMI 21.6 at 70 kg) with a force of 80 N at most, and levels where none may be."""
    limits = (
        LimitCheck(name="force", says="force of <both> hands", limit=80.0, worst=force_n, unit="N",
                   ok=force_n <= 80.0),
        LimitCheck(name="zone", says="levels on the spine", limit=0.0, worst=levels, unit="level",
                   ok=levels == 0),
    )  # fmt: skip
    broken = sum(not each.ok for each in limits)
    near = {"force": force_n / 80.0, "zone": 1.0 + levels if levels else 0.0}
    row = {
        "seed": 5, "number": number, "sex": sex, "age_years": 40, "height_m": 1.8, "mass_kg": mass_kg,
        "tolerance_frac": 0.5, "nearest": number == 0, "broken": broken, "near": max(near, key=near.get),
        "near_frac": max(near.values()), "coverage_frac": 0.9, "peak_pa": 5e4 + number, "balance_frac": 0.01,
        "pain_frac": 0.2, "walton": number == 1,
        "coverage:hip:left": 0.8, "dose:hip:left": 100.0, "peak:hip:left": 5e4, **more,
    }  # fmt: skip
    for each in limits:
        row |= {f"worst:{each.name}": each.worst, f"limit:{each.name}": each.limit}
        row |= {f"near:{each.name}": near[each.name], f"ok:{each.name}": each.ok}
    return Judged(row, limits)


@pytest.fixture
def made(tmp_path):
    def make(*bodies):
        (tmp_path / "t.parquet").write_bytes(to_bytes(bodies))
        return report_of(Columns(tmp_path / "t.parquet"), fingerprint=MADE)

    return make


def test_who_breaks_what_is_counted(made):
    report = made(
        body(0), body(1, force_n=100.0), body(2, levels=2.0), body(3, force_n=90.0, levels=1.0, sex="female"),
        body(4, mass_kg=120.0),
    )  # fmt: skip
    assert (report.bodies, report.broken, report.nearest, report.walton) == (5, 3, 1, 1)
    force, zone = report.limits
    assert (force.broken, force.worst, force.number) == (2, 100.0, 1)
    assert (zone.broken, zone.worst, zone.number, zone.near_frac[-1]) == (2, 2.0, 2, 3.0)
    groups = {each.says: (each.bodies, each.broken) for each in report.groups}
    assert groups["men, BMI under 25"] == (3, 2)
    assert groups["women, BMI under 25"] == (1, 1)
    assert groups["men, BMI 30 and over"] == (1, 0)
    assert sum(bodies for bodies, _ in groups.values()) == 5
    by_group = dict(zip(groups, force.by_group_frac, strict=True))
    assert by_group["men, BMI under 25"] == 1.25
    assert by_group["women, BMI 30 and over"] is None


def test_the_worst_are_those_who_break_most_then_those_who_come_nearest(made):
    report = made(*(body(k, force_n=40.0 + k) for k in range(15)), body(15, force_n=90.0, levels=1.0))
    assert [each.person.number for each in report.worst] == [15, *range(14, 5, -1)]
    first = report.worst[0]
    assert (first.name, first.worst, first.unit, first.broken) == ("zone", 1.0, "level", 2)
    assert first.command == "backrub check PLAN --body-seed 5:15 --rate 10"


def test_percentiles_are_numpys():
    values = np.random.default_rng(1).normal(size=1000)
    assert spread(values) == pytest.approx(np.percentile(values, (5, 25, 50, 75, 95, 100)), abs=1e-4)
    assert spread(np.array([np.nan, 2.0])) == (2.0,) * 6
    assert spread(np.array([np.nan])) == (0.0,) * 6


def test_groups_are_by_sex_and_build(made):
    report = made(body(0, mass_kg=81.0), body(1, mass_kg=80.9))  # 25 at 1.8 m is 81 kg
    groups = [each.says for each in report.groups if each.bodies]
    assert groups == ["men, BMI under 25", "men, BMI 25 to 30"]
    assert {group_of(each.person) for each in report.worst} == set(groups)


class Page(HTMLParser):
    """What stands in a page: its elements, and the words of some of them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.open = [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in {"meta", "line", "rect", "circle"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            assert self.open.pop() == tag

    def handle_data(self, words):
        if self.open:
            self.words.setdefault(self.open[-1], []).append(words)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def text(made):
    return page_of(made(body(0), body(1, force_n=100.0), body(2, levels=1.0)))


def test_the_page_needs_nothing_else(text):
    page = Page(text)
    assert page.open == []
    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("img")
    assert "url(" not in text
    assert "http" not in text
    assert "@import" not in text


def test_the_page_says_whose_percentiles_they_are(text):
    assert "drawn from people of 20 to 79 years in the United States, 2022" in text


def test_every_picture_has_words_and_every_table_heads(text):
    page = Page(text)
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("svg")) == 3
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for svg in page.all("svg"):
        assert svg["role"] == "img"
        assert set(svg["aria-labelledby"].split()) <= ids
    assert len(page.all("caption")) == len(page.all("table")) >= 6
    assert all(each.get("scope") in {"row", "col"} for each in page.all("th"))
    # A table that scrolls can be scrolled by keyboard.
    assert all(each.get("tabindex") == "0" for each in page.all("div"))


def test_the_page_tells_what_the_report_has(text):
    words = " ".join(each for found in Page(text).words.values() for each in found)
    assert "1 of 3 bodies: every limit holds." in words
    assert "force of <both> hands" in words
    assert "force of <both> hands (1 break)" in words
    assert "100 N" in words
    assert "worst over limit (1 = the limit)" in words
    assert "highest pressure on any spot (kPa)" in words
    assert "backrub check PLAN --body-seed 5:1 --rate 10" in words
    assert "No licensed clinician" in words


@pytest.mark.parametrize(
    ("rate_hz", "words"),
    [
        (10.0, "Hands were sampled 10 times a second. Of 60 a second, 10 missed at most this"),
        (24.0, "Hands were sampled 24 times a second. Of 60 a second, 20 missed at most this"),
        (59.0, "Of 60 a second, 30 missed at most this"),
        (60.0, "as finely as before a massage or finer"),
        (4.9, "How much that misses was never measured: below 5 it is not known"),
    ],
)
def test_the_page_says_what_its_rate_may_have_missed(tmp_path, rate_hz, words):
    (tmp_path / "t.parquet").write_bytes(to_bytes([body(0)]))
    report = report_of(Columns(tmp_path / "t.parquet"), fingerprint={**MADE, "rate_hz": rate_hz})
    found = [each for each in Page(page_of(report)).words["p"] if "sampled" in each]
    assert len(found) == 1
    assert words in found[0]
    assert "docs/proofs/cohort-sampling-rate.md" in found[0]
    missed = missed_at(rate_hz)
    if missed is not None and rate_hz < 60:
        assert f"{100 * missed[1].peak_frac:.0f} % of its highest pressure from 10 kPa on" in found[0]


def test_a_finer_rate_never_misses_more():
    rates = sorted(MISSED.items())
    for (_, coarse), (_, fine) in pairwise(rates):
        assert all(each <= other for each, other in zip(astuple(fine), astuple(coarse), strict=True))


def test_colours_are_the_pages_own(text, request):
    tokens = (request.config.rootpath / "frontend/src/style/tokens.css").read_text().lower()
    mine = {each.lower() for each in re.findall(r"#[0-9A-Fa-f]{6}\b", text)} - {"#ffffff"}
    assert mine
    assert {each for each in mine if each not in tokens} == set()


def test_a_picture_stays_in_its_frame():
    axis = Axis("pressure", "kPa", (0.0, 10.0), limit=10.0)
    drawn = spreads([Line("a", (1, 2, 3, 4, 5, 400.0), broken=1)], axis=axis, title="T", name="n")
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn)[1])
    assert all(0 <= float(x) <= width for x in re.findall(r'c?x\d?="([\d.]+)"', drawn))


def test_amounts_are_as_people_read_them():
    assert amount(1.0, "level") == "1 level"
    assert amount(43.0, "C") == "43 °C"
    assert amount(43.4, "C") == "43.4 °C"
    assert amount(0.25, "1") == "25 %"
