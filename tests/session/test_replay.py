"""Whatever people press, and whenever: the claims that hold for every session."""

import json

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backrub import session
from backrub.errors import Refused
from backrub.model.command import COMMANDS
from session.what_plays import Diary, numbered

SOME = (
    *({"kind": kind} for kind in ("pause", "resume", "skip", "back", "softer", "harder", "good")),
    *({"kind": kind} for kind in ("heard", "extend", "finish")),
    *({"kind": kind, "from_step": step} for kind in ("skip", "back") for step in (1, 4)),
    *({"kind": kind} for kind in ("skip", "softer", "harder", "resume", "resume", "back", "back")),
    *({"kind": "pain", "nrs": nrs} for nrs in (0, 3, 5, 6, 7, 10)),
    *({"kind": "hold", "why": why} for why in ("said", "quiet")),
    *({"kind": "stones", "stones_c": warm} for warm in (42.0, 44.0, 46.0)),
    *({"kind": "choose", "part": part, "rounds": 6} for part in ("thumb", "knuckle")),
    {"kind": "choose", "ceiling": 6, "longer": True},
    {"kind": "here", "across": 0.3, "along": 0.3},
    {"kind": "here", "across": -0.4, "along": 0.5},
    {"kind": "answer", "is_fine": True},
    {"kind": "answer", "is_fine": False},
    {"kind": "felt", "when": "before", "pain_nrs": 4},
    {"kind": "felt", "when": "after", "ease_nrs": 7},
)
ENDINGS = (
    {"kind": "stop"},
    {"kind": "stop", "why": "break"},
    {"kind": "stop", "why": "done"},
    {"kind": "stop", "why": "sharp-numb-dizzy"},
    {"kind": "restart", "asked": True},
    {"kind": "restart"},
)
WAITS_S = st.one_of(st.floats(0, 12), st.floats(0, 90), st.floats(0, 500))


def machine(play, placed_facts):
    class Session(RuleBasedStateMachine):
        @initialize(
            name=st.sampled_from(["classic", "classic", "gentle", "stones", "places", "massager", "placed"]),
            spot=st.sampled_from([None, (0.3, 0.3)]),
            begin_s=st.floats(0, 60),
        )
        def open(self, name, spot, begin_s):
            more = {"techniques": placed_facts} if name == "placed" else {}
            self.player = play("stones" if more else name, spot=spot, sessions_before=1, **more)
            self.replayed, self.read = self.player.first, 0
            self.diary = Diary(self.player.first)
            self.now_s = begin_s
            self.send({"kind": "start"})

        def send(self, command):
            self.diary.follow(self.player.state, self.now_s)
            return self.player.send(self.now_s, **command)

        @rule(wait_s=WAITS_S, command=st.sampled_from(SOME))
        def press(self, wait_s, command):
            self.now_s += wait_s
            was = self.player.state
            before = self.player.at(self.now_s)
            may = before.may
            outcome = self.send(command)
            if command["kind"] in ("skip", "back", "softer", "harder", "resume", "finish", "extend"):
                if "from_step" in command and not isinstance(outcome, Refused):
                    assert (before.step == command["from_step"]) == (outcome[0].kind != "passed-over")
                    return
                assert (command["kind"] in may) == (not isinstance(outcome, Refused))
            if command == {"kind": "hold", "why": "said"}:
                is_taken = before.status in ("running", "paused")
                assert is_taken == (not isinstance(outcome, Refused))
                assert not is_taken or self.player.state.status == "holding"
            if command["kind"] == "felt":
                assert not isinstance(outcome, Refused)
            elif was.status == "stopped":
                assert isinstance(outcome, Refused)
            if isinstance(outcome, Refused):
                assert outcome.code
                assert outcome.reason
                assert outcome.way_out

        @rule(wait_s=WAITS_S, command=st.sampled_from(ENDINGS), luck=st.integers(0, 2))
        def end(self, wait_s, command, luck):
            if luck and command["kind"] == "stop":
                return
            self.now_s += wait_s
            was = self.player.state
            outcome = self.send(command)
            if was.status == "stopped" and was.why is not None:
                # A break may be over, once they were asked, or turn out to be more; anything else is final.
                is_more = command["kind"] == "stop" and command.get("why") not in (None, "break")
                may = was.why == "break" and (is_more or command == {"kind": "restart", "asked": True})
                assert may or isinstance(outcome, Refused)

        @rule(wait_s=WAITS_S, breaks_s=st.floats(0, 200))
        def have_a_break(self, wait_s, breaks_s):
            self.now_s += wait_s
            before = self.player.at(self.now_s)
            if before.status not in ("running", "paused", "holding"):
                return
            assert not isinstance(self.send({"kind": "stop", "why": "break"}), Refused)
            self.now_s += breaks_s
            assert not isinstance(self.send({"kind": "restart", "asked": True}), Refused)
            assert self.player.at(self.now_s).is_eased == before.is_eased

        @rule(
            wait_s=WAITS_S,
            said=st.sampled_from(["back", "skip", "finish", "softer", "softer", "pain", "break", "heard"]),
            keeps_all=st.booleans(),
            gaps_s=st.lists(st.one_of(st.floats(0, 5), st.floats(0, 120)), min_size=1, max_size=4),
        )
        def go_back(self, wait_s, said, keeps_all, gaps_s):
            """Say something, then want it again, and again."""
            self.now_s += wait_s
            if keeps_all:
                self.send({"kind": "extend"})
            if said == "break":
                self.send({"kind": "stop", "why": "break"})
                self.send({"kind": "restart", "asked": True})
            elif said == "heard":
                self.send({"kind": "hold", "why": "quiet"})
            else:
                self.send({"kind": said, **({"nrs": 8} if said == "pain" else {})})
            self.send({"kind": "resume"})
            for gap_s in gaps_s:
                self.now_s += gap_s
                self.send({"kind": "stones", "stones_c": 42.0})
                self.send({"kind": "heard"})
                before = session.advance(self.player.state, self.now_s)
                if not isinstance(self.send({"kind": "back"}), Refused):
                    after = self.player.state
                    assert after.index <= before.index
                    assert after.index == before.index or numbered(after) in self.diary.done

        @invariant()
        def what_plays_keeps_every_limit(self):
            assert not hasattr(self, "diary") or self.diary.wrong == []

        @invariant()
        def live_is_replayed(self):
            if not hasattr(self, "player"):
                return
            for event in self.player.events[self.read :]:
                line = json.loads(json.dumps(session.to_plain(event)))
                self.replayed = session.fold(self.replayed, session.from_plain(**line))
            self.read = len(self.player.events)
            assert self.replayed == self.player.state

        @invariant()
        def levels_keep_their_limits(self):
            if not hasattr(self, "player"):
                return
            state = self.player.state
            first = self.player.first.plan
            most = min(first.level, first.limits.max_level)
            assert all(each.level is None or 1 <= each.level <= most for each in state.steps)
            closing = [
                each.level for each in state.steps[state.index :] if each.phase == "closing" and each.level
            ]
            assert closing == sorted(closing, reverse=True)
            assert all(level <= 2 for level in closing)
            assert state.thumb_s <= 240.0 + 1e-6

        @invariant()
        def lefts_and_rights_go_together(self):
            if not hasattr(self, "player"):
                return
            state = self.player.state
            tail = state.steps[state.index + 1 :]
            for each in tail:
                if each.side == "left" and each.passes:
                    twin = [
                        other
                        for other in state.steps
                        if (other.technique, other.place, other.phase, other.side)
                        == (each.technique, each.place, each.phase, "right")
                    ]
                    assert twin

        @invariant()
        def time_is_kept(self):
            if not hasattr(self, "player") or self.player.state.ends_s is None:
                return
            state, events = self.player.state, self.player.events
            promised_s = None
            for event in events:
                ends_s = event.data.get("ends_s")
                if ends_s is None:
                    continue
                if event.kind == "refitted" and ends_s > promised_s + 1e-3:
                    # Too little was left: only what is under way, the closing and the rest remain.
                    now = session.fold_all(self.player.first, events[: events.index(event) + 1])
                    first = event.data["from_step"]
                    done = [(each.technique, each.place) for each in now.steps[: first + 1] if each.passes]
                    for each in now.steps[first + 1 :]:
                        owed = each.side != "both" and (each.technique, each.place) in done
                        assert not each.passes or each.phase == "closing" or owed
                promised_s = ends_s
            assert state.ends_s == promised_s

        def teardown(self):
            if not hasattr(self, "player") or self.player.state.status == "stopped":
                return
            player = self.player
            if player.state.status in ("paused", "holding"):
                self.send({"kind": "resume"})
            if player.state.status == "running" and player.ends_s() is None:
                self.send({"kind": "answer", "is_fine": False})
                self.now_s += 1
                self.send({"kind": "resume"})
            if player.state.status != "running":
                return
            end = session.advance(player.state, self.now_s + 1e5)
            assert end.status == "finished"
            self.diary.follow(player.state, self.now_s + 1e5)
            assert self.diary.wrong == []
            closing = [index for index, each in enumerate(end.steps) if each.phase == "closing"]
            rest = [index for index, each in enumerate(end.steps) if each.phase == "rest"]
            assert sum(end.played_s[index] for index in closing) >= 60.0 - 0.1
            planned_s = player.first.planned_s
            quiet_s = 120.0 if planned_s >= 1200.0 else 30.0
            assert sum(end.played_s[index] for index in rest) >= quiet_s - 0.1
            assert abs(player.ends_s() - player.state.ends_s) <= 0.02 * planned_s

    return Session


def test_a_replayed_session_is_the_live_one_and_ends_well(play, placed_facts):
    quick = settings(max_examples=60, stateful_step_count=30, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine(play, placed_facts), settings=quick)


@pytest.mark.prove
def test_a_replayed_session_is_the_live_one_and_ends_well_in_many_runs(play, placed_facts, proof_table):
    many = settings(
        max_examples=2000,
        stateful_step_count=40,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )
    run_state_machine_as_test(machine(play, placed_facts), settings=many)
    proof_table("session-replay", [{"sessions": 2000, "commands each, at most": 40, "broken claims": 0}])


def test_every_command_is_tried_by_the_machine():
    tried = {each["kind"] for each in (*SOME, *ENDINGS)} | {"start"}
    assert tried == {str(each.model_fields["kind"].default) for each in COMMANDS}
