"""What the giver reads and hears: short on the screen, whole when spoken, in time, and never over itself."""

from itertools import pairwise

import pytest

from backrub.model.plan import PAUSES
from score.score_evenings import CATALOG, EVENINGS, evening

SPOKEN_WORDS_A_MINUTE = 130
AHEAD_S = (7.0, 20.0)
"""A change is announced this long before: time to finish a stroke, not so long that it is forgotten."""
LOOK_S = 120.0

every_evening = pytest.mark.parametrize("name", EVENINGS)


def spoken_s(say: str) -> float:
    return len(say.split()) * 60 / SPOKEN_WORDS_A_MINUTE


@every_evening
def test_a_cue_shows_eight_words_at_most(name: str) -> None:
    for cue in evening(name).score.cues:
        assert 1 <= len(cue.show.split()) <= 8, cue.show


@every_evening
def test_what_is_said_is_a_sentence_and_says_no_less_than_the_screen(name: str) -> None:
    for cue in evening(name).score.cues:
        assert cue.say[0].isupper(), cue.say
        assert cue.say[-1] in ".?", cue.say
        assert len(cue.say) > len(cue.show), (cue.show, cue.say)


@every_evening
def test_no_cue_is_spoken_over_the_next(name: str) -> None:
    for before, after in pairwise(evening(name).score.cues):
        assert before.at_s + spoken_s(before.say) <= after.at_s + 0.01, (before.say, after.say)


@every_evening
def test_every_step_begins_with_a_cue_of_its_own(name: str) -> None:
    score, steps = evening(name).score, evening(name).plan.steps
    begins = {round(cue.at_s, 1): cue for cue in score.cues}
    for step in steps:
        assert round(step.start_s, 1) in begins, step.technique
        kind = begins[round(step.start_s, 1)].kind
        if step.technique in PAUSES:
            assert kind == step.technique
        else:
            assert kind == ("ask" if step.place is None else "stroke")


@every_evening
def test_what_comes_is_announced_early_enough_to_move(name: str) -> None:
    score, steps = evening(name).score, evening(name).plan.steps
    for before, step in pairwise(steps):
        if before.technique in PAUSES or before.duration_s < AHEAD_S[1]:
            continue
        told = [cue for cue in score.cues if before.start_s < cue.at_s < step.start_s and cue.kind == "next"]
        assert len(told) == 1, step.technique
        assert AHEAD_S[0] <= step.start_s - told[0].at_s <= AHEAD_S[1]
        word = {"oil": "oil", "walk": "round to", "stones": "stones", "rest": "rest"}
        expected = word.get(step.technique)
        assert (expected or CATALOG.techniques[step.technique].name) in told[0].say


@every_evening
def test_the_voice_counts_down_to_a_change_that_was_announced(name: str) -> None:
    score, steps = evening(name).score, evening(name).plan.steps
    counts = [cue for cue in score.cues if cue.kind == "time"]
    ends_s = [step.start_s + step.duration_s for step in steps if step.technique not in PAUSES]
    for count in counts:
        assert count.say == "In three, two, one."
        end_s = min(end_s for end_s in ends_s if end_s > count.at_s)
        assert spoken_s(count.say) < end_s - count.at_s < 3.0
    # not where the announcement itself takes that long
    changes = [cue for cue in score.cues if cue.kind == "next"]
    short = [cue for cue in changes if spoken_s(cue.say) < AHEAD_S[0] - 3.0]
    assert short
    assert len(short) <= len(counts) <= len(changes)


@every_evening
def test_a_walk_says_where_to(name: str) -> None:
    made = evening(name)
    walks = {step.start_s: step.stand for step in made.plan.steps if step.technique == "walk"}
    for cue in made.score.cues:
        if cue.kind == "walk":
            assert walks[cue.at_s] in cue.show
    for before, step in pairwise(made.plan.steps):
        told = [
            cue for cue in made.score.cues if cue.kind == "next" and before.start_s < cue.at_s < step.start_s
        ]
        if step.technique == "walk" and told:
            assert step.stand in told[0].say


@every_evening
def test_the_first_cue_of_a_technique_says_how_hard_wherever_there_is_time(name: str) -> None:
    made = evening(name)
    words = {1: "Very light", 2: "Light", 3: "Medium", 4: "Firm"}
    cues = made.score.cues
    for index, cue in enumerate(cues):
        step = next((each for each in made.plan.steps if abs(each.start_s - cue.at_s) < 0.01), None)
        if cue.kind != "stroke" or step is None or index + 1 == len(cues):
            continue
        if cues[index + 1].at_s - cue.at_s > 6.0:
            assert f"{words[step.level or 0]} pressure." in cue.say


@every_evening
def test_under_stones_the_skin_is_looked_at_every_two_minutes(name: str) -> None:
    made = evening(name)
    for step in made.plan.steps:
        if "stone" not in step.technique or step.technique in PAUSES:
            continue
        end_s = step.start_s + step.duration_s
        looks = [c.at_s for c in made.score.cues if "skin" in c.show and step.start_s < c.at_s < end_s]
        for before, after in pairwise([step.start_s, *looks, end_s]):
            assert after - before <= LOOK_S


def test_where_thumbs_rest_the_giver_is_told_to_use_flat_knuckles_before_anything_else() -> None:
    made = evening("classic, sore hands")
    begins = {step.start_s: step for step in made.plan.steps if step.technique == "thumb-stripping"}
    told = [cue for cue in made.score.cues if cue.at_s in begins]
    assert begins, "the classic eight have it"
    for cue in told:
        assert cue.show == "Flat knuckles, not thumbs"
        assert cue.show in cue.say
    healthy = evening("classic half hour")
    assert not [cue for cue in healthy.score.cues if "not thumbs" in cue.say]
