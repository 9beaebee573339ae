"""Every technique that ships, judged by one who knows only the pages: caps, speeds, words.

The numbers are retyped from clinical notes 2.2, 2.3, 2.5, 5 and 7 and from the rules for hands.
"""

import re

import pytest

from backrub.catalog.files import package_names, package_text
from backrub.catalog.limits import read_limits
from backrub.catalog.technique import read_techniques
from backrub.model.base import Span
from backrub.notation import parse_strokes
from catalog.promises import unhedged

TECHNIQUES = read_techniques()
ALL = pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=list(TECHNIQUES))

MOST_N = {
    "palm": 60, "heel": 40, "flat-fingers": 40, "reinforced-fingers": 40, "two-fingers": 20, "thumb": 20,
    "reinforced-thumb": 35, "knuckles": 60, "forearm": 120, "stone": 20, "massager": 15,
}  # fmt: skip
"""One hand's home cap [N]: clinical notes 2.2 and 5; two palms together 120; a massager's own weight."""

MOST_KPA = {
    "palm": 10,
    "heel": 47,
    "flat-fingers": 40,
    "reinforced-fingers": 40,
    "knuckles": 40,
    "forearm": 20,
}
"""Mean pressure under broad parts [kPa]: clinical notes 2.2; 40 N on a heel is 47. Elsewhere 100."""

BROAD = {"palm", "heel", "forearm", "knuckles"}
SHERMAN = ("gliding", "kneading", "friction", "cross-fibre", "compression", "direct pressure", "holding",
           "skin rolling", "rocking", "vibration", "smoothing")  # fmt: skip
"""The techniques' first words in Sherman KJ et al. 2006, BMC Complement Altern Med 6:24."""


def faults(technique):
    """Return the names of the rules that a technique breaks."""
    return {rule.__name__ for rule in RULES if not rule(technique)}


def within(span, low, high):
    return low <= span.low and span.high <= high


def force_is_under_the_part_s_cap(each):
    return max(each.force_n.values()) <= MOST_N[each.part]


def pressure_is_under_the_part_s_cap(each):
    most_kpa = MOST_KPA.get(each.part, 100)
    return max(each.force_n.values()) / each.contact_m2 <= most_kpa * 1e3 * 1.01


def a_level_1_palm_may_lie_over_the_spine(each):
    return each.part != "palm" or each.force_n[1] / each.contact_m2 <= 2.5e3


def palms_over_the_kidneys_keep_40_n_and_10_kpa(each):
    forces_n = [force_n for level, force_n in each.force_n.items() if level <= 2]
    return each.part != "palm" or (max(forces_n) <= 40 and max(forces_n) / each.contact_m2 <= 10e3)


def level_4_is_for_broad_parts_and_5_for_nobody(each):
    return max(each.levels) <= (4 if each.part in BROAD else 3)


def stones_and_massagers_stay_light(each):
    return each.part not in ("stone", "massager") or max(each.levels) <= 2


def the_neck_gets_palms_and_flat_fingers_under_20_n_at_level_2(each):
    if "neck" in each.places:
        return (
            set(each.parts) <= {"palm", "flat-fingers"}
            and max(each.levels) <= 2
            and max(each.force_n.values()) <= 20
        )
    at_the_neck = [
        stroke for stroke in each.every_stroke if any(point.startswith("neck") for point in stroke.route)
    ]
    return all((stroke.part or each.part) in ("palm", "flat-fingers") for stroke in at_the_neck)


def the_sacrum_gets_palms_at_level_2(each):
    if "sacrum" not in each.places:
        return True
    return set(each.parts) == {"palm"} and max(each.levels) <= 2


def speeds_are_those_of_a_massage(each):
    return each.speed_m_s is None or within(each.speed_m_s, 0.01, 0.15)


def stripping_goes_1_to_5_cm_a_second(each):
    strips = any(stroke.verb == "strip" for stroke in each.every_stroke) and "stripping" in each.sherman
    return not strips or each.speed_m_s.high <= 0.05


def circles_go_at_most_one_a_second(each):
    return each.rate_hz is None or within(each.rate_hz, 0.15, 1.0)


def feather_light_strokes_go_1_to_10_cm_a_second(each):
    brushes = any(stroke.verb == "brush" for stroke in each.every_stroke)
    return not brushes or within(each.speed_m_s, 0.01, 0.10)


def no_part_works_longer_than_five_minutes(each):
    if each.working == "spot":
        return True  # its own loop: bursts and rests, see the session's rules
    return each.repeat.most_s <= {"placed": 600}.get(each.stones, 60 if each.massager else 300)


def a_useful_dose_is_less_than_the_longest(each):
    return each.repeat.useful_s <= each.repeat.most_s


def a_cue_has_eight_short_words(each):
    cues = [stroke.words.split() for stroke in each.every_stroke]
    return all(1 <= len(cue) <= 8 and all(len(word.strip(".,")) <= 12 for word in cue) for cue in cues)


def every_surface_has_a_stance(each):
    return set(each.stance) == {"bed", "mat", "table", "chair"}


def the_family_maps_to_a_technique_of_sherman(each):
    return each.sherman.startswith(SHERMAN)


def it_says_what_for_how_it_feels_and_one_mistake(each):
    return all(len(words) >= 15 and words.endswith(".") for words in (each.purpose, each.feel, each.mistake))


def nothing_is_promised_and_nobody_frightened(each):
    words = " ".join([each.name, each.purpose, each.feel, each.mistake, *each.stance.values()]).lower()
    return not re.search(r"\b(cures?|heals?|detox|toxins?|guarantee\w*|always works|oops|danger)\b|!", words)


def what_it_does_to_a_body_is_said_as_often(each):
    return unhedged(f"{each.purpose} {each.feel}") is None


def what_can_take_its_place_exists(each):
    return each.id not in each.instead and set(each.instead) <= set(TECHNIQUES)


def stones_are_named_and_moving_ones_move(each):
    if (each.stones is None) == ("stone" in each.id or each.part == "stone"):
        return False
    motions = {stroke.motion for stroke in each.every_stroke if (stroke.part or each.part) == "stone"}
    return motions <= {"line"} if each.stones == "moving" else motions <= {"still"}


def placed_stones_lie_on_cloth(each):
    return each.stones != "placed" or (each.through_clothes and not each.oil)


def a_massager_is_named(each):
    return each.massager == ("massager" in each.id) == ("massager" in each.parts)


def closing_and_opening_are_light(each):
    only = set(each.phases) <= {"opening", "closing"}
    return not only or max(each.levels) <= 2


def every_number_has_a_source(each):
    return bool(each.sources) and all(len(source) >= 3 for source in each.sources)


RULES = [
    force_is_under_the_part_s_cap,
    pressure_is_under_the_part_s_cap,
    a_level_1_palm_may_lie_over_the_spine,
    palms_over_the_kidneys_keep_40_n_and_10_kpa,
    level_4_is_for_broad_parts_and_5_for_nobody,
    stones_and_massagers_stay_light,
    the_neck_gets_palms_and_flat_fingers_under_20_n_at_level_2,
    the_sacrum_gets_palms_at_level_2,
    speeds_are_those_of_a_massage,
    stripping_goes_1_to_5_cm_a_second,
    circles_go_at_most_one_a_second,
    feather_light_strokes_go_1_to_10_cm_a_second,
    no_part_works_longer_than_five_minutes,
    a_useful_dose_is_less_than_the_longest,
    a_cue_has_eight_short_words,
    every_surface_has_a_stance,
    the_family_maps_to_a_technique_of_sherman,
    it_says_what_for_how_it_feels_and_one_mistake,
    nothing_is_promised_and_nobody_frightened,
    what_it_does_to_a_body_is_said_as_often,
    what_can_take_its_place_exists,
    stones_are_named_and_moving_ones_move,
    placed_stones_lie_on_cloth,
    a_massager_is_named,
    closing_and_opening_are_light,
    every_number_has_a_source,
]


@ALL
def test_every_technique_keeps_every_rule(technique):
    assert faults(technique) == set()


def strokes(line):
    return parse_strokes(line, places={"neck", "here", "low-back", "hip"})


def planted(identity, **changes):
    """Return a shipped technique with one thing wrong; nothing is checked on the way."""
    technique = TECHNIQUES[identity]
    repeat = {
        key.removeprefix("repeat_"): changes.pop(key) for key in list(changes) if key.startswith("repeat_")
    }
    if repeat:
        changes["repeat"] = technique.repeat.model_copy(update=repeat)
    return technique.model_copy(update=changes)


NO_CUE = strokes("hold one here 8s")
LONG_CUE = (NO_CUE[0].model_copy(update={"words": "Rest both of your open palms there now please"}),)
FAST = Span(low=0.05, high=0.4)

PLANTED = [
    (force_is_under_the_part_s_cap, [
        planted("thumb-press", force_n={1: 6.0, 2: 12.0, 3: 36.0}),
        planted("kneading", force_n={1: 12.0, 2: 25.0, 3: 61.0}),
        planted("massager-hold", force_n={1: 6.0, 2: 16.0}),
    ]),
    (pressure_is_under_the_part_s_cap, [
        planted("kneading", contact_m2=30e-4),
        planted("heel-glide", contact_m2=4e-4),
        planted("thumb-press", contact_m2=2e-4),
    ]),
    (a_level_1_palm_may_lie_over_the_spine, [
        planted("kneading", force_n={1: 16.0, 2: 25.0}),
        planted("feather-strokes", contact_m2=10e-4),
        planted("settling-hands", force_n={1: 20.0}),
    ]),
    (palms_over_the_kidneys_keep_40_n_and_10_kpa, [
        planted("wringing", force_n={1: 12.0, 2: 41.0}),
        planted("wringing", contact_m2=20e-4),
        planted("rocking", force_n={1: 41.0}),
    ]),
    (level_4_is_for_broad_parts_and_5_for_nobody, [
        planted("finger-circles", force_n={1: 5.0, 2: 12.0, 3: 24.0, 4: 30.0}),
        planted("shoulder-top-thumbs", force_n={1: 5.0, 2: 10.0, 3: 16.0, 4: 18.0}),
        planted("forearm-press", force_n={1: 15.0, 2: 32.0, 3: 55.0, 4: 85.0, 5: 90.0}),
    ]),
    (stones_and_massagers_stay_light, [
        planted("hot-stone-glide", force_n={1: 7.0, 2: 15.0, 3: 18.0}),
        planted("massager-glide", force_n={1: 6.0, 2: 12.0, 3: 14.0}),
        planted("placed-stones", force_n={1: 3.0, 2: 3.0, 3: 3.0}),
    ]),
    (the_neck_gets_palms_and_flat_fingers_under_20_n_at_level_2, [
        planted("neck-base-kneading", force_n={1: 5.0, 2: 21.0}),
        planted("neck-base-kneading", part="thumb"),
        planted("thumb-stripping", strokes=strokes("strip one low-back -> neck 20s Up")),
    ]),
    (the_sacrum_gets_palms_at_level_2, [
        planted("sacrum-hold", part="heel"),
        planted("sacrum-circles", force_n={1: 10.0, 2: 16.0, 3: 20.0}),
        planted("knuckle-glide", places=("hip", "sacrum")),
    ]),
    (speeds_are_those_of_a_massage, [
        planted("fan-strokes", speed_m_s=FAST),
        planted("wringing", speed_m_s=Span(low=0.005, high=0.1)),
        planted("towel-strokes", speed_m_s=Span(low=0.05, high=0.16)),
    ]),
    (stripping_goes_1_to_5_cm_a_second, [
        planted("thumb-stripping", speed_m_s=Span(low=0.02, high=0.06)),
        planted("knuckle-glide", speed_m_s=Span(low=0.02, high=0.1)),
        planted("thumb-stripping", speed_m_s=FAST),
    ]),
    (circles_go_at_most_one_a_second, [
        planted("finger-circles", rate_hz=Span(low=0.5, high=1.5)),
        planted("kneading", rate_hz=Span(low=0.05, high=0.5)),
        planted("sacrum-circles", rate_hz=Span(low=1.0, high=2.0)),
    ]),
    (feather_light_strokes_go_1_to_10_cm_a_second, [
        planted("feather-strokes", speed_m_s=Span(low=0.05, high=0.12)),
        planted("feather-strokes", speed_m_s=Span(low=0.009, high=0.1)),
        planted("feather-strokes", speed_m_s=FAST),
    ]),
    (no_part_works_longer_than_five_minutes, [
        planted("kneading", repeat_most_s=301.0),
        planted("massager-hold", repeat_most_s=61.0),
        planted("placed-stones", repeat_most_s=601.0),
    ]),
    (a_useful_dose_is_less_than_the_longest, [
        planted("kneading", repeat_useful_s=200.0),
        planted("finish", repeat_useful_s=400.0),
        planted("neck-rest", repeat_most_s=10.0),
    ]),
    (a_cue_has_eight_short_words, [
        planted("settling-hands", strokes=LONG_CUE),
        planted("settling-hands", strokes=NO_CUE),
        planted("settling-hands", strokes=strokes("hold one here 8s Conscientiously")),
    ]),
    (every_surface_has_a_stance, [
        planted("kneading", stance={}),
        planted("kneading", stance={"bed": "Kneel beside."}),
        planted("kneading", stance=dict.fromkeys(("bed", "mat", "table"), "Sit.")),
    ]),
    (the_family_maps_to_a_technique_of_sherman, [
        planted("kneading", sherman="cracking"),
        planted("rocking", sherman=""),
        planted("finish", sherman="energy work"),
    ]),
    (it_says_what_for_how_it_feels_and_one_mistake, [
        planted("kneading", purpose="Good."),
        planted("kneading", feel=""),
        planted("kneading", mistake="Pinching skin with the fingertips"),
    ]),
    (nothing_is_promised_and_nobody_frightened, [
        planted("kneading", purpose="It cures a stiff back."),
        planted("kneading", feel="Wonderful, every single time!"),
        planted("kneading", mistake="Danger: pinching the skin."),
    ]),
    (what_it_does_to_a_body_is_said_as_often, [
        planted("kneading", purpose="It loosens the long muscles beside the spine."),
        planted("kneading", purpose="Improves what it touches. That often feels good."),
        planted("kneading", feel="Full and round, and it eases the low back."),
    ]),
    (what_can_take_its_place_exists, [
        planted("kneading", instead=("kneadin",)),
        planted("kneading", instead=("kneading",)),
        planted("kneading", instead=("palm-compression", "cupping")),
    ]),
    (stones_are_named_and_moving_ones_move, [
        planted("hot-stone-glide", id="warm-glide", stones=None),
        planted("hot-stone-glide", strokes=strokes("hold one here 9s Rest")),
        planted("placed-stones", strokes=strokes("glide one here -> hip 9s Slide")),
    ]),
    (placed_stones_lie_on_cloth, [
        planted("placed-stones", through_clothes=False),
        planted("placed-stones", oil=True),
        planted("placed-stones", oil=True, through_clothes=False),
    ]),
    (a_massager_is_named, [
        planted("massager-hold", id="buzz-hold"),
        planted("massager-hold", massager=False),
        planted("kneading", part="massager"),
    ]),
    (closing_and_opening_are_light, [
        planted("feather-strokes", force_n={1: 4.0, 2: 8.0, 3: 12.0}),
        planted("breathing-hands", force_n={1: 5.0, 2: 6.0, 3: 7.0}),
        planted("finish", force_n={1: 8.0, 2: 16.0, 3: 20.0, 4: 30.0}),
    ]),
    (every_number_has_a_source, [
        planted("kneading", sources=()),
        planted("kneading", sources=("",)),
        planted("kneading", sources=("clinical notes 2.2", "?")),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [(rule, wrong) for rule, three in PLANTED for wrong in three],
    ids=lambda each: getattr(each, "__name__", each.__class__.__name__),
)
def test_a_planted_fault_is_found(rule, wrong):
    assert rule.__name__ in faults(wrong)


def test_every_rule_has_three_planted_faults():
    assert [rule for rule, three in PLANTED if len(three) == 3] == RULES


@ALL
def test_the_file_s_name_is_its_id_and_its_force_has_a_comment(technique):
    text = package_text("techniques", f"{technique.id}.toml")
    assert technique.id in package_names("techniques")
    assert text.startswith("# ")
    (force_line,) = [line for line in text.splitlines() if line.startswith("force_n")]
    assert len(force_line.partition("#")[2]) > 10, "says where its numbers come from"


def test_the_shipped_caps_are_those_of_the_pages():
    parts = read_limits().parts
    assert {
        "thumb": 20.0,
        "reinforced-thumb": 35.0,
        "forearm": 120.0,
        "palm": 60.0,
        "massager": 15.0,
    }.items() <= {part: limit.force_n for part, limit in parts.items()}.items()
    assert all(limit.pressure_pa <= 100e3 for limit in parts.values())
    assert {part for part, limit in parts.items() if limit.max_level == 4} == BROAD
