"""The tender-spot loop, second by second, with the numbers of design page 8 retyped here."""

import random
from dataclasses import replace

import pytest

from backrub import session
from backrub.errors import Problem, Refused
from session.spot_judge import check

ARRIVES_S = 1247.0  # when technique 7 begins in the classic half hour, started at 0
SPOT = (0.3, 0.3)


@pytest.fixture
def at_spot(play):
    """A classic half hour with a marked spot, started at 0, that has just come to technique 7."""

    def make(**more):
        player = play("classic", spot=more.pop("spot", SPOT), **more)
        player.send(0, "start")
        return player

    return make


def test_the_loop_worked_by_hand(at_spot):
    player = at_spot()
    assert player.at(1246).spot is None
    assert player.at(1247).spot.phase == "before"
    assert player.at(1247).ask == "rating"
    player.send(1250, "pain", nrs=2)  # untouched: 2; the hand comes down
    assert player.at(1251).spot.phase == "raising"
    player.send(1253, "pain", nrs=5)  # three seconds down: the ceiling
    assert player.at(1253).spot.phase == "holding"
    player.send(1258, "pain", nrs=4)
    assert player.at(1258).spot.phase == "holding"
    player.send(1263, "pain", nrs=3)  # fallen by two: let go over four seconds
    assert player.at(1266.9).spot.phase == "releasing"
    assert player.at(1267).spot.phase == "resting"  # touched 17 s, rest 17 s
    assert player.at(1283.9).spot.phase == "resting"
    assert player.at(1284).spot.phase == "raising"
    assert player.at(1284).spot.round == 2
    assert player.at(1288).spot.phase == "holding"
    player.send(1289, "pain", nrs=4)
    player.send(1292, "pain", nrs=2)
    assert player.at(1296).spot.phase == "resting"
    assert player.at(1308).spot.round == 3
    player.send(1313, "pain", nrs=3)
    player.send(1317, "pain", nrs=1)
    assert player.at(1321).spot.phase == "ended"
    assert player.at(1321).spot.why == "done"
    assert player.state.thumb_s == pytest.approx(
        120.0 + 17.0 + 12.0, abs=0.01
    )  # six passes of stripping before
    assert player.ends_s() == pytest.approx(1800.0)


def test_a_spot_that_hurts_at_the_ceiling_untouched_is_not_pressed(at_spot):
    player = at_spot()
    player.send(1250, "pain", nrs=5)
    view = player.at(1300)
    assert (view.spot.phase, view.spot.why, view.spot.round) == ("ended", "already-hurts", 0)
    assert player.state.spots == ()


def test_above_the_ceiling_the_pressure_halves(at_spot):
    player = at_spot()
    player.send(1250, "pain", nrs=1)
    player.send(1252, "pain", nrs=6)
    assert player.at(1252).spot.pressure_frac == 0.5
    assert player.at(1252).spot.phase == "holding"
    player.send(1256, "pain", nrs=6)
    assert player.at(1256).spot.pressure_frac == 0.25


@pytest.mark.parametrize("nrs", [7, 10])
def test_seven_or_more_ends_it_gently(at_spot, nrs):
    player = at_spot()
    player.send(1250, "pain", nrs=1)
    player.send(1252, "pain", nrs=nrs)
    assert player.at(1255.9).spot.phase == "releasing"
    assert player.at(1256).spot.why == "too-much"
    assert player.at(1256).spot.phase == "ended"


def test_a_rise_ends_it(at_spot):
    player = at_spot()
    player.send(1250, "pain", nrs=1)
    player.send(1255, "pain", nrs=3)
    player.send(1258, "pain", nrs=4)
    assert player.at(1262).spot.why == "rise"


def test_silence_when_asked_twice_ends_it(at_spot):
    player = at_spot()
    player.send(1250, "pain", nrs=1)
    # Down at 1254 and asked; asked again at 1259; let go at 1264.
    assert player.at(1263.9).spot.phase == "holding"
    assert player.at(1264).spot.phase == "releasing"
    assert player.at(1268).spot.why == "silent"


def test_silence_before_the_first_touch_means_no_touch(at_spot):
    player = at_spot()
    assert player.at(1276.9).spot.phase == "before"
    assert player.at(1277).spot.why == "silent"
    assert player.at(1400).spots_done == 0


def test_no_fall_by_the_cap_ends_it_and_the_thumb_lifts_within_thirty_seconds(at_spot):
    player = at_spot()
    player.send(1250, "pain", nrs=1)
    for at_s in (1254, 1259, 1264, 1269):
        player.send(at_s, "pain", nrs=4)
    assert player.at(1273.9).spot.phase == "holding"
    assert player.at(1274).spot.phase == "releasing"
    assert player.at(1278).spot.why == "no-fall"


def test_the_flat_knuckle_may_stay_longer_and_ninety_seconds_by_choice(at_spot):
    player = at_spot()
    player.send(1200, "choose", part="knuckle")
    player.send(1250, "pain", nrs=1)
    assert player.at(1251).spot.hold_cap_s == 60.0
    player.send(1251, "choose", longer=True)
    assert player.at(1252).spot.hold_cap_s == 60.0  # nothing grows while a hand presses
    other = at_spot()
    other.send(1200, "choose", part="knuckle", longer=True)
    assert other.at(1250).spot.hold_cap_s == 90.0


def test_six_is_a_ceiling_only_from_the_second_session_on(at_spot):
    first, second = at_spot(), at_spot(sessions_before=1)
    assert first.send(1200, "choose", ceiling=6).code == "first-time"
    second.send(1200, "choose", ceiling=6)
    second.send(1250, "pain", nrs=5)
    second.send(1252, "pain", nrs=6)
    assert second.at(1252).spot.pressure_frac == 1.0
    second.send(1257, "pain", nrs=4)  # from 6 to 4, as the article has it
    assert second.at(1258).spot.phase == "releasing"


def test_without_a_marked_spot_the_guide_asks_and_checks_what_is_shown(at_spot):
    def may_press(point, part, level):
        assert part == "reinforced-thumb"
        return (
            Problem("spot", "The spine is never pressed.", "Show one beside it.") if point[0] < 0.1 else None
        )

    player = at_spot(spot=None, may_press=may_press)
    assert player.at(1250).ask == "where"
    assert "here" in player.at(1250).may
    refused = player.send(1251, "here", across=0.0, along=0.3)
    assert isinstance(refused, Refused)
    assert (refused.code, refused.reason) == ("spot-barred", "The spine is never pressed.")
    player.send(1255, "here", across=0.3, along=0.3)
    assert player.at(1255).spot.phase == "before"
    player.send(1257, "pain", nrs=2)
    assert player.at(1258).spot.phase == "raising"


def test_a_marked_spot_is_checked_again_before_the_touch(at_spot):
    player = at_spot(may_press=lambda *_: Problem("spot", "is in a circle to leave alone"))
    player.send(1250, "pain", nrs=2)
    assert player.at(1251).spot.why == "barred"


@pytest.mark.parametrize("who", ["barred", "young", "first"])
def test_some_people_are_never_pressed(play, at_spot, who):
    from backrub.model.request import Giver

    base = play("classic").first.plan
    plans = {
        "barred": {
            "limits": base.limits.model_copy(update={"forbidden_techniques": ("trigger-point-release",)})
        },
        "young": {"body": base.body.model_copy(update={"age_years": 15})},
        "first": {"giver": Giver(experience="first")},
    }
    player = at_spot(plan=plans[who])
    player.send(1250, "pain", nrs=2)
    assert player.at(1251).spot.why == "barred"
    assert player.state.spots == ()


def test_one_spot_for_each_fifteen_minutes(play):
    player = play("spots")  # twenty minutes: one spot
    player.send(0, "start")
    player.send(425, "here", across=0.3, along=0.3)
    player.send(427, "pain", nrs=2)
    assert player.at(428).spot.phase == "raising"
    assert player.at(660).spot.phase == "where"
    assert player.send(660, "here", across=-0.3, along=0.5).code == "enough-spots"
    short = play("spots")
    short.state = replace(short.state, planned_s=870.0)  # under a quarter of an hour: none
    short.send(0, "start")
    assert short.send(425, "here", across=0.3, along=0.3).code == "enough-spots"


def test_two_hours_have_five_spots_and_never_a_sixth(play):
    player = play("long")
    player.send(0, "start")
    player.send(1, "choose", part="knuckle")
    begins_s = [each.start_s for each in player.state.steps if each.technique == "trigger-point-release"]
    assert len(begins_s) == 6
    for number, at_s in enumerate(begins_s[:5], start=1):
        shown = player.send(at_s + 1, "here", across=(-0.3, 0.3)[number % 2], along=0.1 + 0.1 * number)
        assert not isinstance(shown, Refused), shown
        player.send(at_s + 3, "pain", nrs=2)
        assert player.at(at_s + 4).spot.phase == "raising"
        assert len(player.state.spots) == number
    assert player.send(begins_s[5] + 1, "here", across=0.3, along=0.9).code == "enough-spots"
    assert player.ends_s() == pytest.approx(7200.0)


def test_the_same_spot_is_not_pressed_twice(play):
    player = play("spots")
    player.state = replace(player.state, planned_s=1800.0)
    player.send(0, "start")
    player.send(425, "here", across=0.3, along=0.3)
    player.send(427, "pain", nrs=2)
    assert player.send(660, "here", across=0.32, along=0.31).code == "same-spot"
    assert not isinstance(player.send(661, "here", across=-0.3, along=0.3), Refused)


def test_a_spot_waits_for_thumbs_that_have_some_left(play):
    player = play("spots")
    player.state = replace(player.state, thumb_s=225.0)
    player.send(0, "start")
    assert player.send(425, "here", across=0.3, along=0.3).code == "thumbs"
    player.send(426, "choose", part="knuckle")
    assert not isinstance(player.send(427, "here", across=0.3, along=0.3), Refused)


def test_a_spoken_stop_takes_the_hands_off_at_once(at_spot):
    player = at_spot()
    player.send(1250, "pain", nrs=2)
    player.send(1258, "hold")
    view = player.at(1258)
    assert (view.status, view.spot.phase, view.spot.why) == ("holding", "ended", "sharp-word")
    player.send(1290, "resume")
    assert player.at(1290).step == 18  # on to the closing; the spot is not pressed again
    assert player.ends_s() == pytest.approx(1800.0)


def test_a_quiet_remote_takes_the_hands_off_here_and_only_here(at_spot):
    player = at_spot()
    player.send(500, "hold", why="quiet")
    assert player.at(500).status == "running"
    assert player.at(500).level == 2  # one less than 3
    player.send(520, "heard")
    assert player.at(520).level == 3
    player.send(1250, "pain", nrs=2)
    player.send(1255, "hold", why="quiet")
    assert player.at(1255).status == "holding"


def test_more_rounds_by_choice_find_room_and_still_end_on_time(at_spot):
    player = at_spot(plan={"limits": at_spot().first.plan.limits})
    player.send(100, "choose", part="knuckle", rounds=4)
    player.send(1250, "pain", nrs=2)
    refits = [event for event in player.events if event.kind == "refitted"]
    assert all(event.data["ends_s"] == 1800.0 for event in refits)


# --- simulated receivers --------------------------------------------------------------------------

SAMPLE_S = 0.5
MANNERS = ("falling", "flat", "rising", "silent", "jumpy", "slow", "cross")


def simulate(player, seed):
    """Play a session with one spot after another, as people of one manner would; return what was pressed."""
    luck = random.Random(seed)
    manner = luck.choice(MANNERS)
    player.send(0, "start")
    chose = {"part": "thumb", "rounds": 3, "longer": False, "ceiling": 5}
    if luck.random() < 0.6:
        part = luck.choice(["thumb", "knuckle", "tool"])
        ceiling = luck.choice([5, 6])
        wish = {"part": part, "rounds": luck.randint(1, 6), "longer": luck.random() < 0.5, "ceiling": ceiling}
        refused = isinstance(player.send(10, "choose", **wish), Refused)
        assert refused == (ceiling == 6 and player.state.sessions_before == 0)
        chose = chose if refused else wish
    at_s, touches, untouched = 1240.0, [], []
    felt = luck.uniform(4, 8) if luck.random() < 0.2 else 3.0  # untouched
    now = session.advance(player.state, at_s)
    down_s = before = None
    while at_s < 1560.0:
        at_s += SAMPLE_S
        now = session.advance(now if now.as_of_s > player.state.as_of_s else player.state, at_s)
        spot = now.spot
        # What the hands do, sampled from outside.
        pressing = spot is not None and spot.phase in ("raising", "holding", "releasing")
        if pressing and down_s is None:
            down_s = at_s
            touch = {"step": now.index, "round": spot.round, "part": spot.choices.part, "from_s": at_s}
            cap_s = 20.0 if spot.choices.part == "thumb" else 90.0 if chose["longer"] else 60.0
            touches.append(
                {
                    **touch,
                    "ceiling": chose["ceiling"],
                    "held_s": 0.0,
                    "cap_s": cap_s,
                    "rounds": chose["rounds"],
                }
            )
        if pressing:
            touches[-1].setdefault("phases", []).append((at_s, spot.phase))
            touches[-1]["to_s"] = at_s
            touches[-1]["held_s"] += SAMPLE_S * (spot.phase == "holding")
        if not pressing:
            down_s = None
        if spot is None:
            before = None
            continue
        if spot.phase == "where" and luck.random() < 0.05:
            player.send(at_s, "here", across=luck.uniform(0.15, 0.5), along=luck.uniform(0.1, 0.5))
        press = {"raising": 1.5, "holding": 0.0, "releasing": -0.6, "resting": -0.3}.get(spot.phase, 0.0)
        drift = {"falling": -0.12, "flat": 0.0, "rising": 0.15, "silent": 0.0, "jumpy": 0.0, "slow": -0.03}
        if spot.phase == "holding":
            press += drift.get(manner, -0.05) * 4 * SAMPLE_S * luck.uniform(0.5, 1.5)
            if before is not None and spot.pressure_frac < before:
                felt *= 0.7
        felt = min(10.0, max(0.0, felt + (press * SAMPLE_S if spot.phase == "raising" else press)))
        if manner == "jumpy" and luck.random() < 0.05:
            felt = luck.uniform(0, 10)
        before = spot.pressure_frac
        speaks = 0.0 if manner == "silent" and spot.phase != "before" else 0.4
        if luck.random() < speaks:
            nrs = round(felt)
            if pressing:
                touches[-1].setdefault("said", []).append((at_s, spot.phase, nrs, spot.pressure_frac))
            elif spot.phase == "before":
                untouched.append((now.index, at_s, nrs >= chose["ceiling"]))
            player.send(at_s, "pain", nrs=nrs)
        elif manner == "cross" and luck.random() < 0.01:
            player.send(at_s, "hold")
            if pressing:
                assert player.at(at_s).spot.phase == "ended"
                touches[-1]["stopped"] = True
            at_s += luck.uniform(0, 30)
            player.send(at_s, "resume")
    if player.state.status == "holding":
        player.send(at_s, "resume")
    return manner, touches, untouched, player


def run_many(play, count):
    """Return, for each manner, how many receivers there were, how many were pressed, and how often."""
    found = {manner: [0, 0, 0] for manner in MANNERS}
    for seed in range(count):
        spot = SPOT if seed % 3 else None
        player = play("classic", spot=spot, sessions_before=seed % 2)
        manner, touches, untouched, player = simulate(player, seed)
        check(touches, untouched, player)
        found[manner] = [a + b for a, b in zip(found[manner], (1, bool(touches), len(touches)), strict=True)]
    assert all(touches for _, _, touches in found.values())
    return found


def test_forty_simulated_receivers_never_pass_the_limits(play):
    run_many(play, 40)


@pytest.mark.prove
def test_two_thousand_simulated_receivers_in_the_loop_never_pass_the_limits(play, proof_table):
    found = run_many(play, 2600)  # some never get as far
    columns = ("receivers", "of them pressed", "touches")
    rows = [{"manner": manner, **dict(zip(columns, of, strict=True))} for manner, of in found.items()]
    total = dict(zip(columns, (sum(each) for each in zip(*found.values(), strict=True)), strict=True))
    proof_table("trigger-point-receivers", [*rows, {"manner": "all", **total}])
    assert total["of them pressed"] >= 2000
