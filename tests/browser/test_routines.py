"""A plan on paper, kept as a routine, and shared as a file that tells nothing of anybody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser.seeing import kept_plan, open_plan


def test_paper_has_steps_places_and_minutes_and_no_reasons(new_walk: Callable, tmp_path: Path) -> None:
    walk = new_walk()
    page = open_plan(walk, sore=[{"across": 0.42, "along": 0.86, "pain_nrs": 4}])
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("text=Keep it for another evening")
    page.click("text=Print the plan")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible()
    for hidden in ("ol", ".bar", ".keep", "footer"):
        assert not page.locator(hidden).first.is_visible(), hidden
    words = page.locator(".paper").inner_text()
    steps = kept_plan(page)["steps"]
    assert "Alex, tonight: 20 minutes" in words
    assert page.locator(".paper tbody tr").count() == page.locator("ol > li").count()
    for step in steps:
        assert step["why"] not in words
    assert "sore" not in words.lower()
    colours = page.evaluate(
        """() => [getComputedStyle(document.querySelector('.paper')).color,
          getComputedStyle(document.documentElement).backgroundColor]"""
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    page.pdf(path=tmp_path / "plan.pdf", format="A4")
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_a_plan_is_kept_as_a_routine_used_again_and_removed(new_walk: Callable) -> None:
    walk = new_walk()
    page = open_plan(walk)
    page.click("text=Keep it for another evening")
    page.click(".keep >> text=Save")
    page.wait_for_selector(".keep >> text=Give it a name first.")
    page.fill("#routine-name", "Sunday")
    page.keyboard.press("Enter")
    page.wait_for_selector(".keep >> text=Saved as Sunday.")
    page.reload()
    page.wait_for_selector(".routines .name >> text=Sunday")
    page.wait_for_selector(".routines li >> text=Relaxation · 20 minutes")  # named once the catalog is there
    page.locator(".routines >> text=Remove").click()
    page.wait_for_selector("text=Sunday is removed.")
    assert page.locator(".routines .name").count() == 0
    page.wait_for_selector(".routines:focus")
    page.locator(".routines >> text=Undo").click()
    page.wait_for_selector(".routines:focus")
    page.locator(".routines >> text=Use again").click()
    # Never straight to a plan: the questions come first.
    page.wait_for_url("**/ask")
    again = page.evaluate("JSON.parse(localStorage.getItem('backrub.again'))")
    assert again["name"] == "Sunday"


def test_a_shared_file_tells_nothing_of_anybody_and_opens_again(new_walk: Callable, tmp_path: Path) -> None:
    walk = new_walk()
    sore = [{"across": 0.42, "along": 0.86, "pain_nrs": 4}]
    avoid = [{"across": -0.5, "along": 0.28, "radius_m": 0.03, "why": "mole"}]
    page = open_plan(walk, sore=sore, avoid=avoid)
    page.click("text=Keep it for another evening")
    page.fill("#routine-name", "Ours")
    with page.expect_download() as waits:
        page.click(".keep >> text=Share as a file")
    file = tmp_path / waits.value.suggested_filename
    waits.value.save_as(file)
    assert file.name == "ours.json"
    text = file.read_text(encoding="utf-8")
    shared = json.loads(text)
    assert shared["name"] == "Ours"
    assert len(shared["pieces"]) >= 5
    assert not {"receiver", "limits", "body", "notices", "sore", "avoid", "slow_at"} & set(keys(shared))
    for word in ("Alex", "mole", "why", "reason", "0.86", "pain"):
        assert word not in text, word
    page.set_input_files(".routines input[type=file]", file)
    page.wait_for_selector("text=Ours is among your routines now.")
    # What is no routine says so, plainly, and changes nothing.
    wrong = tmp_path / "wrong.json"
    for content, says in (
        ("{", "This file is no routine."),
        (json.dumps({**shared, "level": 9}), "Something in this file can’t be read: level."),
        (
            text.replace(shared["pieces"][0]["technique"], "elbow-drop"),
            "a stroke that this Backrub doesn’t know",
        ),
    ):
        wrong.write_text(content, encoding="utf-8")
        page.set_input_files(".routines input[type=file]", wrong)
        page.wait_for_selector(f".problems >> text={says}")
    assert page.locator(".routines .name").all_inner_texts() == ["Ours"]


def keys(value: Any) -> list[str]:
    """Return every key in a JSON value, however deep."""
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in keys(each))]
    return [key for each in value for key in keys(each)] if isinstance(value, list) else []


def test_two_tabs_keep_their_routines_both(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.plan(minutes=20)
    other = walk.context.new_page()
    other.goto(page.url)
    other.wait_for_selector(".ready-room")
    for tab, name in ((page, "Sunday"), (other, "Monday")):
        tab.click(".keep > summary")
        tab.fill("#routine-name", name)
        tab.click(".keep button[type=submit]")
        tab.wait_for_selector(f"text=Saved as {name}.")
    kept = page.evaluate("localStorage.getItem('backrub.routines')")
    assert "Sunday" in kept
    assert "Monday" in kept
