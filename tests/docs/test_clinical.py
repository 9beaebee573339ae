"""The clinical notes: every citation leads somewhere, and the caps in use are those on the page."""

import re
from pathlib import Path

import pytest

from backrub.catalog.claim import read_claims
from backrub.catalog.limits import read_limits
from backrub.catalog.preparation import read_preparation

TOP = Path(__file__).resolve().parents[2]
NOTES = (TOP / "docs" / "clinical.md").read_text(encoding="utf-8")


def sections() -> set[str]:
    return set(re.findall(r"^#{2,3} (\d(?:\.\d)?)\.? ", NOTES, flags=re.MULTILINE))


def table_rows() -> set[int]:
    return {int(number) for number in re.findall(r"^\| (\d+) \|", NOTES, flags=re.MULTILINE)}


def citations() -> list[tuple[str, str]]:
    """Return (file, what follows the words "clinical notes") for every place in the package that cites it."""
    cited = re.compile(r"clinical notes ((?:[\d., and]|rows? )+)", flags=re.IGNORECASE)
    return [
        (path.name, match[1])
        for path in sorted((TOP / "src").rglob("*"))
        if path.suffix in (".py", ".toml")
        for match in cited.finditer(path.read_text(encoding="utf-8"))
    ]


def test_the_page_keeps_the_sections_that_are_cited() -> None:
    missing = [
        (file, section)
        for file, said in citations()
        for section in re.findall(r"\b(\d(?:\.\d)?)\b", re.sub(r"rows? [\d, and]*(?!\.\d)", "", said))
        if section not in sections()
    ]
    assert missing == []
    assert len(citations()) > 50


def test_the_rows_that_are_cited_are_in_the_table() -> None:
    missing = [
        (file, row)
        for file, said in citations()
        for rows in re.findall(r"rows? (\d+(?:(?:, | and )\d+(?!\.))*)", said)
        for row in re.findall(r"\d+", rows)
        if int(row) not in table_rows()
    ]
    assert missing == []
    assert table_rows() == set(range(1, 36))


def in_one_place(words: str) -> list[float]:
    """Return the numbers of the row of section 7 that begins with these words."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", NOTES[NOTES.index("## 7.") :], flags=re.MULTILINE)
    told = next(numbers for what, numbers in rows if what.startswith(words))
    return [float(number) for number in re.findall(r"[\d.]+", told)]


def caps_in_use() -> dict[str, list[float]]:
    """Return what the engine uses, by the row of section 7 that tells it to people."""
    it = read_limits()
    parts, stones = it.parts, it.stones
    return {
        "force anywhere": [it.forces.most_n, it.forces.default_n, it.kidneys.force_n, it.neck.force_n],
        "one thumb": [parts["thumb"].force_n, parts["reinforced-thumb"].force_n],
        "all thumb work": [it.thumbs.most_frac * 100, it.thumbs.most_s, it.thumbs.burst_s, it.stretch.most_s],
        "stones gliding": [stones.moving_c, stones.placed_c, 50, stones.reading_s / 60, stones.look_s / 60],
        "massager": [parts["massager"].force_n, 30, 4, it.massager.place_s, it.massager.total_s / 60],
    }


@pytest.mark.parametrize("row", list(caps_in_use()))
def test_the_numbers_in_one_place_are_the_caps_in_use(row: str) -> None:
    assert in_one_place(row) == pytest.approx(caps_in_use()[row])


def test_the_pressures_in_one_place_are_the_caps_in_use() -> None:
    default, timed, kidneys, spine = in_one_place("pressure by default")
    limits = read_limits()
    assert default * 1e3 == max(part.pressure_pa for part in limits.parts.values())
    assert timed == 120
    assert kidneys * 1e3 == limits.kidneys.pressure_pa
    assert limits.bones == limits.kidneys
    assert spine * 1e3 == limits.strip.pressure_pa


def test_the_preparation_asks_for_the_stones_that_the_limits_allow() -> None:
    items = {item.id: item for item in read_preparation().items}
    stones = read_limits().stones
    reading = items["stones-reading"]
    assert reading.temperature_c is not None
    assert reading.temperature_c.high == stones.moving_c
    assert f"{stones.placed_c:g} °C placed" in reading.amount
    assert items["stones-layers"].most_s == stones.placed_s
    assert reading.most_s == stones.reading_s


def test_the_page_of_claims_is_the_catalog() -> None:
    page = (TOP / "docs" / "claims.md").read_text(encoding="utf-8")
    for claim in read_claims().values():
        assert f"| {claim.title} (`{claim.id}`) | {claim.grade_in_words} | {claim.we_can_say} |" in page
    assert len(re.findall(r"^\| .+ \(`[a-z-]+`\) \|", page, flags=re.MULTILINE)) == len(read_claims())


def test_the_page_of_preparation_names_every_oil_and_surface() -> None:
    page = (TOP / "docs" / "preparation.md").read_text(encoding="utf-8").lower()
    preparation = read_preparation()
    for oil in preparation.oils.values():
        assert oil.title.lower().removesuffix(" oil") in page
    for surface in preparation.surfaces:
        assert f"| {surface} |" in page


@pytest.mark.parametrize("page", sorted((TOP / "docs").rglob("*.md"), key=str), ids=lambda page: page.name)
def test_a_page_says_nothing_of_places_that_only_we_have(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "../shared" not in text
    assert "clinical.md 1" not in text.replace("docs/clinical.md", "")
