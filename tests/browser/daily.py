"""Which walks in the browser `make test` makes on a day: those of every day, and a tenth of the others."""

from datetime import date
from zlib import crc32

PARTS = 10
"""Every walk is made within ten days."""
EVERY_DAY = frozenset(
    (
        "test_a_whole_evening_by_keys_alone_ends_with_the_rest",
        "test_a_whole_evening_by_touch_on_a_phone_ends_with_the_rest",
        "test_a_reload_comes_back_at_the_same_stroke",
        "test_a_second_tab_shows_the_same_and_its_presses_count_once",
        "test_a_healthy_adult_is_soon_at_the_first_stroke",
        "test_with_back_pain_the_urgent_signs_are_asked_one_by_one",
        "test_an_urgent_sign_leads_to_its_page_at_once",
        "test_not_today_is_calm_and_kind",
        "test_under_sixteen_a_parent_stays_or_it_is_another_day",
        "test_pain_at_some_ages_and_pain_that_grows_are_looked_at_first",
        "test_a_doctor_gets_a_note_and_the_day_of_their_yes_opens_the_way",
        "test_the_first_load_is_small_and_asks_for_little",
        "test_a_first_visit_transfers_little",
        "test_no_address_holds_a_health_answer_or_a_name",
        "test_wishes_that_clash_have_ways_out_that_work",
        "test_every_page_in_every_state_is_open_to_everybody",
        "test_nothing_begins_without_the_server_before_it_was_tried_out",
        "test_a_killed_server_does_not_stop_the_hands_and_finds_the_same_stroke_again",
        "test_an_hour_without_a_network_loses_nothing_and_doubles_nothing",
        "test_stop_and_hold_work_without_a_server",
        "test_two_fingers_stop",
        "test_every_live_state_is_stopped_by_touch",
        "test_a_tap_pauses_and_a_tap_goes_on_and_presses_nothing_below",
        "test_two_rounds_and_a_seven_that_stops_gently",
        "test_a_spot_that_hurts_already_is_not_pressed",
        "test_three_taps_are_kept_and_said_back_and_a_reload_stays",
        "test_the_end_of_the_score_ends_the_session",
        "test_the_plan_and_its_time_turn_round",
        "test_every_cue_is_spoken_once_in_half_a_minute_of_play",
        "test_a_screen_that_stays_on_says_nothing_of_it",
        "test_problems_stand_at_their_field_and_the_first_gets_the_focus",
        "test_a_cut_network_keeps_presses_in_order_and_sends_each_once",
    )
)
"""What an evening stands on: the way through, what stops it, and what keeps it safe."""


def part_of(walks: str, day: date) -> int | None:
    """Return which part of the other walks is made: the day's, the one that is asked for, or None: all.

    >>> part_of("daily", date(2026, 1, 1)), part_of("daily", date(2026, 1, 2)), part_of("2", date.min)
    (0, 1, 1)
    """
    if walks == "daily":
        return (day.toordinal() - date(2026, 1, 1).toordinal()) % PARTS
    return int(walks) - 1 if walks.isdigit() and 1 <= int(walks) <= PARTS else None


def is_walked(name: str, *, part: int) -> bool:
    """Whether a walk is made with a part; all variants of one test stand together."""
    return name in EVERY_DAY or crc32(name.encode()) % PARTS == part
