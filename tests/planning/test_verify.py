"""A plan edited by hand: for each rule a real evening that breaks it, and the problem that says so."""

import random
from functools import cache

import pytest

from backrub.model.plan import Plan
from backrub.planning.verify import verify
from planning.by_hand import (
    CATALOG,
    EVENINGS,
    Break,
    change,
    clock,
    put,
    real,
    then,
    top,
    turned,
    without,
)  # fmt: skip

ROWS: dict[str, tuple[str, Break, str, str]] = {
    # --- what can't be read ---
    "technique": ("classic", change("finish", new={"technique": "finnish"}),
        "steps[{}].technique", "unknown technique 'finnish'"),
    "place": ("classic", change("forearm-glide", new={"place": "hip"}),
        "steps[{}].place", "Forearm glide is not used at 'hip'"),
    "no place": ("classic", change("forearm-glide", new={"place": None}), "steps[{}].place", "is missing"),
    "no level": ("classic", change("finish", new={"level": None}), "steps[{}]", "has no level or no passes"),
    "pause": ("classic", change("oil", new={"level": 1}),
        "steps[{}]", "'oil' is a pause and has no level and no passes"),
    "side": ("classic", change("finish", new={"side": "left"}), "steps[{}].side", "is not done on 'left'"),
    "both": ("deep", change("kneading", new={"side": "both"}), "steps[{}].side", "is not done on 'both'"),
    "no spot": ("held", change("trigger-point-release", new={"spot": None}), "steps[{}].spot", "is missing"),
    "spot": ("deep", change("kneading", new={"spot": (0.3, 0.8)}),
        "steps[{}].spot", "Kneading is not done on a single spot"),
    "style": ("classic", top("style", "clasic"), "style", "unknown style 'clasic'"),
    "oil's name": ("classic", top("kit.oil", "olives"), "kit.oil", "unknown oil 'olives'"),
    # --- the clock and the phases ---
    "gap": ("classic", clock(start_s=90.0), "steps[{}].start_s", "90 is not where the step before ends (83)"),
    "sum": ("classic", top("duration_s", 1790.0), "duration_s", "the steps take 1800 s, not 1790"),
    "phases' order": ("classic", change("finish", new={"phase": "opening"}),
        "steps[{}].phase", "opening comes after focus"),
    "of the phase": ("classic", change("forearm-glide", new={"phase": "warm-up"}, ),
        "steps[{}].phase", "Forearm glide is not for the warm-up"),
    "opening": ("classic", change(phase="opening", level=1, new={"duration_s": 40.0}),
        "steps", "the opening has 40 s of the 60 it needs"),
    "opening and warm-up": ("classic", without(phase="warm-up"),
        "steps", "the opening and warm-up has 63 s of the 180 it needs"),
    "warm-up": ("short", without(phase="warm-up"), "steps", "there is no warm-up"),
    "focus": ("classic", then(without(phase="focus"), put("heel-effleurage", new={}, times=2)),
        "steps", "there is no focus"),
    "closing": ("classic", change("finish", new={"duration_s": 50.0, "passes": 2}),
        "steps", "the closing has 50 s of the 60 it needs"),
    "quiet too long": ("classic", change("rest", new={"duration_s": 1035.5}),
        "steps[{}].duration_s", "the quiet lasts 1036 s, not 120 to 240"),
    "quiet too short": ("classic", change("rest", new={"duration_s": 60.0}),
        "steps[{}].duration_s", "the quiet lasts 60 s, not 120 to 240"),
    "no quiet": ("classic", without("rest"), "steps", "it does not end with the quiet"),
    "quiet at the end": ("classic", change("rest", new={"phase": "closing"}),
        "steps[{}].phase", "'rest' in the closing"),
    "too long": ("classic", top("limits.max_minutes", 25.0),
        "duration_s", "is more than the 25 minutes allowed"),
    "too short": ("short", then(without(phase="warm-up"), without(phase="focus")),
        "duration_s", "is less than the 5 minutes"),
    # --- what is allowed ---
    "wished": ("classic", top("level", 2), "steps[7].level", "3 is more than the 2 allowed"),
    "limit": ("classic", top("limits.max_level", 2), "steps[7].level", "3 is more than the 2 allowed"),
    "style's level": ("deep", then(top("level", 4), top("limits.max_level", 4), top("style", "relaxation"),
        change("knuckle-glide", new={"level": 4})), "steps[{}].level", "4 is more than the 3 allowed"),
    "closing's level": ("classic", change("finish", new={"level": 3}),
        "steps[{}].level", "3 is more than the 2 allowed"),
    "no such level": ("deep", change("sacrum-circles", new={"level": 3}),
        "steps[{}].level", "has no level 3"),
    "technique barred": ("classic", top("limits.forbidden_techniques", ["finish"]),
        "steps[19].technique", "The finish is not allowed tonight"),
    "part barred": ("classic", top("limits.forbidden_parts", ["forearm"]),
        "steps[16].technique", "Forearm glide needs a forearm, which is not allowed tonight"),
    "place barred": ("classic", top("limits.forbidden_places", ["upper-back"]),
        "steps[6].place", "'upper-back' is to be left alone"),
    "circle": ("deep", then(
        top("limits.avoid", [{"across": 0.4, "along": 1.05, "radius_m": 0.08}]), change("wringing", new={})),
        "steps[{}]", "Wringing does not fit there on this back"),
    "place's level": ("deep", top("limits.place_max_level", {"hip": 1}),
        "steps[17].level", "only level 1 is allowed at that place"),
    # --- the style and what is at hand ---
    "not of the style": ("deep", then(top("style", "classic"), change("sacrum-circles", new={})),
        "steps[{}].technique", "is not of the style The classic eight"),
    "needs oil": ("classic", top("kit.oil", "none"), "steps[1].technique", "needs oil"),
    "clothes": ("classic", top("kit.oil", "none"), "steps[4].technique", "does not go through clothes"),
    "with oil": ("clothed", top("style", "relaxation"),
        "steps[12].technique", "Clothed compression is for an evening without oil"),
    "massager": ("massager", top("kit.massager", value=False), "steps[19].technique", "needs a massager"),
    "hot": ("stones", top("kit.stones_c", 43.5), "steps[13].technique", "read at 43 °C or less"),
    "no thermometer": ("stones", top("kit.stones_c", None), "steps[7].technique", "at 45 °C or less"),
    # --- how often, how long ---
    "three strips": ("classic", change("thumb-stripping", new={"passes": 4}),
        "steps[{}].passes", "Thumb stripping is done 3 times"),
    "six rounds": ("classic", change("trigger-point-release", new={"passes": 9, "duration_s": 513.0}),
        "steps[{}].passes", "Slow hold on a tender spot is done 3 to 6 times"),
    "tempo": ("classic", change("finish", new={"duration_s": 400.0}),
        "steps[{}].duration_s", "7 passes take"),
    "tempo of a hold": ("classic", change("trigger-point-release", new={"duration_s": 400.0}),
        "steps[{}].duration_s", "3 passes take 168 to"),
    "useful": ("deep", change("kneading", new={"passes": 1, "duration_s": 20.0}),
        "steps[{}].duration_s", "20 s is too short to be of use"),
    "useful for a count": ("classic", change("thumb-stripping", new={"duration_s": 97.0}),
        "steps[{}].duration_s", "97 s is too short to be of use"),
    "twice": ("classic", put("forearm-glide", new={}),
        "steps[{}]", "Forearm glide is done twice on the right"),
    "one side": ("classic", without("middle-finger-friction", side="left", wrong="middle-finger-friction"),
        "steps[{}]", "Two-finger friction is not done on the left"),
    "far side first": ("classic", then(without("walk"), without("reinforced-fingers", side="left")),
        "steps[8]", "Reinforced fingers begins on their right side"),
    "far side": ("classic", change("reinforced-fingers", new={"stand": "left"}),
        "steps[{}].stand", "their left side is worked from the left"),
    # --- tender spots ---
    "spot not marked": ("held", top("slow_at", []), "steps[18].spot", "nobody marked a sore spot there"),
    "spot too sore": ("held", top("gentle_at", [[0.35, 0.85]]),
        "steps[18].spot", "is too sore to be pressed"),
    "spot's side": ("held", change("trigger-point-release", new={"side": "left"}),
        "steps[{}].spot", "is not at 'low-back' on the left"),
    "too many spots": ("classic", put("trigger-point-release", new={}, times=2),
        "steps[20]", "is tender spot 3; 2 fit into the time"),
    "no help": ("sore", then(top("slow_at", [[0.4, 0.3], [-0.5, 0.92]])),
        "slow_at[1]", "this sore spot gets no focus work, and no notice says so"),
    # --- people ---
    "first: thumbs": ("classic", top("giver.experience", "first"), "steps[12].technique",
        "Thumb stripping works with a reinforced-thumb, which is not for now in a giver's first session"),
    "first: holds": ("classic", top("giver.experience", "first"), "steps[18].technique",
        "Slow hold on a tender spot is not for now in a giver's first session"),
    "first: level": ("deep",
        then(top("giver.experience", "first"), change("knuckle-glide", new={"level": 4})),
        "steps[{}].level", "level 4 is too much in a giver's first session"),
    "first: minutes": ("classic", then(top("giver.experience", "first"), put("finish", new={})),
        "duration_s", "is more than the 30 minutes allowed in a giver's first session"),
    "sore hands": ("deep", top("giver.hands", "sore"), "steps[15].technique",
        "Thumb stripping works with a reinforced-thumb, which is not for now with sore hands"),
    "under 16": ("classic", top("body.age_years", 15), "steps[7].level", "level 3 is too much under 16"),
    "under 16: minutes": ("classic", top("body.age_years", 15),
        "duration_s", "is more than the 20 minutes allowed under 16"),
    "under 12": ("short", top("body.age_years", 11), "body.age_years", "not made for children under 12"),
    "over 70": ("stones", top("body.age_years", 71), "steps[7].technique",
        "Hot stone glide works with a stone, which is not for now over 70"),
    "table": ("classic", then(top("kit.surface", "table"), top("body.mass_kg", 125.0)),
        "kit.surface", "on a table not every giver can reach"),
    "chair": ("classic", top("kit.surface", "chair"), "kit.surface", "a chair can't hold someone"),
    # --- light before deep, hands, sides ---
    "too soon": ("deep", change("heel-effleurage", phase="warm-up", new={"level": 1}),
        "steps[11].level", "level 3 comes too soon at the upper back"),
    "not warm": ("deep", without("shoulder-top-kneading", wrong="shoulder-top-thumbs"),
        "steps[{}]", "the shoulder top is not warm yet"),
    "stretch": ("classic", put("whole-hand-effleurage", new={}, phase="warm-up"),
        "steps[{}]", "one part of the hand works 381 s at a stretch"),
    "closing rises": ("deep", turned("closing"), "steps[{}]", "the end only gets lighter"),
    "thumbs": ("deep", put("thumb-stripping", new={}, times=5), "steps", "thumbs work"),
    "balance": ("deep", then(without("kneading", side="left"), without("knuckle-glide", side="left")),
        "steps", "left has"),
    "balance of a place": ("short", then(without("whole-hand-effleurage"), without("finish"),
        put("kneading", new={"place": "hip", "duration_s": 100.0, "passes": 5})), "steps", "left has"),
    "extra": ("deep", change("kneading", new={"extra": True}),
        "steps[{}].extra", "is extra, and no sore spot is marked there"),
    "a quarter": ("sore", put("heel-glide", new={}, times=2), "steps", "s go to sore spots on one side"),
    "untouched": ("deep",
        then(*map(without, ("neck-rest", "whole-hand-effleurage", "thumb-stripping", "finish"))),
        "steps", "no hand comes to the neck (left)"),
    # --- walks, oil, machines ---
    "no walk": ("classic", without("walk", wrong="reinforced-fingers"),
        "steps[9].stand", "the giver has to go from the right to the left first"),
    "useless walk": ("classic", put("walk", before="finish", new={}),
        "steps[{}]", "is a walk after which no side is asked for"),
    "second walk": ("classic", put("walk", new={}), "steps[{}]", "is a second walk without work between"),
    "walk on the spot": ("classic",
        change("reinforced-fingers", side="right", new={"side": "left", "stand": "right"}),
        "steps[9]", "is a walk, and the giver stays on the right"),
    "many walks": ("classic", then(put("walk", before="thumb-stripping", new={}),
        put("reinforced-fingers", before="thumb-stripping", new={})),
        "steps", "the giver changes sides 2 times, and 1 would do"),
    "oil first": ("classic", without("oil"), "steps[0]", "Long strokes, whole hands comes before any oil"),
    "oil again": ("classic", without("oil", keep=1, wrong="heel-effleurage"),
        "steps[7]", "Reinforced fingers begins 9 minutes after the last oil"),
    "no reading": ("stones", without("stones", wrong="hot-stone-glide"),
        "steps[{}]", "Hot stone glide comes before the stones are read"),
    "old reading": ("stones", without("stones", keep=1, wrong="placed-stones"),
        "steps[{}]", "the stones were read 10 minutes before it ends"),
    "stones lie": ("stones", change("placed-stones", new={"passes": 14, "duration_s": 610.0}),
        "steps[{}].duration_s", "stones lie too long"),
    "massager's place": ("massager", put("massager-glide", new={}),
        "steps", "the massager stays 116 s at hip (right)"),
    "massager's time": ("massager", put("massager-glide", new={}, times=12),
        "steps", "the massager works longer than ten minutes"),
}  # fmt: skip


@cache
def problems(name: str) -> list[tuple[str, str, str]]:
    evening, edit, _, _ = ROWS[name]
    return [(each.where, each.what, each.way_out) for each in verify(edit(real(evening))[0], catalog=CATALOG)]


@pytest.mark.parametrize("name", EVENINGS)
def test_a_plan_that_nobody_edited_breaks_nothing(name):
    assert verify(real(name), catalog=CATALOG) == []


@pytest.mark.parametrize("name", ROWS)
def test_what_an_edit_breaks_is_told_with_its_place(name):
    evening, edit, where, says = ROWS[name]
    where = where.format(edit(real(evening))[1])
    found = problems(name)
    assert [what for at, what, _ in found if at == where and says in what], found


def test_every_problem_has_a_way_out():
    assert [each for name in ROWS for each in problems(name) if not each[2]] == []


def test_what_two_edits_break_is_told_at_once():
    both = then(top("kit.oil", "olives"), change("finish", new={"technique": "finnish"}), top("level", 2))
    told = {each.where for each in verify(both(real("classic"))[0], catalog=CATALOG)}
    assert {"kit.oil", "steps[19].technique", "steps[7].level"} <= told


def scribbled(plan: Plan, dice: random.Random) -> Plan:
    """Return a plan in which some values of some steps are those of other steps."""
    steps = [step.model_dump() for step in plan.steps]
    for _ in range(dice.randint(1, 4)):
        key = dice.choice(("technique", "place", "side", "level", "passes", "phase", "stand", "spot"))
        dice.choice(steps)[key] = dice.choice(steps)[key]
    dice.shuffle(steps) if dice.random() < 0.3 else None
    return Plan.model_validate({**plan.model_dump(by_alias=True), "steps": steps})


@pytest.mark.parametrize("name", EVENINGS)
def test_whatever_is_scribbled_is_judged(name):
    dice = random.Random(name)
    for _ in range(15):
        for each in verify(scribbled(real(name), dice), catalog=CATALOG):
            assert each.where
            assert each.what
            assert each.way_out
