"""The table of planted faults: at least three for each rule of the judge."""

from collections.abc import Iterator

from judge.judge_faults import (
    Fault,
    at_path,
    begins,
    change,
    circle,
    crossed,
    cue,
    in_time,
    jump,
    last_focus,
    left_alone,
    massage_gun,
    more_closing,
    no_looks,
    off_place,
    on_path,
    one_hand,
    one_part,
    one_side,
    placed,
    pressed,
    reversed_finish,
    scaled,
    seconds,
    sore,
    sore_on,
    steps_where,
    strokes_in,
    strokes_where,
    swap_phases,
    thumbs_for,
    to_and_fro,
    together,
    told,
    without,
)

FAULTS: dict[str, tuple[Fault, ...]] = {
    "total": (
        seconds(1.1, phase="warm-up"),
        without(technique="rest"),
        change(lambda e: e["plan"], duration_s=1700.0),
    ),
    "phases": (
        swap_phases("opening", "closing"),
        seconds(0.4, phase="opening"),
        seconds(0.3, phase="closing"),
        seconds(0.5, phase="rest"),
        without(phase="focus"),
        without(phase="warm-up"),
        begins(60.0, 119.0),
        begins(100.0, 79.0),
        begins(175.0, 2.0),
    ),
    "level-cap": (
        last_focus(level=5),
        at_path("clearance.max_level", 1),
        at_path("request.giver.experience", "first"),
        at_path("clearance.place_max_level", {"low-back": 1, "upper-back": 1}),
        at_path("request.receiver.age_years", 14),
    ),
    "closing": (
        change(lambda e: steps_where(e, phase="closing"), level=3),
        more_closing(2),
        more_closing(1, 2),
    ),
    "permitted": (
        at_path("clearance.forbidden_techniques", ["finish", "whole-hand-effleurage"]),
        at_path("clearance.forbidden_places", ["back", "low-back"]),
        at_path("plan.kit.oil", "none"),
        at_path("clearance.position", "seated"),
        at_path("plan.limits.max_level", 5),
        at_path("clearance.forbidden_parts", ["stone"]),
        at_path("clearance.forbidden_oils", ["coconut"]),
        last_focus(technique="massager-hold", place="hip"),
        at_path("plan.style", "clothed"),
        at_path("clearance.forbidden_parts", ["palm"]),
        without(technique="oil"),
    ),
    "conditions": (
        together(
            last_focus(technique="massager-hold"), at_path("request.receiver.conditions", ["pregnancy"])
        ),
        together(last_focus(technique="hot-stone-glide"), at_path("request.receiver.age_years", 71)),
        together(last_focus(technique="trigger-point-release"), at_path("request.giver.experience", "first")),
        together(
            last_focus(technique="forearm-press"), at_path("request.receiver.conditions", ["osteoporosis"])
        ),
        at_path("clearance.tier", "clinician"),
        at_path("request.receiver.age_years", 11),
    ),
    "useful": (
        seconds(0.1, phase="closing"),
        seconds(0.1, phase="opening"),
        last_focus(technique="thumb-stripping", duration_s=60.0),
    ),
    "repetitions": (
        last_focus(technique="thumb-stripping", passes=2),
        last_focus(technique="middle-finger-friction", passes=6, side="left"),
        last_focus(technique="forearm-glide", passes=3),
        last_focus(technique="trigger-point-release", passes=7),
        last_focus(technique="reinforced-fingers", side="right", stand="left"),
        last_focus(passes=None),
    ),
    "walks": (
        together(
            change(lambda e: steps_where(e, phase="focus")[-2], stand="right"), last_focus(stand="left")
        ),
        change(lambda e: steps_where(e, phase="closing")[0], technique="walk", level=None),
        change(lambda e: steps_where(e, technique="oil"), technique="walk"),
        to_and_fro("right", "left", "right"),
        to_and_fro("left", "right", "left", "right"),
        to_and_fro("right", "left", "right", "left", "right"),
    ),
    "notices": (
        change(lambda e: e["request"]["wishes"], minutes=90),
        change(lambda e: e["request"]["wishes"], position="seated"),
        change(lambda e: e["request"]["wishes"], style="hot-stone"),
        change(lambda e: e["request"]["kit"], oil="olive"),
        at_path("plan.level", 2),
        told("minutes-shortened"),
        told("level-lowered"),
        told("position-changed"),
        told("style-changed"),
        told("oil-changed"),
        told("no-such-code"),
        told("technique-left-out", "The finish does not fit tonight; it is left out."),
        together(*[told("technique-left-out", "Raking does not fit tonight; it is left out.")] * 2),
        together(
            told("technique-replaced", "Raking: another part of the hand does it tonight."),
            told("technique-left-out", "Raking does not fit tonight; it is left out."),
        ),
        at_path("plan.style", "classic"),
    ),
    "why": (
        last_focus(why=""),
        last_focus(why="It is good for you. " * 15),
        last_focus(why="{technique} at {place}"),
        last_focus(extra=True, why="Deep, slow work without using the thumbs."),
        last_focus(why="A sore spot is marked here. Deep, slow work."),
        change(lambda e: steps_where(e, phase="closing"), why="Warms what gets firmer work later."),
        together(
            change(lambda e: steps_where(e, phase="warm-up"), why="Warms what gets firmer work later."),
            change(lambda e: steps_where(e, phase="focus"), phase="warm-up"),
        ),
    ),
    "gap": (at_path("plan.mip_gap", 0.02), at_path("plan.mip_gap", -0.1), at_path("plan.mip_gap", 1.0)),
    "light-first": (
        one_hand(strokes_in("opening"), level=3),
        one_hand(strokes_in("warm-up"), level=4),
        one_hand(strokes_in("opening"), which=1, level=4),
    ),
    "warm-first": (
        change(lambda e: steps_where(e, phase="warm-up"), phase="focus"),
        change(lambda e: steps_where(e, phase="warm-up")[:-1], phase="focus"),
        together(
            change(lambda e: steps_where(e, phase="warm-up"), phase="focus"),
            change(lambda e: steps_where(e, phase="opening"), phase="closing"),
        ),
    ),
    "stroke-levels": (
        one_hand(strokes_in("focus"), which=-1, level=5),
        one_hand(strokes_in("closing"), which=-1, level=2),
        at_path("clearance.forbidden_parts", ["heel"]),
        one_hand(strokes_in("focus"), which=-1, part="thumb", level=4),
    ),
    "balance": (one_side("left", 60), one_side("right", 60), one_side("left", 45)),
    "thumbs": (
        thumbs_for(260.0),
        thumbs_for(35.0),
        together(thumbs_for(10.0), at_path("request.giver.hands", "sore")),
        together(thumbs_for(10.0), at_path("request.giver.experience", "first")),
    ),
    "stretch": (
        one_part("heel", "opening", "warm-up", "focus"),
        one_part("palm", "opening", "warm-up", "focus"),
        one_part("flat-fingers", "opening", "warm-up", "focus"),
    ),
    "touched": (
        off_place(-0.3, 0.01, 0.2),
        off_place(0.92, 1.3, 0.8),
        off_place(0.65, 1.3, 0.5),
        # beside these circles a palm has a quarter of the place, a seventh, and none: heels have more
        left_alone("low-back", "right", round_m=(0.55, 0.81, 0.02)),
        left_alone("shoulder-blade", "left", round_m=(-0.82, 0.30, 0.02)),
        left_alone("hip", "left", round_m=(-0.38, 1.04, 0.03)),
    ),
    "sore-spots": (
        sore(0.9, -0.2, 3, held=False),
        sore(0.02, 0.3, 3, held=False),
        sore(0.3, 0.25, 6, held=True),
        sore(0.0, 0.5, 2, held=True),
        last_focus(spot=[0.3, 0.3]),
        *(
            together(
                without(phase="focus"), at_path("request.wishes.minutes", minutes), sore(*at, held=False)
            )
            for minutes, at in ((14, (0.3, 0.25, 3)), (9, (-0.3, 0.5, 1)), (5, (0.3, 0.75, 4)))
        ),
    ),
    "strip": (
        pressed("palm", 2, (0.05, 0.3), (0.05, 0.4)),
        pressed("heel", 1, (0.15, 0.9)),
        pressed("two-fingers", 1, (0.14, 0.7)),
        pressed("forearm", 1, (0.2, 0.2)),
        pressed("thumb", 1, (0.12, 0.3)),
    ),
    "kidneys": (
        pressed("palm", 3, (0.5, 0.7)),
        pressed("knuckles", 1, (0.5, 0.7)),
        pressed("forearm", 1, (0.3, 0.7)),
        pressed("two-fingers", 3, (0.2, 0.7)),
        pressed("heel", 1, (0.2, 0.62)),
    ),
    "neck": (
        pressed("heel", 1, (0.2, -0.05)),
        pressed("palm", 3, (0.2, -0.1)),
        pressed("palm", 1, (0.5, -0.1)),
        pressed("palm", 1, (0.9, 0.8)),
    ),
    "bone": (
        pressed("heel", 1, (0.6, 0.16)),
        pressed("knuckles", 2, (0.5, 0.88)),
        pressed("palm", 3, (0.24, 1.0)),
        pressed("two-fingers", 2, (0.46, 0.3)),
    ),
    "sacrum": (
        pressed("heel", 1, (0.1, 1.05)),
        pressed("palm", 3, (0.0, 1.05)),
        pressed("thumb", 1, (0.15, 1.05)),
    ),
    "massager": (
        massage_gun((0.25, 0.3)),
        massage_gun((0.4, 0.7)),
        massage_gun((0.5, -0.02)),
        massage_gun((0.6, 0.15)),
        together(one_part("massager", "focus"), massage_gun((0.5, 1.06))),
    ),
    "avoid": (
        circle(on_path("opening")),
        circle(on_path("focus", -1), 0.005),
        circle(lambda e: (on_path("warm-up")(e)[0] + 0.15, on_path("warm-up")(e)[1]), 0.01),
        at_path("clearance.forbidden_places", ["low-back"]),
    ),
    "too-sore": (
        sore_on(on_path("focus", -1), 5),
        sore_on(on_path("warm-up"), 8, level=2),
        sore_on(on_path("focus", 2), 10),
        sore_on(on_path("opening"), 6, part="heel"),
    ),
    "clock": (
        in_time(lambda s: s.update(duration_s=s["duration_s"] + 5)),
        in_time(lambda s: s.update(start_s=s["start_s"] - 3)),
        at_path("score.duration_s", 1000.0),
    ),
    "filled": (
        lambda e: e["score"].update(
            strokes=[
                s for s in e["score"]["strokes"] if s["step"] != strokes_where(e, phase="focus")[0]["step"]
            ]
        ),
        lambda e: e["score"].update(strokes=e["score"]["strokes"][:20]),
        lambda e: e["score"]["strokes"][9].update(step=len(e["plan"]["steps"]) - 1),
    ),
    "flow": (
        jump(0.08, 4),
        jump(-0.06, 9),
        one_hand(strokes_in("focus"), which=3, path=[[0.3, 0.2], [0.3, 0.3]]),
    ),
    "crossing": (crossed(0), crossed(3), crossed(6)),
    "speeds": (scaled(0.3), scaled(2.5), scaled(0.05, link=True)),
    "levels": (
        in_time(lambda s: s.update(level=5)),
        in_time(lambda s: s["hands"][0].update(level=4)),
        lambda e: strokes_where(e, phase="focus")[-1].update(level=5),
    ),
    "finish": (
        reversed_finish,
        change(lambda e: [h for s in strokes_where(e, technique="finish") for h in s["hands"]], part="palm"),
        one_hand(lambda e: strokes_where(e, technique="finish"), which=-1, level=2, part="palm"),
    ),
    "stones": (
        at_path("request.kit.stones_c", 44.5),
        no_looks,
        placed(duration_s=700.0),
        without(technique="stones"),
    ),
    "cues": (
        cue(show="One two three four five six seven eight nine"),
        cue(say=" "),
        cue(at_s=99999.0),
        lambda e: e["score"].update(cues=e["score"]["cues"][:3]),
    ),
}


def every_fault() -> Iterator[tuple[str, int]]:
    """Yield each rule with the number of each of its faults."""
    for rule, faults in FAULTS.items():
        for number in range(len(faults)):
            yield rule, number
