"""A session is of its day, whatever the server's clock says when a press comes in."""

import pytest

DAY_S = 86_400


def say(client, session, kind, **more):
    body = {"kind": kind, "client_id": f"test-{kind}", **more}
    return client.post(f"/api/sessions/{session['id']}/commands", json=body)


def test_what_was_opened_weeks_ago_does_not_begin_and_says_what_to_do(client, opened, hand):
    hand.now_s += 14 * DAY_S
    refused = say(client, opened, "start")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:backrub:too-old")
    assert refused.json()["detail"] == "Answer the questions again and make a new plan."
    state = client.get(f"/api/sessions/{opened['id']}").json()["state"]
    assert (state["status"], "start" in state["may"]) == ("ready", False)


@pytest.mark.parametrize("kind", ["stop", "finish", "pause"])
def test_what_ends_it_is_always_taken(client, opened, hand, kind):
    say(client, opened, "start")
    if kind != "pause":
        say(client, opened, "pause")
    hand.now_s += 300 if kind == "pause" else 14 * DAY_S
    assert say(client, opened, kind, client_id="late").status_code == 200


def test_a_press_in_time_counts_however_late_it_comes(client, opened, hand):
    say(client, opened, "start", at_s=2.0)
    say(client, opened, "stop", why="break", at_s=300.0)
    hand.now_s += 9 * DAY_S
    assert say(client, opened, "restart", asked=True, at_s=420.0).status_code == 200


def test_a_break_of_more_than_a_day_is_no_break_any_more(client, opened, hand):
    say(client, opened, "start")
    say(client, opened, "stop", why="break")
    hand.now_s += DAY_S + 10
    assert say(client, opened, "restart", asked=True).json()["type"] == "urn:backrub:too-old"
