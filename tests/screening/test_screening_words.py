"""What people read in a clearance: plain, kind, never a diagnosis and never a bare no."""

import re

import pytest

from backrub.screening import screen
from strategies import CONDITIONS, IDS, TODAY, plain

HARD_WORDS = re.compile(r"clinician|contraindicat|\bpatient|diagnos|erector|lumbar|thoracic|!", re.IGNORECASE)


def reasons():
    """Every reason of every condition alone, with bad details, and of the people."""
    bad = {
        "redness_spreads": True,
        "bleeding_unstable": True,
        "blood_pressure_signs": True,
        "aneurysm_signs": True,
        "ulcers": True,
        "skin_treated": True,
    }
    yes = [{"condition": each, "on": TODAY} for each in (*IDS, "back-pain")]
    asked = [plain(each) for each in IDS]
    asked += [plain(each, details=bad) for each in IDS]
    asked += [plain(each, cleared_by_clinician=yes) for each in IDS]
    asked += [
        plain(age_years=age, back_pain=pain)
        for age in (8, 13, 19, 40, 60, 75)
        for pain in ("none", "new", "worsening")
    ]
    asked += [plain("steroids", "night-pain"), plain(giver={"experience": "first", "hands": "sore"})]
    for request in asked:
        yield from screen(request, day=TODAY, conditions=CONDITIONS).reasons


ALL = tuple(dict.fromkeys(reasons()))


@pytest.mark.parametrize("reason", ALL, ids=lambda each: f"{each.condition}-{each.tier}")
def test_a_reason_is_plain_and_never_a_bare_no(reason):
    spoken = (reason.says, *reason.effects, reason.next)
    assert not [words for words in spoken if HARD_WORDS.search(words)]
    assert all(words.endswith((".", "?")) for words in spoken)
    assert all(len(effect.split()) <= 18 for effect in reason.effects)


@pytest.mark.parametrize("reason", ALL, ids=lambda each: f"{each.condition}-{each.tier}")
def test_a_reason_tells_how_far_to_trust_its_source(reason):
    assert re.search(r"\((?:read|recalled|computed|our own)[^()]*\)$", reason.source)


def test_urgent_now_names_the_emergency_number_and_today_does_not_wait():
    for request in (plain("cauda-equina-signs"), plain("chest-pain-or-breathless"), plain("dvt-signs")):
        clearance = screen(request, day=TODAY, conditions=CONDITIONS)
        assert clearance.when == "now"
        assert clearance.reasons[0].next.startswith("Call the emergency number now")


def test_what_no_yes_can_open_does_not_ask_for_one():
    (reason,) = screen(plain(age_years=8, guardian=True), day=TODAY, conditions=CONDITIONS).reasons[:1]
    assert reason.effects == ("No massage for now.",)
    (reason,) = screen(plain("steroids"), day=TODAY, conditions=CONDITIONS).reasons
    assert reason.effects == ("No massage until a doctor has said yes.",)
