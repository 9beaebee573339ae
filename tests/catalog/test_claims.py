"""Claims: graded as the clinical notes grade them, and said without a promise."""

import re
import tomllib
from pathlib import Path

import pytest

from backrub.catalog.claim import read_claim, read_claims
from backrub.errors import DataError

# Retyped from section 4.2 of the clinical notes (docs/clinical.md), and 4.1 for pain.
GRADES = {
    "serotonin": "unsupported",
    "cortisol": "unsupported",
    "endorphins": "unsupported",
    "less-pain": "mixed",
    "deep-sleep": "mixed",
    "healing": "unsupported",
    "range-of-motion": "mixed",
    "flexibility": "mixed",
    "stretch-marks": "unsupported",
    "circulation-skin": "supported",
    "circulation-muscle": "unsupported",
    "stress": "supported",
    "better-for-the-giver": "supported",
}

# What the product never says of itself; a title may quote what people claim.
NEVER = (
    r"heal", r"\bcures?\b", r"toxin", r"detox", r"improves? (the )?(blood )?circulation", r"guarantee",
    r"\bproven\b", r"\balways\b", r"\bwill (feel|relax|sleep|help|ease|be)\b", r"patient", r"contraindicat",
    r"erector", r"trigger point", r"\boops\b", r"!", r"boost", r"\bbook\b", r"\bbuy\b",
)  # fmt: skip


def promise_in(text: str) -> str | None:
    """Return the first word of `text` that promises, or None."""
    for pattern in NEVER:
        if found := re.search(pattern, text, flags=re.IGNORECASE):
            return found.group()
    return None


def test_the_catalog_holds_exactly_these_claims() -> None:
    assert set(read_claims()) == set(GRADES)


@pytest.mark.parametrize(("identity", "grade"), GRADES.items())
def test_a_claim_is_graded_as_the_notes_grade_it(identity: str, grade: str) -> None:
    assert read_claims()[identity].grade == grade


@pytest.mark.parametrize("identity", GRADES)
def test_our_sentence_never_promises(identity: str) -> None:
    claim = read_claims()[identity]
    assert promise_in(claim.we_can_say) is None
    assert promise_in(claim.qualifier) is None


@pytest.mark.parametrize("text", ["It heals the back.", "No more toxins", "You will sleep well", "Great!"])
def test_the_check_for_promises_sees_one(text: str) -> None:
    assert promise_in(text)


@pytest.mark.parametrize("identity", GRADES)
def test_what_we_say_is_one_short_sentence(identity: str) -> None:
    said = read_claims()[identity].we_can_say
    assert said.endswith(".")
    assert len(re.findall(r"[.?](\s|$)", said)) == 1
    assert len(said.split()) <= 30


@pytest.mark.parametrize("identity", GRADES)
def test_a_supported_claim_says_how_far(identity: str) -> None:
    claim = read_claims()[identity]
    if claim.grade in ("supported", "mixed"):
        assert claim.qualifier, "a grade above unsupported needs its limit: small, short-term, ..."


@pytest.mark.parametrize("identity", GRADES)
def test_what_is_called_read_has_an_address(identity: str) -> None:
    for source in read_claims()[identity].sources:
        if source.trust == "read":
            assert source.doi
            assert source.year
            assert source.what_was_read in ("abstract", "table", "excerpt")
        else:
            assert source.what_was_read in ("excerpt", "second-hand", "not-read")


# Figures retyped from the abstracts, so that a slip of the pen in a file is seen.
FIGURES = {
    "endorphins": ("21 healthy adults", "12 volunteers"),
    "cortisol": ("0.05 to 0.30", "d 0.52"),
    "less-pain": ("25 trials, 3,096 people", "-1.24 (-1.85 to -0.64)", "401 adults", "2.9", "2.5"),
    "healing": ("11 articles, 504 people", "-1.16 (-1.60 to -0.72)", "29 trials, 1,012 people"),
    "stretch-marks": ("Six trials", "800 women", "RR 0.74, 0.53 to 1.03"),
    "circulation-skin": ("13 men", "150 against 6"),
    "circulation-muscle": ("39.1 and 371 ml", "760", "733", "3,178 against 4,203", "0.024"),
    "better-for-the-giver": ("19 couples", "38 people"),
}


@pytest.mark.parametrize(("identity", "figures"), FIGURES.items())
def test_the_figures_are_those_of_the_papers(identity: str, figures: tuple[str, ...]) -> None:
    found = " ".join(source.found for source in read_claims()[identity].sources)
    for figure in figures:
        assert figure in found


def test_a_bad_claim_lists_all_its_problems() -> None:
    with pytest.raises(DataError) as caught:
        read_claim('title = "x"\ngrade = "proven"\ncolour = 3\n', name="magic.toml")
    said = str(caught.value)
    for word in ("title", "grade", "colour", "people_say", "we_can_say", "sources"):
        assert word in said


def test_a_claim_file_does_not_repeat_its_id() -> None:
    with pytest.raises(DataError, match="file's name"):
        read_claim('id = "other"\n', name="magic.toml")


def test_no_claim_file_is_left_unread() -> None:
    folder = Path(__file__).parents[2] / "src/backrub/catalog/claims"
    names = {path.stem for path in folder.iterdir()}
    assert names == set(read_claims())
    for path in folder.iterdir():
        assert next(iter(tomllib.loads(path.read_text()))) == "schema"
