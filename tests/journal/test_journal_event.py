"""An event is checked when it is born, and says all that is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backrub.journal.event import Event, NewEvent
from backrub.journal.upcast import upcast

texts = st.text(st.characters(exclude_categories=["Cs"]))
wholes = st.integers(-(2**53) + 1, 2**53 - 1)
reals = st.floats(allow_nan=False, allow_infinity=False)
flat = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True),
    st.none() | st.booleans() | wholes | reals | texts | st.lists(wholes | reals).map(tuple),
)


@given(flat)
def test_any_flat_data_comes_back_from_json_the_same(data):
    event = Event(stream="s1", position=1, kind="said", at_s=0.0, data=data)
    assert repr(Event.model_validate_json(event.model_dump_json())) == repr(event)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"a": {"b": 1}}, "a: a dict is not a plain value"),
        ({"a": ["x"]}, "a: a list may hold numbers only, not a str"),
        ({"a": [[1]]}, "a: a list may hold numbers only, not a list"),
        ({"a": [True]}, "a: a list may hold numbers only, not a bool"),
        ({"a": [float("inf")]}, "a: inf is not a finite number"),
        ({"a": float("nan")}, "a: nan is not a finite number"),
        ({"a": 2**53}, "a: 9007199254740992 is too large to be kept exactly"),
        ({"a": "\ud800"}, "a: holds half a character"),
        ({"a": b"x"}, "a: a bytes is not a plain value"),
        ({"A": 1}, "'A' is not a key"),
        ({1: 1}, "1 is not a key"),
        ([], "should be keys with plain values"),
    ],
)
def test_data_that_is_not_flat_and_plain_is_refused(data, says):
    with pytest.raises(ValidationError) as error:
        NewEvent(kind="said", at_s=0.0, data=data)
    assert says in str(error.value)


def test_everything_wrong_with_an_event_is_said_at_once():
    with pytest.raises(ValidationError) as error:
        Event(
            stream="a b", position=0, kind="Said", at_s=-1.0, data={"a": {}, "B": 1}, version=0, part=0, odd=1
        )
    assert {each["loc"][0] for each in error.value.errors()} == {
        "stream", "position", "kind", "at_s", "data", "version", "part", "odd"
    }  # fmt: skip
    assert "a: a dict is not a plain value; 'B' is not a key" in str(error.value)


@pytest.mark.parametrize("at_s", [float("nan"), float("inf"), "1", True, None])
def test_the_time_of_an_event_is_a_finite_number(at_s):
    with pytest.raises(ValidationError):
        NewEvent(kind="said", at_s=at_s)


def test_an_event_can_not_be_changed_not_even_through_what_it_was_made_of():
    row = {"spots": [1.0]}
    event = NewEvent(kind="said", at_s=0.0, data=row)
    row["spots"].append(2.0)
    row["more"] = 1
    assert dict(event.data) == {"spots": (1.0,)}
    with pytest.raises(TypeError):
        event.data["more"] = 1
    with pytest.raises(ValidationError):
        event.at_s = 1.0


def one(kind="opened", version=1, **data):
    return Event(stream="s1", position=1, kind=kind, at_s=2.0, version=version, data=data)


def test_old_events_are_brought_up_step_by_step():
    upcasters = {
        ("opened", 1): lambda event: event.model_copy(
            update={"version": 2, "data": {"length_s": event.data["min"] * 60}}
        ),
        ("opened", 2): lambda event: event.model_copy(update={"kind": "begun", "version": 1}),
    }
    assert upcast([one(min=2)], upcasters) == [one("begun", 1, length_s=120)]
    assert upcast([one(version=2, length_s=7)], upcasters) == [one("begun", 1, length_s=7)]
    assert upcast([one("paused", min=2)], upcasters) == [one("paused", min=2)]


@pytest.mark.parametrize(
    "change", [{"stream": "s2"}, {"position": 2}, {"at_s": 3.0}, {"client_id": "c"}, {"part": 2}]
)
def test_an_upcaster_never_moves_an_event(change):
    with pytest.raises(ValueError, match="moves the event"):
        upcast([one()], {("opened", 1): lambda event: event.model_copy(update={"version": 2, **change})})


def test_upcasters_that_go_in_a_circle_are_a_bug():
    with pytest.raises(ValueError, match="circle"):
        upcast([one()], {("opened", 1): lambda event: event})


def test_what_an_upcaster_makes_is_checked_as_if_new():
    with pytest.raises(ValidationError):
        upcast([one()], {("opened", 1): lambda event: event.model_copy(update={"version": 2, "at_s": -1.0})})
