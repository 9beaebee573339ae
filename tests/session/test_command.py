"""Commands as bodies: every wrong one is told what is wrong."""

import pytest

from backrub.errors import DataError
from backrub.model.command import COMMANDS, CommandBody, read_command


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"kind": "softr", "client_id": "a"}, "Did you mean softer"),
        ({"client_id": "a"}, "is missing"),
        ({"kind": "pain", "client_id": "a", "nrs": 11}, "nrs"),
        ({"kind": "pain", "client_id": "a", "nrs": 3.5}, "nrs"),
        ({"kind": "pain", "client_id": "a", "nrs": True}, "nrs"),
        ({"kind": "pain", "client_id": "a"}, "nrs"),
        ({"kind": "start"}, "client_id"),
        ({"kind": "start", "client_id": "two words"}, "client_id"),
        ({"kind": "start", "client_id": "a", "level": 9}, "unknown key level"),
        ({"kind": "here", "client_id": "a", "across": 4.0, "along": 0.2}, "across"),
        ({"kind": "stones", "client_id": "a", "stones_c": float("nan")}, "stones_c"),
        ({"kind": "stop", "client_id": "a", "why": "bored"}, "why"),
        ({"kind": "start", "client_id": "a", "at_s": -1.0}, "at_s"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(body, says):
    with pytest.raises(DataError, match=says):
        read_command(body)


def test_every_command_is_in_the_published_body():
    kinds = {str(each.model_fields["kind"].default) for each in COMMANDS}
    schema = CommandBody.model_json_schema()
    assert set(schema["discriminator"]["mapping"]) == kinds
    assert {"start", "pause", "resume", "skip", "back", "softer", "harder", "good"} <= kinds
    assert {"pain", "here", "hold", "stop", "restart", "finish"} <= kinds
