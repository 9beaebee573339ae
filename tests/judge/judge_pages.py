"""Every number the judge goes by, typed by hand from the pages that set it: none is read from the product.

"hands" is the page of rules for hands (docs/hands.md), "clinical" the clinical notes (docs/clinical.md),
"planning" the planner's page (docs/planning.md). Metres, seconds, newtons and pascals; `across` and `along`
are chart coordinates.
"""

from dataclasses import dataclass

# --- the nominal scale: clinical 3.3, ANSUR II regressions on stature, (intercept [m], slope, residual SD
# [m]) ---
BIACROMIAL = {"male": (0.1546, 0.1486, 0.0162), "female": (0.1028, 0.1612, 0.0151)}
C7_CREST = {"male": (0.0722, 0.2183, 0.0202), "female": (0.0676, 0.2041, 0.0181)}
CREST_OF_PSIS = 0.861

# --- the chart: clinical 3.1 ---
S1_ALONG = 0.955
T11_ALONG = 0.597
L3_ALONG = 0.81
T3_ALONG = 0.158
T8_ALONG = 0.44

# --- how broad a part is on the skin: half across and half along the back [m]; a test holds them to the
# product's ---
HALF_M = {
    "palm": (0.042, 0.050),
    "heel": (0.018, 0.015),
    "flat-fingers": (0.0225, 0.028),
    "reinforced-fingers": (0.0115, 0.028),
    "two-fingers": (0.010, 0.018),
    "thumb": (0.010, 0.011),
    "reinforced-thumb": (0.010, 0.012),
    "knuckles": (0.0125, 0.033),
    "forearm": (0.024, 0.066),
    "stone": (0.0235, 0.0235),
    "massager": (0.025, 0.025),
}
THUMBS = ("thumb", "reinforced-thumb")
FINGERTIPS = ("flat-fingers", "reinforced-fingers", "two-fingers")
BROAD_AT_4 = ("palm", "heel", "forearm", "knuckles")

# --- hands: strip, kidneys, neck, bone, sacrum, massager ---
STRIP_M = 0.02
FINGER_CENTRES_M = 0.03
KIDNEY_OUT_M = 0.06
KIDNEY_OUTER = {"palm": 2}
KIDNEY_INNER = {"palm": 3, "knuckles": 3, **dict.fromkeys((*THUMBS, *FINGERTIPS), 2)}
NECK = {"palm": 2, "flat-fingers": 2}
BONE = {"palm": 2}
BLADE_BORDER_M = 0.086
SACRUM = {"palm": 2}
SACRUM_HALF_M = 0.045
MASSAGER_MIDLINE_M = 0.04
MASSAGER_PLACE_S = 60.0
MASSAGER_ALL_S = 600.0
MASSAGER_NOT_WITH = (
    "anticoagulants",
    "bleeding-disorder",
    "pregnancy",
    "implanted-device",
    "osteoporosis",
    "reduced-sensation",
    "dvt-signs",
    "recent-injury",
    "recent-surgery",
)

# --- forces: hands 8a, clinical 2.9 and 5 ---
HAND_N = 80.0
"""One hand, and both together, at any level below four."""
MOST_N = 120.0
"""At level four, a forearm alone or two palms together."""
PART_N = {"thumb": 20.0, "reinforced-thumb": 35.0}
STRIP = {"palm": 1}
STRIP_PA = 2.5e3
KIDNEY_PA = 10e3
KIDNEY_N = 40.0
NECK_N = 20.0
SKULL_ALONG = -0.35
"""No hand is placed higher than this on the neck. [chart]"""
MASSAGER_N = 15.0
MASSAGER_HZ = 30.0

# --- stones: hands, clinical 2.5 ---
STONE_MOVING_C = 45.0
STONE_PLACED_C = 43.0
STONE_PLACED_S = 600.0
STONE_SPOT_S = 10.0
STONE_READING_S = 600.0
STONE_LOOK_S = 120.0
STONE_AGES = (16, 70)
STONES_NOT_WITH = (
    "anticoagulants",
    "bleeding-disorder",
    "broken-skin",
    "sunburn-or-bruise",
    "pregnancy",
    "reduced-sensation",
)

# --- thumbs and stretches: hands, clinical 5 ---
THUMB_FRAC = 0.20
THUMB_ALL_S = 240.0
THUMB_BURST_S = 30.0
STRETCH_S = 300.0
CHANGE_S = 2.0
"""So long with another part is a change of part, and nothing else is: no pause (decision 0018), no glide that
links two strokes. [s]"""

# --- who: hands, clinical 1.3 ---
FIRST_LEVEL, FIRST_MINUTES = 3, 30
YOUNG_YEARS, YOUNG_LEVEL, YOUNG_MINUTES = 16, 2, 20
LEVEL_TWO_WITH = (
    "anticoagulants",
    "bleeding-disorder",
    "pregnancy",
    "reduced-sensation",
    "steroids",
    "osteoporosis",
    "recent-injury",
)
PARTS_NOT_WITH = {
    "anticoagulants": (*THUMBS, "forearm"),
    "bleeding-disorder": (*THUMBS, "forearm"),
    "osteoporosis": (*THUMBS, "forearm"),
}
SPOT_NOT_WITH = ("reduced-sensation", "anticoagulants")
SPOT_PAIN_NRS = 5
SPOT_EVERY_MINUTES = 15
SPOTS_MOST = 5
SPOT_ROUNDS = (3, 6)
ROUND_THUMB_S = 28.0

# --- the evening: planning, issue 4 ---
HOME_LEVEL = 4
TOTAL_FRAC = 0.02
BALANCE_FRAC = 0.05
ONE_SIDED_FRAC = 0.25
FOCUS_FROM_MINUTES = 15
TOUCH_ALL_FROM_MINUTES = 20
MIP_GAP = 0.01
ASIDE_M, ASIDE_NECK_M = 0.03, 0.05
"""So far a hand may lie, or a line may go, beside where it is written: planning 1. [m]"""
LEFT_FRAC = 0.5
"""What less than this is left of is left out: planning 1."""
PHASES = ("opening", "warm-up", "focus", "closing", "rest")


@dataclass(frozen=True)
class Least:
    """The least of an evening of a length [s]."""

    opening_s: float
    closing_s: float
    rest_s: tuple[float, float]
    warm_s: float
    begins_s: float
    """Opening and warm-up together."""


def least_of(minutes: float) -> Least:
    """Return the least of each phase for an evening of so many minutes."""
    if minutes >= 20:
        return Least(60, 60, (120, 240), 60, 180)
    if minutes >= 15:
        return Least(60, 60, (60, 180), 60, 150)
    if minutes >= 10:
        return Least(60, 60, (60, 150), 30, 120)
    return Least(25, 25, (30, 90), 30, 55)


# --- the article's eight: issue 2 and 4 ---
TIMES = {"thumb-stripping": (3, 3), "middle-finger-friction": (5, 5), "forearm-glide": (5, 6)}
COUNTED_IN_ALL = "forearm-glide"
"""Five or six strokes in the article's words; the others are so many a side."""
SPOT_WORK = "trigger-point-release"
FAR_SIDE = "reinforced-fingers"
FINISH = "finish"
FINISH_ORDER = ("flat-fingers", "heel", "palm")
PAUSES = ("oil", "walk", "stones", "rest")

# --- the score: issue 5 ---
CUE_WORDS = 8
JUMP_M = 0.02
LINK_M_S = 0.25
LIFT_S = 0.5
SMOOTH_M_S = (0.01, 0.15)
"""Effleurage, from the slowest that feels good to the fastest of the moderate: clinical 2.2, 2.3. [m/s]"""
SPEED_FRAC = 0.03
"""Rounding in a score may move a speed by so much. [fraction]"""

# --- what a plan says: planning, issue 4 ---
WHY_CHARACTERS = 200
OTHER_NOTICES = (
    "sore-spot-left",
    "technique-left-out",
    "technique-replaced",
    "one-side-only",
    "as-short-as-useful",
    "as-long-as-useful",
    "routine-piece-left-out",
    "order-not-kept",
)
"""Codes beside those for a wish that was brought down."""

# --- sore spots: clinical 6, design of the loop: at the ceiling before it is touched, it is not pressed ---
TOO_SORE_M = 0.03
TOO_SORE = {"palm": 1}
