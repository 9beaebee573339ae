"""Random requests for the tests of every stage, and the plain one they differ from."""

from datetime import date, timedelta

from hypothesis import strategies as st

from backrub.catalog.condition import read_conditions
from backrub.model.base import AvoidCircle
from backrub.model.details import Details
from backrub.model.request import ClinicianYes, Giver, Kit, Receiver, Request, SoreSpot, Wishes

TODAY = date(2026, 11, 22)

CONDITIONS = read_conditions()
IDS = tuple(CONDITIONS)
WITH_A_PLACE = ("recent-injury", "recent-surgery", "broken-skin", "sunburn-or-bruise", "implanted-device")
DATED = {"recent-surgery": "surgery_on", "recent-injury": "injury_on", "implanted-device": "implant_on"}
"""What happened on a day, each with the follow-up that says which."""
ADAPTED = (
    "anticoagulants", "bleeding-disorder", "broken-skin", "sunburn-or-bruise", "pregnancy",
    "implanted-device", "reduced-sensation", "oil-allergy", "fragile-skin", "scoliosis-known",
)  # fmt: skip
"""Conditions that alone leave a massage to plan; a device, where it was put in long ago."""

STYLES = ("relaxation", "deep-tissue", "hot-stone", "clothed", "massager", "classic")
OILS = ("none", "olive", "coconut", "sweet-almond", "grapeseed", "sunflower", "jojoba", "sesame")
ALLERGENS = (
    "almond",
    "peanut",
    "sesame",
    "coconut",
    "olive",
    "walnut",
    "macadamia",
    "sunflower",
    "nuts",
    "lint",
)


def plain(*conditions, receiver=None, giver=None, wishes=None, kit=None, **more):
    """Return a healthy 34-year-old's request with these conditions; `more` goes to the receiver."""
    given = {"age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64.0, **(receiver or {}), **more}
    return Request(
        receiver=Receiver(conditions=conditions, **given),
        giver=Giver(**(giver or {})),
        wishes=Wishes(**(wishes or {})),
        kit=Kit(**(kit or {})),
    )


def dated(*conditions, days=400):
    """Return the follow-ups that say that it happened so many days ago, where it happens on a day."""
    return {DATED[each]: TODAY - timedelta(days=days) for each in conditions if each in DATED}


def mirrored(request):
    """Return the same request with left and right swapped."""
    wishes = request.wishes
    return request.model_copy(
        update={
            "wishes": wishes.model_copy(
                update={
                    "sore": tuple(each.model_copy(update={"across": -each.across}) for each in wishes.sore),
                    "avoid": tuple(each.model_copy(update={"across": -each.across}) for each in wishes.avoid),
                }
            ),
            "giver": request.giver.model_copy(
                update={"handed": "left" if request.giver.handed == "right" else "right"}
            ),
        }
    )


def days_back(most=200):
    """Days from today back."""
    return st.integers(0, most).map(lambda days: TODAY - timedelta(days=days))


def across():
    return st.floats(-1.0, 1.0).map(lambda value: round(value, 3))


def along():
    return st.floats(-0.1, 1.1).map(lambda value: round(value, 3))


def sore_spots():
    return st.builds(SoreSpot, across=across(), along=along(), pain_nrs=st.integers(0, 10))


def avoid_circles(why=st.sampled_from(("", "mole", "a scar"))):
    radius_m = st.floats(0.005, 0.06).map(lambda value: round(value, 3))
    return st.builds(AvoidCircle, across=across(), along=along(), radius_m=radius_m, why=why)


def details():
    """Follow-up answers, most of them absent."""
    sign = st.sampled_from((None, None, None, False, True))
    return st.builds(
        Details,
        pregnancy_weeks=st.none() | st.integers(1, 42),
        pregnancy_signs=sign,
        surgery_on=st.none() | days_back(),
        injury=st.sampled_from((None, "recovered", "hurts")),
        injury_on=st.none() | days_back(),
        implant_on=st.none() | days_back(),
        pain_since=st.none() | days_back(),
        allergies=st.lists(st.sampled_from(ALLERGENS), max_size=3, unique=True).map(tuple),
        redness_spreads=sign,
        bleeding_unstable=sign,
        blood_pressure_signs=sign,
        aneurysm_signs=sign,
        ulcers=sign,
        skin_treated=sign,
    )


def clinician_yeses():
    return st.builds(ClinicianYes, condition=st.sampled_from((*IDS, "back-pain")), on=days_back(120))


@st.composite
def receivers(draw, conditions=None, ages=None, follow_ups=None, back_pain=None):
    named = draw(
        conditions if conditions is not None else st.lists(st.sampled_from(IDS), max_size=4, unique=True)
    )
    sex = draw(st.sampled_from(("female", "male", "unspecified")))
    return Receiver(
        age_years=draw(ages if ages is not None else st.integers(5, 95)),
        sex=sex,
        height_m=draw(st.floats(1.2, 2.05).map(lambda value: round(value, 2))),
        mass_kg=draw(st.floats(30, 140).map(lambda value: round(value, 1))),
        back_pain=draw(
            back_pain
            if back_pain is not None
            else st.sampled_from(("none", "none", "known", "new", "worsening"))
        ),
        guardian=draw(st.booleans()),
        conditions=tuple(named),
        cleared_by_clinician=tuple(draw(st.lists(clinician_yeses(), max_size=3))),
        details=draw(follow_ups if follow_ups is not None else details()),
    )


def givers():
    return st.builds(
        Giver,
        hands=st.sampled_from(("healthy", "healthy", "sore")),
        experience=st.sampled_from(("first", "some", "some", "trained")),
        handed=st.sampled_from(("right", "left")),
    )


def kits():
    return st.builds(
        Kit,
        surface=st.sampled_from(("bed", "mat", "table")),
        oil=st.sampled_from(OILS),
        stones_c=st.none() | st.floats(38.0, 45.0).map(lambda value: round(value, 1)),
        massager=st.booleans(),
    )


@st.composite
def requests(draw, *, who=None):
    """Any request that screening can judge: a place that must be marked is marked, sometimes on the spine.

    `who` is another strategy for the receiver, such as `plannable_receivers()`.
    """
    receiver = draw(who if who is not None else receivers())
    avoid = draw(st.lists(avoid_circles(), max_size=2))
    # A follow-up can say yes to a condition that was not ticked: each place that can be asked for is marked.
    told = {
        "recent-injury": receiver.details.injury == "hurts",
        "implanted-device": receiver.details.implant_on,
    }
    told["broken-skin"] = receiver.details.redness_spreads
    for named in WITH_A_PLACE:
        if named in receiver.conditions or told.get(named):
            avoid.append(draw(avoid_circles(st.just(named))))
    wishes = Wishes(
        minutes=draw(st.integers(5, 120)),
        style=draw(st.sampled_from(STYLES)),
        level=draw(st.integers(1, 5)),
        position=draw(st.sampled_from(("prone", "prone", "seated"))),
        tempo=draw(st.sampled_from(("usual", "slow", "brisk"))),
        sore=tuple(draw(st.lists(sore_spots(), max_size=3))),
        avoid=tuple(avoid),
    )
    return Request(receiver=receiver, giver=draw(givers()), wishes=wishes, kit=draw(kits()))


def plannable_receivers():
    """Receivers who mostly get a massage: adults under 56 with adapted conditions and few follow-ups.

    A mark or sore spot on the spine can still send one to a clinician.
    """

    def with_a_day(receiver):
        told = receiver.details.model_copy(update=dated(*receiver.conditions))
        return receiver.model_copy(update={"details": told})

    return receivers(
        conditions=st.lists(st.sampled_from(ADAPTED), max_size=3, unique=True),
        ages=st.integers(20, 55) | st.integers(12, 80),
        back_pain=st.sampled_from(("none", "known", "new")),
        follow_ups=st.builds(
            Details,
            pregnancy_weeks=st.none(),
            allergies=st.sampled_from(((), (), ("coconut",), ("nuts", "sesame"))),
        ),
    ).map(with_a_day)
