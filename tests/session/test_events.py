"""Events: flat, documented, the same after a journey through JSON."""

import json
import re
from pathlib import Path

import pytest

from backrub import session
from backrub.errors import DataError, Problem
from backrub.journal.event import NewEvent

PAGE = Path(__file__).resolve().parents[2] / "docs" / "events.md"


def documented():
    """Return the keys that the page names, by kind, in its order."""
    sections = re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]
    found = {}
    for section in sections:
        kind, _, text = section.partition("\n")
        keys = [line.split(":")[0] for line in text.splitlines() if line.startswith("- ")]
        found[kind.strip()] = {key for line in keys for key in re.findall(r"`(\w+)`", line)}
    return found


def test_every_kind_has_its_heading_in_order():
    assert tuple(documented()) == session.KINDS


@pytest.fixture
def everything(play):
    """Sessions that between them make every kind of event."""
    long = play("classic", spot=(0.3, 0.3), sessions_before=1)
    for at_s, command in (
        (0, {"kind": "start"}),
        (40, {"kind": "good"}),
        (100, {"kind": "pause"}),
        (300, {"kind": "resume"}),
        (400, {"kind": "skip"}),
        (401, {"kind": "skip", "from_step": 0}),
        (420, {"kind": "back"}),
        (430, {"kind": "pain", "nrs": 3}),
        (440, {"kind": "hold", "why": "quiet"}),
        (450, {"kind": "heard"}),
        (460, {"kind": "softer"}),
        (470, {"kind": "hold"}),
        (480, {"kind": "extend"}),
        (490, {"kind": "choose", "part": "knuckle"}),
        (500, {"kind": "resume"}),
        (510, {"kind": "stop"}),
        (511, {"kind": "stop", "why": "break"}),
        (520, {"kind": "restart", "asked": True}),
        (530, {"kind": "finish"}),
    ):
        long.send(at_s, **command)
    long.send(1e4, "finish")
    spot = play("classic")
    spot.send(0, "start")
    spot.send(1250, "here", across=0.3, along=0.3)
    spot.send(1252, "pain", nrs=2)
    spot.send(1253, "softer")
    barred = play("classic", spot=(0.3, 0.3), may_press=lambda *_: Problem("here", "not here"))
    barred.send(0, "start")
    barred.send(1250, "pain", nrs=1)
    stones = play("stones")
    stones.send(0, "start")
    stones.send(330, "stones", stones_c=42.0)
    stones.send(460, "answer", is_fine=True)
    stones.send(470, "felt", when="before", pain_nrs=3, ease_nrs=None)
    return [event for player in (long, spot, barred, stones) for event in player.events]


def test_every_kind_carries_the_documented_keys_and_no_others(everything):
    page = documented()
    seen = {event.kind: set(event.data) - {"command"} for event in everything}
    seen["passed-over"].add("command")
    assert set(seen) == set(session.KINDS)
    assert seen == {kind: page[kind] for kind in seen}


def test_a_journal_takes_every_event_and_gives_it_back_unchanged(everything):
    for event in everything:
        plain = json.loads(json.dumps(session.to_plain(event)))
        kept = NewEvent(**plain)
        assert session.from_plain(kept.kind, kept.at_s, data=kept.data) == event


def test_an_event_of_a_newer_release_is_said_plainly():
    with pytest.raises(DataError, match="unknown kind 'hummed'"):
        session.from_plain("hummed", 1.0, data={})


def test_no_event_says_who_or_why_they_are_careful(everything):
    words = json.dumps([session.to_plain(event) for event in everything])
    assert "condition" not in words
    assert "name" not in words
