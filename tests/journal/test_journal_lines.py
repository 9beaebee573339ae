"""A journal carried as lines: whole, once, and with every problem said."""

import json
from pathlib import Path

import pytest

from backrub.errors import DataError
from backrub.journal.event import Event, NewEvent
from backrub.journal.lines_in import Imported, import_lines
from backrub.journal.lines_out import export_lines
from backrub.journal.memory import MemoryStore
from backrub.journal.store import Conflict

GOLDEN = Path(__file__).parent / "golden"


def fill(store):
    said = [NewEvent(kind="said", at_s=0.5, data={"text": "Grüße", "row": [1, 2.5], "one": 1.0})]
    opened = [NewEvent(kind="opened", at_s=0.0, version=3)]
    store.begin(
        "s2", opened, documents={"plan": {"b": 1, "a": "按摩"}}, person="p1", answers={"name": "Alex"}
    )
    store.append("s2", said * 3, expected_position=1, client_id="c1")
    store.append("s1", said, expected_position=0, documents={"note": None})


def lines_of(*objects):
    return [json.dumps(each) for each in ({"backrub-journal": 1}, *objects, {"end": len(objects)})]


def event(position, **more):
    return {"event": {"stream": "s1", "position": position, "kind": "said", "at_s": 0.0, **more}}


def test_what_is_exported_and_imported_is_the_same(store):
    source = MemoryStore()
    fill(source)
    lines = list(export_lines(source, with_people=True))
    assert import_lines(lines, store) == Imported(streams=2, events=5, documents=2, people=1)
    assert list(export_lines(store, with_people=True)) == lines
    assert store.read("s2") == source.read("s2")
    assert store.streams() == source.streams()
    assert store.read_person("p1") == {"name": "Alex"}


def test_what_is_exported_from_any_store_is_the_same(store):
    fill(store)
    source = MemoryStore()
    fill(source)
    assert list(export_lines(store)) == list(export_lines(source))


def test_importing_twice_doubles_nothing(store):
    fill(store)
    lines = list(export_lines(store, with_people=True))
    assert import_lines(lines, store) == Imported(streams=0, events=0, documents=0, people=0)
    assert list(export_lines(store, with_people=True)) == lines


def test_a_later_export_brings_what_is_new(store):
    source = MemoryStore()
    fill(source)
    import_lines(export_lines(source), store)
    source.append("s1", [NewEvent(kind="paused", at_s=9.0)], expected_position=1)
    assert import_lines(export_lines(source), store) == Imported(streams=0, events=1, documents=0, people=0)
    assert store.read("s1") == source.read("s1")


def test_no_name_leaves_the_house_unless_asked(store):
    fill(store)
    assert "Alex" not in "".join(export_lines(store))
    assert "Alex" in "".join(export_lines(store, with_people=True))


def test_a_command_sent_again_after_an_import_still_happens_once(store):
    source = MemoryStore()
    fill(source)
    import_lines(export_lines(source), store)
    again = store.append("s2", [NewEvent(kind="said", at_s=9.0)], expected_position=4, client_id="c1")
    assert again == source.read("s2")[1:]


def test_answers_kept_here_are_not_replaced_by_older_ones(store):
    source = MemoryStore()
    fill(source)
    store.put_person("p1", {"name": "Alex", "conditions": ["steroids"]})
    import_lines(export_lines(source, with_people=True), store)
    assert store.read_person("p1") == {"name": "Alex", "conditions": ["steroids"]}


def refused(lines, store):
    before = list(export_lines(store, with_people=True))
    with pytest.raises(DataError) as error:
        import_lines(lines, store)
    assert list(export_lines(store, with_people=True)) == before
    assert all(problem.way_out for problem in error.value.problems)
    return [f"{problem.where}: {problem.what}" for problem in error.value.problems]


def test_every_bad_line_is_named_with_its_number_and_nothing_is_written(store):
    fill(store)
    lines = lines_of(
        event(1, kind="No Kind", data={"a": {}}),
        event(2, extra=1),
        {"evnt": {}},
        {"stream": {"stream": "s 1"}},
        {"a": 1, "b": 2},
        [],
    )
    said = refused([*lines[:-1], "{not json", "", "[" * 100_000, lines[-1]], store)
    for problem in (
        "line 2: event.kind: ",
        "line 2: event.data: a: a dict is not a plain value",
        "line 3: event.extra: ",
        "line 4: unknown kind of line 'evnt'",
        "line 5: stream.stream: ",
        "line 6: is not a JSON object with one key",
        "line 7: is not a JSON object with one key",
        "line 8: is not a JSON object with one key",
        "line 10: is not a JSON object with one key",
        "line 11: counts 6 lines before it, but there are 8",
    ):
        assert sum(each.startswith(problem) for each in said) == 1, (problem, said)
    assert [int(each[5:].split(":")[0]) for each in said] == sorted(
        int(each[5:].split(":")[0]) for each in said
    )


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], "line 1: is not the end of a journal: the file was cut short"),
        (["{}"], "line 1: is not a JSON object with one key"),
        (lines_of(event(1))[1:], "line 1: does not begin a journal"),
        (lines_of(event(1))[:-1], "line 2: is not the end of a journal: the file was cut short"),
        ([*lines_of(event(1)), *lines_of()], "line 3: ends the journal, but more follows"),
        (['{"backrub-journal":2}', '{"end":0}'], "line 1: schema 2 is not one that this release reads"),
        (['{"backrub-journal":true}', '{"end":0}'], "line 1: schema True is not one that this release reads"),
        (lines_of(event(1), event(3)), "line 3: s1 goes from 1 to 3: events are missing"),
        (lines_of(event(2)), "line 2: s1 goes from 0 to 2: events are missing"),
        (lines_of(event(1), event(1)), "line 3: says again what line 2 says"),
        (
            lines_of(event(1, client_id="c"), event(2, client_id="c")),
            "line 3: is part 1 of command c, as is line 2",
        ),
        (
            lines_of({"document": {"stream": "s1", "name": "plan", "document": 1}}),
            "line 2: plan belongs to s1, which this file does not hold",
        ),
        (lines_of(event(1, at_s=float("nan"))), "line 2: event.at_s: Input should be a finite number"),
    ],
)
def test_a_file_that_is_no_whole_journal_is_refused(store, lines, says):
    assert says in refused(lines, store)


def test_lines_of_another_journal_are_not_mixed_in(store):
    fill(store)
    said = refused(
        lines_of(
            {"stream": {"stream": "s2", "person": "p9"}},
            event(1, at_s=7.0),
            {"document": {"stream": "s1", "name": "note", "document": 0}},
            {"event": {"stream": "s3", "position": 1, "kind": "opened", "at_s": 0.0}},
        ),
        store,
    )
    assert said == [
        "line 2: s2 belongs to someone else here",
        "line 3: s1 1 differs from what was recorded here",
        "line 4: note of s1 differs from the one kept here",
    ]


def test_a_journal_written_to_in_the_middle_of_an_import_is_looked_at_again(store):
    class Busy:
        """The store, where someone else writes just before the first adoption."""

        def __init__(self):
            self.left = 1

        def __getattr__(self, name):
            return getattr(store, name)

        def adopt(self, batch):
            if self.left:
                self.left -= 1
                store.append("s1", [NewEvent(kind="said", at_s=0.0)], expected_position=0)
                assert isinstance(store.adopt(batch), Conflict)
            return store.adopt(batch)

    assert import_lines(lines_of(event(1), event(2)), Busy()).events == 2 - 1
    assert len(store.read("s1")) == 2


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_journal_of_every_release_still_replays(store, path):
    lines = path.read_text(encoding="utf-8").splitlines()
    import_lines(lines, store)
    assert list(export_lines(store, with_people=True)) == lines


def test_the_first_releases_journal_says_today_what_it_said_then(store):
    import_lines((GOLDEN / "0.1.jsonl").read_text(encoding="utf-8").splitlines(), store)
    # Retyped from the file by eye, so that a change of meaning is seen even if both ways change alike.
    tap = {"stream": "session-1", "at_s": 12.25, "client_id": "tap-1"}
    assert store.read("session-1", after=1) == [
        Event(position=2, kind="level-changed", data={"level": 3}, part=1, **tap),
        Event(position=3, kind="spot-shown", data={"at": (0.15, 0.42)}, part=2, **tap),
    ]
    assert store.read_document("session-1", "plan") == {"duration_s": 1800.0, "steps": [{"level": 2}]}
    assert store.read_person("person-1") == {"name": "Zoë"}
