"""Rules that no box is ticked for: back pain with its age, the receiver's age, and the giver. Same form as
the catalog's."""

from __future__ import annotations

from typing import Final

from backrub.catalog.condition import Asked, Condition, Limits, When

_ANY_PAIN: Final = ("known", "new", "worsening")

BACK_PAIN: Final = Condition(
    id="back-pain",
    order=101,
    name="Back pain",
    section="back-and-nerves",
    question="Does your back hurt?",
    why="Old aches are common. Pain that is new, or grows, or comes at some ages, should be looked at.",
    clearable=True,
    lasting=False,
    asks=(Asked(key="pain_since", question="Since when is it new or worse?"),),
    when=(
        When(
            back_pain=("worsening",),
            tier="clinician",
            says="Please see a doctor before a massage. Back pain that grows should be looked at.",
            next="See a doctor or physiotherapist; this week is soon enough, or today if it grows fast. "
            "Say: my back pain is getting worse, and since when.",
            limits=Limits(max_level=2),
        ),
        When(
            back_pain=_ANY_PAIN,
            age_under_years=20,
            tier="clinician",
            says="Please ask a doctor before a massage. Under 20, back pain should be looked at.",
            next="See a doctor or physiotherapist; this week is soon enough. Say: my age, where it hurts, "
            "and since when.",
            limits=Limits(max_level=3),
        ),
        When(
            back_pain=_ANY_PAIN,
            age_over_years=55,
            tier="clinician",
            says="Please ask a doctor before a massage. Over 55, back pain should be looked at.",
            next="See a doctor or physiotherapist; this week is soon enough. Say: my age, where it hurts, "
            "and if it is the first time.",
            limits=Limits(max_level=3),
        ),
        When(
            back_pain=("known",),
            tier="adapt",
            says="Some of your back hurts, as it has before. The massage can go on.",
            next="Is it no better after six weeks, and nobody has looked at it? See a doctor or "
            "physiotherapist in the weeks to come. Say: how long it has hurt, and what makes it better or "
            "worse.",
            limits=Limits(advice=("Say so if it hurts more than before: then it gets lighter.",)),
        ),
        When(
            back_pain=("new",),
            tier="adapt",
            says="The pain is new, so we stay light and keep off the sorest spot.",
            next="If it is not better in a month, or gets worse, see a doctor.",
            limits=Limits(max_level=2),
        ),
    ),
    source="The article's flags 1 and 3; RCGP low back pain guideline; Henschke 2009, 10.1002/art.24853; "
    "Downie 2013, BMJ 347:f7095; the levels are ours; clinical notes 1.3 rows 12, 14, 33",
    trust="read",
)

UNDER_12: Final = Condition(
    id="age-under-12",
    order=102,
    name="A child under 12",
    section="right-now",
    question="How old are you?",
    why="Nobody has tested these rules for children.",
    clearable=False,
    lasting=False,
    when=(
        When(
            age_under_years=12,
            tier="clinician",
            says="This guide is not made for children under 12.",
            next="Ask the child's doctor or nurse what kind of touch is good at this age.",
        ),
    ),
    source="Our judgement, with clinical notes 1.3 row 15",
    trust="ours",
)

WITHOUT_GUARDIAN: Final = Condition(
    id="guardian-missing",
    order=103,
    name="No parent there",
    section="right-now",
    question="Is a parent or guardian there?",
    why="Under 16, a grown-up of your own should be in the room.",
    clearable=False,
    lasting=False,
    when=(
        When(
            age_under_years=16,
            without_guardian=True,
            tier="not-today",
            says="Not today: under 16, a parent or guardian needs to be there.",
            next="Ask them to join you, say so here, and try again.",
        ),
    ),
    source="Our judgement, with clinical notes 1.3 row 15",
    trust="ours",
)

UNDER_16: Final = Condition(
    id="age-under-16",
    order=104,
    name="Under 16",
    section="right-now",
    question="How old are you?",
    why="Young backs get light hands and a short time.",
    clearable=False,
    lasting=False,
    limits=Limits(
        max_level=2, max_minutes=20, parts_out=("stone",), techniques_out=("trigger-point-release",)
    ),
    when=(
        When(
            age_under_years=16,
            tier="adapt",
            says="Under 16, it stays light and short.",
            next="The parent or guardian stays in the room.",
        ),
    ),
    source="Our judgement, with clinical notes 1.3 row 15 and 2.5",
    trust="ours",
)

OVER_70: Final = Condition(
    id="age-over-70",
    order=105,
    name="Over 70",
    section="right-now",
    question="How old are you?",
    why="Older skin burns sooner and feels heat later.",
    clearable=False,
    lasting=False,
    limits=Limits(parts_out=("stone",)),
    when=(
        When(
            age_over_years=70,
            tier="adapt",
            says="Over 70, we leave hot stones out.",
            next="A warm towel feels good, too. Test it on your own arm first.",
        ),
    ),
    source="Our judgement, with clinical notes 2.5",
    trust="ours",
)

FIRST_SESSION: Final = Condition(
    id="giver-first-session",
    order=106,
    name="The giver's first time",
    section="right-now",
    question="Is it the giver's first massage?",
    why="Hands need time to learn, and thumbs tire first.",
    clearable=False,
    lasting=False,
    limits=Limits(
        max_level=3,
        max_minutes=30,
        parts_out=("thumb", "reinforced-thumb"),
        techniques_out=("trigger-point-release",),
    ),
    when=(
        When(
            giver_experience="first",
            tier="adapt",
            says="The first time stays simple: half an hour at most, without thumbs.",
            next="Next time there is more to choose from.",
        ),
    ),
    source="Our judgement; thumb pain in 83 % of physiotherapists (Wajon and Ada 2003, "
    "10.1016/s0894-1130(03)00039-5); clinical notes 5",
    trust="ours",
)

SORE_HANDS: Final = Condition(
    id="giver-sore-hands",
    order=107,
    name="The giver's hands are sore",
    section="right-now",
    question="Do the giver's hands hurt?",
    why="Thumbs carry the most load for their size.",
    clearable=False,
    lasting=False,
    limits=Limits(parts_out=("thumb", "reinforced-thumb")),
    when=(
        When(
            giver_hands="sore",
            tier="adapt",
            says="Sore hands rest: knuckles and heels do the thumbs' work.",
            next="If a thumb or wrist hurts at 3 of 10 or more, swap or stop.",
        ),
    ),
    source="Jang 2006, 10.1007/s10926-006-9028-1; our judgement on what to leave out; clinical notes 5",
    trust="ours",
)

CIRCUMSTANCES: Final = (BACK_PAIN, UNDER_12, WITHOUT_GUARDIAN, UNDER_16, OVER_70, FIRST_SESSION, SORE_HANDS)
"""All of them; each is asked of the facts every time."""
