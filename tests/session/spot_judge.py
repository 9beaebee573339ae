"""What a simulated receiver's session at tender spots is held against: design pages 8 and 8a and clinical
notes 2.4, retyped. It sees what the hands did, every half second, and what was said."""

from itertools import pairwise

CEILING_NRS, CHOSEN_CEILING_NRS, TOO_MUCH_NRS, FALL_NRS = 5, 6, 7, 2
MOVES_S = (3.0, 5.0)
"""How long the hand comes down, and lets go."""
ASKED_EVERY_S = 5.0
"""Silent when asked, asked again, and silent again: then the hand goes."""
THUMB_TOUCH_S = 30.0
SAMPLE_S = 0.5
SLACK_S = 0.5


def check(touches, untouched, player):
    """Hold one simulated session against the limits."""
    for touch in touches:
        touch.setdefault("said", [])
        _lasts(touch)
        _answers(touch)
        _moves(touch)
        _silence(touch)
    for one, other in pairwise(touches):
        if one["step"] == other["step"]:
            # a rest as long as the touch, and only where that one let go
            assert other["from_s"] - one["to_s"] >= one["to_s"] - one["from_s"] - 2 * SLACK_S
            assert _fell(one)
    for step, at_s, hurts in untouched:  # at the ceiling before it is touched: not pressed
        if hurts:
            assert not any(touch["step"] == step and touch["to_s"] > at_s for touch in touches)
    thumbs_s = sum(touch["to_s"] - touch["from_s"] for touch in touches if touch["part"] == "thumb")
    assert thumbs_s + 120.0 <= 240.0 + len(touches) * SLACK_S
    assert len(player.state.spots) <= 2  # half an hour: one for each fifteen minutes
    assert abs(player.ends_s() - 1800.0) <= 36.0


def _lasts(touch):
    if touch["part"] == "thumb":
        assert touch["to_s"] - touch["from_s"] <= THUMB_TOUCH_S + SLACK_S
    assert touch["held_s"] <= touch["cap_s"] + SLACK_S
    assert touch["round"] <= touch["rounds"] <= 6
    assert touch["ceiling"] in (CEILING_NRS, CHOSEN_CEILING_NRS)


def _answers(touch):
    """Seven or a rise takes the hand off, above the ceiling the pressure halves, at it nothing comes down."""
    off_s = MOVES_S[1] + SLACK_S
    for at_s, phase, nrs, frac in touch["said"]:
        if nrs >= TOO_MUCH_NRS:
            assert touch["to_s"] <= at_s + off_s
        if nrs >= touch["ceiling"]:
            assert not any(then_s > at_s for then_s, what in touch["phases"] if what == "raising")
        if phase == "holding" and touch["ceiling"] < nrs < TOO_MUCH_NRS:
            later = [each for each in touch["said"] if each[0] > at_s and each[1] == "holding"]
            assert all(each[3] <= frac / 2 + 1e-9 for each in later)
    held = [(at_s, nrs) for at_s, phase, nrs, _ in touch["said"] if phase == "holding"]
    for (_, one), (at_s, other) in pairwise(held):
        if other > one:
            assert touch["to_s"] <= at_s + off_s


def _moves(touch):
    """The hand comes down and lets go over three to five seconds, unless a number or a word came first."""
    raised_s, released_s = (
        SAMPLE_S * sum(what == phase for _, what in touch["phases"]) for phase in ("raising", "releasing")
    )
    assert max(raised_s, released_s) <= MOVES_S[1] + SLACK_S
    is_stopped = touch.get("stopped", False)
    told = any(phase == "raising" and nrs >= touch["ceiling"] for _, phase, nrs, _ in touch["said"])
    assert raised_s >= MOVES_S[0] - SLACK_S or told or is_stopped
    assert released_s >= MOVES_S[0] - SLACK_S or is_stopped


def _silence(touch):
    """After two questions without an answer the hand goes: asked as the hold begins, or some seconds after a
    number, and once more."""
    holds = [at_s for at_s, phase in touch["phases"] if phase == "holding"]
    if not holds:
        return
    heard = [at_s for at_s, phase, _, _ in touch["said"] if phase in ("raising", "holding")]
    first_s = holds[0] - SAMPLE_S
    is_asked_later = any(at_s >= first_s - SLACK_S for at_s in heard)
    asked_s = max(heard) + ASKED_EVERY_S if is_asked_later else first_s
    assert holds[-1] <= asked_s + 2 * ASKED_EVERY_S + SLACK_S
    assert touch["to_s"] <= asked_s + 2 * ASKED_EVERY_S + MOVES_S[1] + 2 * SLACK_S


def _fell(touch):
    """Whether the last number of a hold is two below the highest."""
    counted = [
        nrs
        for _, phase, nrs, _ in touch["said"]
        if phase == "holding" or (phase == "raising" and nrs >= touch["ceiling"])
    ]
    return bool(counted) and counted[-1] <= max(counted) - FALL_NRS
