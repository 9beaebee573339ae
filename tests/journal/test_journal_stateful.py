"""Whatever is done to them in whatever order, a journal on disk and one in memory answer the same."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from backrub.errors import BackrubError
from backrub.journal.event import NewEvent
from backrub.journal.lines_in import import_lines
from backrub.journal.lines_out import export_lines
from backrub.journal.memory import MemoryStore
from backrub.journal.opening import open_store

# Few names and few values, so that things meet.
streams = st.sampled_from(["s1", "s1", "s1", "s2", "no id"])
people = st.none() | st.sampled_from(["p1", "p2"])
clients = st.none() | st.sampled_from(["c1", "c2", "c3"])
names = st.sampled_from(["plan", "score"])
plain = st.sampled_from([None, True, 1, 1.0, -0.0, "", "\u00e9\x00", float("nan"), [1], {"a": 2}])
documents = st.none() | st.dictionaries(names, plain, max_size=2)
new_events = st.lists(
    st.builds(
        NewEvent,
        kind=st.sampled_from(["opened", "paused", "resumed"]),
        at_s=st.floats(0, 100),
        data=st.dictionaries(st.sampled_from(["level", "nrs"]), st.integers(1, 5)),
    ),
    max_size=3,
)


def outcome(work):
    """Return what a call answers, or what it says in refusing."""
    try:
        return work()
    except BackrubError as error:
        return type(error), str(error)


class Journals(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.address = f"sqlite:///{Path(self.folder.name) / 'journal.db'}"
        self.model = MemoryStore()
        self.store = open_store(self.address)

    def same(self, work):
        assert repr(outcome(lambda: work(self.store))) == repr(outcome(lambda: work(self.model)))

    @rule(stream=streams, new=new_events, given=documents, person=people, answers=documents, client=clients)
    def begin(self, stream, new, given, person, answers, client):
        self.same(
            lambda store: store.begin(
                stream, new, documents=given, person=person, answers=answers, client_id=client
            )
        )

    @rule(
        stream=streams, new=new_events, off=st.sampled_from([0, 0, 0, -1, 1]), client=clients, given=documents
    )
    def append(self, stream, new, off, client, given):
        position = max(0, len(self.model.read(stream)) + off)
        self.same(
            lambda store: store.append(
                stream, new, expected_position=position, client_id=client, documents=given
            )
        )

    @rule(stream=streams, name=names, document=plain)
    def put_document(self, stream, name, document):
        self.same(lambda store: store.put_document(stream, name, document=document))

    @rule(person=st.sampled_from(["p1", "p2"]), answers=documents)
    def put_person(self, person, answers):
        self.same(lambda store: store.put_person(person, answers or {}))

    @rule(person=st.sampled_from(["p1", "p2"]))
    def forget_person(self, person):
        self.same(lambda store: store.forget_person(person))

    @rule(stream=streams, after=st.integers(-1, 9))
    def read(self, stream, after):
        self.same(lambda store: store.read(stream, after=after))

    @rule()
    def reopen(self):
        self.store.close()
        self.store = open_store(self.address)

    @rule()
    def carry_to_a_new_place(self):
        lines = list(export_lines(self.store, with_people=True))
        carried = MemoryStore()
        import_lines(lines, carried)
        import_lines(lines, self.store)
        assert list(export_lines(carried, with_people=True)) == lines

    @invariant()
    def everything_is_the_same(self):
        self.same(lambda store: list(export_lines(store, with_people=True)))
        for stream in self.model.streams():
            events = self.store.read(stream.stream)
            assert [event.position for event in events] == list(range(1, len(events) + 1))

    def teardown(self):
        self.store.close()
        self.folder.cleanup()


TestJournals = Journals.TestCase
TestJournals.settings = settings(
    max_examples=20, stateful_step_count=25, suppress_health_check=[HealthCheck.too_slow]
)
