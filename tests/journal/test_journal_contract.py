"""What every store does, whatever holds it."""

import pytest

from backrub.errors import DataError, Refused
from backrub.journal.event import Event, NewEvent
from backrub.journal.store import Batch, Conflict, Document, Person, Stream


def test_what_was_written_is_read_in_order_and_numbered_from_one(store, happened):
    written = store.append("s1", happened("opened", "started"), expected_position=0)
    written += store.append("s1", happened("paused"), expected_position=2)
    assert [(event.position, event.kind) for event in written] == [
        (1, "opened"),
        (2, "started"),
        (3, "paused"),
    ]
    assert store.read("s1") == written


def test_a_reopened_journal_holds_what_was_written(new_store, happened):
    written = new_store().append("s1", happened("opened", level=2), expected_position=0)
    assert new_store().read("s1") == written


def test_reading_after_a_position_gives_what_came_since(store, happened):
    written = store.append("s1", happened("a", "b", "c", "d"), expected_position=0)
    assert store.read("s1", after=0) == written
    assert store.read("s1", after=3) == written[3:]
    assert store.read("s1", after=4) == []
    assert store.read("s1", after=99) == []


def test_a_stream_that_was_never_opened_is_empty(store):
    assert store.read("nobody") == []
    assert store.streams() == []
    assert store.documents("nobody") == []
    assert store.read_document("nobody", "plan") is None


@pytest.mark.parametrize("expected", [-1, 0, 1, 3, 99])
def test_a_writer_who_has_not_seen_the_end_is_told_where_it_is(store, happened, expected):
    before = store.append("s1", happened("opened", "started"), expected_position=0)
    answer = store.append("s1", happened("paused"), expected_position=expected)
    assert answer == Conflict("s1", expected_position=expected, position=2)
    assert store.read("s1") == before


def test_a_stream_never_starts_with_a_gap(store, happened):
    assert store.append("s1", happened("paused"), expected_position=1) == Conflict("s1", 1, 0)
    assert store.streams() == []


def test_streams_do_not_know_each_other(store, happened):
    store.append("s1", happened("opened", "started"), expected_position=0)
    store.append("s2", happened("opened"), expected_position=0)
    assert [event.position for event in store.read("s2")] == [1]
    assert store.streams() == [Stream(stream="s1"), Stream(stream="s2")]


def test_a_command_sent_twice_does_it_once(store, happened):
    store.append("s1", happened("opened"), expected_position=0)
    first = store.append("s1", happened("paused", "asked"), expected_position=1, client_id="c1")
    # The second time the journal has moved on, and the sender's position is old.
    store.append("s1", happened("resumed"), expected_position=3, client_id="c2")
    again = store.append("s1", happened("paused", "asked"), expected_position=1, client_id="c1")
    assert again == first
    assert [event.kind for event in store.read("s1")] == ["opened", "paused", "asked", "resumed"]
    assert [(event.client_id, event.part) for event in first] == [("c1", 1), ("c1", 2)]


def test_a_client_id_counts_in_its_own_stream_only(store, happened):
    store.append("s1", happened("opened"), expected_position=0, client_id="c1")
    assert [
        event.stream for event in store.append("s2", happened("opened"), expected_position=0, client_id="c1")
    ] == ["s2"]


def test_an_append_without_events_is_an_error_for_it_could_not_be_remembered(store):
    with pytest.raises(DataError, match="hold nothing"):
        store.append("s1", [], expected_position=0, client_id="c1")


def test_a_session_begins_with_all_that_belongs_to_it(store, happened):
    events = store.begin(
        "s1",
        happened("opened"),
        documents={"plan": {"steps": [1, 2.5]}, "score": {"strokes": []}},
        person="p1",
        answers={"name": "Zoë 按摩", "conditions": ["scoliosis-known"]},
        client_id="c1",
    )
    assert [event.position for event in events] == [1]
    assert store.documents("s1") == ["plan", "score"]
    assert store.read_document("s1", "plan") == {"steps": [1, 2.5]}
    assert store.read_person("p1") == {"name": "Zoë 按摩", "conditions": ["scoliosis-known"]}
    assert store.streams(person="p1") == [Stream(stream="s1", person="p1")]
    assert store.streams(person="p2") == []


def test_a_session_begun_twice_is_begun_once(store, happened):
    first = store.begin("s1", happened("opened"), documents={"plan": 1}, person="p1", client_id="c1")
    again = store.begin(
        "s1", happened("opened"), documents={"plan": 2}, person="p1", answers={"name": "B"}, client_id="c1"
    )
    assert again == first
    assert store.read_document("s1", "plan") == 1
    assert store.read_person("p1") is None


def test_beginning_a_stream_that_exists_is_a_conflict_and_writes_nothing(store, happened):
    store.begin("s1", happened("opened"), person="p1", answers={"name": "A"})
    answer = store.begin("s1", happened("opened"), documents={"plan": 1}, person="p1", answers={"name": "B"})
    assert answer == Conflict("s1", 0, 1)
    assert store.documents("s1") == []
    assert store.read_person("p1") == {"name": "A"}


def test_documents_come_with_the_events_or_not_at_all(store, happened):
    store.begin("s1", happened("opened"), documents={"plan": 1})
    store.append("s1", happened("refitted"), expected_position=1, documents={"plan-2": {"a": 1}})
    with pytest.raises(Refused) as refused:
        store.append("s1", happened("refitted"), expected_position=2, documents={"plan-3": 3, "plan": 2})
    assert refused.value.code == "journal-document-taken"
    assert [event.kind for event in store.read("s1")] == ["opened", "refitted"]
    assert store.documents("s1") == ["plan", "plan-2"]


def test_a_document_never_changes(store, happened):
    store.begin("s1", happened("opened"))
    store.put_document("s1", "plan", document={"a": 1, "b": [True, None]})
    store.put_document("s1", "plan", document={"b": [True, None], "a": 1})
    for other in ({"a": 2}, {"a": True, "b": [True, None]}, None):
        with pytest.raises(Refused) as refused:
            store.put_document("s1", "plan", document=other)
        assert refused.value.code == "journal-document-taken"
    assert store.read_document("s1", "plan") == {"a": 1, "b": [True, None]}


def test_a_document_needs_a_stream(store):
    with pytest.raises(Refused) as refused:
        store.put_document("s1", "plan", document={})
    assert refused.value.code == "journal-no-stream"


def test_what_is_read_can_be_changed_without_changing_the_journal(store, happened):
    given = {"steps": [1]}
    store.begin("s1", happened("opened"), documents={"plan": given}, person="p1", answers={"name": "A"})
    given["steps"].append(2)
    store.read_document("s1", "plan")["steps"].append(3)
    store.read_person("p1")["name"] = "B"
    store.read("s1").clear()
    assert store.read_document("s1", "plan") == {"steps": [1]}
    assert store.read_person("p1") == {"name": "A"}
    assert len(store.read("s1")) == 1


def test_forgetting_a_person_deletes_what_is_private_and_leaves_the_events(store, happened):
    events = store.begin("s1", happened("opened"), person="p1", answers={"name": "Alex"})
    store.put_person("p2", {"name": "Bo"})
    assert store.people() == ["p1", "p2"]
    assert store.forget_person("p1") is True
    assert store.read_person("p1") is None
    assert store.people() == ["p2"]
    assert store.read("s1") == events
    assert store.streams(person="p1") == [Stream(stream="s1", person="p1")]
    assert store.forget_person("p1") is False


def test_new_answers_stand_in_place_of_the_old(store):
    store.put_person("p1", {"name": "Alex", "steroids": True})
    store.put_person("p1", {"name": "Alex"})
    assert store.read_person("p1") == {"name": "Alex"}


def test_every_plain_value_comes_back_as_it_was(store):
    data = {
        "text": "Grüße 按摩 \U0001f9d8 \u202e\n\t\x00 ' \" \\ %s :name",
        "whole": 2**53 - 1,
        "below": -(2**53) + 1,
        "real": 0.1 + 0.2,
        "tiny": 5e-324,
        "one": 1.0,
        "yes": True,
        "no": False,
        "none": None,
        "row": (1, 2.5, -0.0),
        "empty": (),
    }
    [written] = store.append("s1", [NewEvent(kind="said", at_s=0.1, data=data)], expected_position=0)
    [read] = store.read("s1")
    assert repr(dict(read.data)) == repr(data)
    assert read == written
    assert read.at_s == 0.1


def test_documents_and_answers_keep_every_character(store, happened):
    odd = {"按摩 key": ["\x00", "\U0001f9d8", {"deep": [[], {}]}, 1.0, 1, True, None]}
    store.begin("s1", happened("opened"), documents={"plan": odd}, person="p1", answers=odd)
    assert repr(store.read_document("s1", "plan")) == repr(odd)
    assert repr(store.read_person("p1")) == repr(odd)


@pytest.mark.parametrize(
    "name", ["", "a b", "a/b", "ä", "a\n", "x" * 129, "'; drop table events; --", "\x00"]
)
def test_what_is_no_id_is_refused_with_a_way_out(store, happened, name):
    for write in (
        lambda: store.append(name, happened("opened"), expected_position=0),
        lambda: store.append("s1", happened("opened"), expected_position=0, client_id=name),
        lambda: store.begin("s1", happened("opened"), person=name),
        lambda: store.begin("s1", happened("opened"), documents={name: 1}),
        lambda: store.put_document("s1", name, document=1),
        lambda: store.put_person(name, {}),
    ):
        with pytest.raises(DataError) as error:
            write()
        assert "is not an id" in str(error.value)
        assert error.value.problems[0].way_out
    assert store.streams() == []


def test_every_part_that_can_not_be_kept_is_named_and_nothing_is_written(store, happened):
    with pytest.raises(DataError) as error:
        store.begin(
            "s1",
            happened("opened"),
            documents={"plan": {"a": float("nan"), "b": [1, {2}]}, "no id": 1},
            answers={"name": "\ud800"},
        )
    said = str(error.value)
    for part in ("plan.a: nan", "plan.b[1]: a set", "'no id' is not an id", "answers: belong to nobody"):
        assert part in said
    assert "answers.name: holds half a character" in said
    assert store.streams() == []
    assert store.people() == []


def test_a_document_that_nests_for_ever_is_refused(store, happened):
    deep = []
    for _ in range(2000):
        deep = [deep]
    with pytest.raises(DataError, match="nested too deeply"):
        store.begin("s1", happened("opened"), documents={"plan": deep})


def test_another_journal_is_adopted_whole_or_not_at_all(store, happened):
    def event(stream, position):
        return Event(stream=stream, position=position, kind="opened", at_s=0.0, client_id=f"c{position}")

    batch = Batch(
        streams=[Stream(stream="s1", person="p1")],
        events=[event("s1", 1), event("s1", 2), event("s2", 1)],
        documents=[Document(stream="s1", name="plan", document={"a": 1})],
        people=[Person(person="p1", answers={"name": "Alex"})],
    )
    store.put_person("p1", {"name": "kept"})
    assert store.adopt(batch) is None
    assert [event.position for event in store.read("s1")] == [1, 2]
    assert store.streams() == [Stream(stream="s1", person="p1"), Stream(stream="s2")]
    assert store.read_person("p1") == {"name": "kept"}
    answer = store.adopt(Batch(events=[event("s3", 1), event("s2", 1)]))
    assert answer == Conflict("s2", 0, 1)
    assert store.adopt(Batch(events=[event("s3", 1), event("s3", 3)])) == Conflict("s3", 2, 1)
    with pytest.raises(Refused):
        store.adopt(Batch(events=[event("s3", 1)], documents=[Document(stream="s4", name="a", document=1)]))
    with pytest.raises(Refused):
        store.adopt(
            Batch(events=[event("s3", 1)], documents=[Document(stream="s1", name="plan", document=2)])
        )
    assert [stream.stream for stream in store.streams()] == ["s1", "s2"]


def test_ten_thousand_events_are_read_from_any_place(store):
    events = [NewEvent(kind="moved", at_s=second / 10, data={"level": 2}) for second in range(10_000)]
    store.append("s1", events, expected_position=0)
    assert len(store.read("s1")) == 10_000
    assert [event.position for event in store.read("s1", after=9_998)] == [9_999, 10_000]
    assert len(store.append("s1", events[:1], expected_position=10_000, client_id="c")) == 1


def test_old_events_are_brought_up_to_date_on_reading_and_stay_as_they_were_recorded(new_store):
    def to_seconds(event):
        return event.model_copy(update={"version": 2, "data": {"length_s": event.data["minutes"] * 60}})

    store = new_store(upcasters={("opened", 1): to_seconds})
    old = [NewEvent(kind="opened", at_s=0.0, data={"minutes": 2})]
    answered = store.begin("s1", old, client_id="c1")
    assert [(event.version, dict(event.data)) for event in answered] == [(2, {"length_s": 120})]
    assert store.read("s1") == answered
    assert store.append("s1", old, expected_position=0, client_id="c1") == answered
    assert [dict(event.data) for event in store.read("s1", as_recorded=True)] == [{"minutes": 2}]
