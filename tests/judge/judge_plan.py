"""Rules that the steps alone show: minutes, phases, levels, counts, kit, walks, notices."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from judge import judge_pages as pages
from judge.judge_case import Broken, Case, styles, techniques

SLACK_S = 0.15


def total(case: Case) -> Iterator[Broken]:
    """The steps follow one another without a gap and last as long as they should, within two per cent."""
    now_s = 0.0
    for index, step in enumerate(case.steps):
        if abs(step["start_s"] - now_s) > SLACK_S:
            yield Broken(
                "total", f"step {index}", f"starts at {step['start_s']}, the one before ends at {now_s:.1f}"
            )
        now_s = step["start_s"] + step["duration_s"]
    wished_s = case.minutes * 60
    for what, lasts_s in (("the steps last", now_s), ("duration_s is", case.plan["duration_s"])):
        if abs(lasts_s - wished_s) > pages.TOTAL_FRAC * wished_s + 1e-6:
            yield Broken("total", "plan", f"{what} {lasts_s:.1f} s instead of {wished_s:g}")
    if abs(now_s - case.plan["duration_s"]) > 1.0:
        yield Broken(
            "total", "plan", f"duration_s {case.plan['duration_s']} but the steps end at {now_s:.1f}"
        )


def phases(case: Case) -> Iterator[Broken]:
    """Phases come in order, each long enough; the quiet is last."""
    order = [pages.PHASES.index(step["phase"]) for step in case.steps]
    for index, (before, after) in enumerate(pairwise(order)):
        if after < before:
            yield Broken("phases", f"step {index + 1}", f"{pages.PHASES[after]} after {pages.PHASES[before]}")
    least = pages.least_of(case.minutes)
    spent: Counter[str] = Counter()
    for _, step in case.worked:
        spent[step["phase"]] += step["duration_s"]
    begins, begins_s = "opening and warm-up", least.begins_s
    spent[begins] = spent["opening"] + spent["warm-up"]
    each = {"opening": least.opening_s, "closing": least.closing_s, "warm-up": 1.0, begins: begins_s}
    for phase, least_s in each.items():
        if spent[phase] < least_s - SLACK_S:
            yield Broken("phases", phase, f"{spent[phase]:.1f} s of work, at least {least_s:g}")
    if case.minutes >= pages.FOCUS_FROM_MINUTES and not spent["focus"]:
        yield Broken("phases", "focus", "there is none")
    rests = [step for step in case.steps if step["technique"] == "rest"]
    rest_s = sum(step["duration_s"] for step in rests)
    if not least.rest_s[0] - SLACK_S <= rest_s <= least.rest_s[1] + SLACK_S:
        yield Broken("phases", "rest", f"{rest_s:.1f} s of quiet instead of {least.rest_s}")
    if not rests or case.steps[-1]["technique"] != "rest" or any(step["phase"] != "rest" for step in rests):
        yield Broken("phases", "rest", "it does not end with the quiet")
    for index, step in case.worked:
        allowed = techniques().get(step["technique"], {}).get("phases", ())
        if step["phase"] not in allowed:
            yield Broken("phases", f"step {index}", f"{step['technique']} is not for the {step['phase']}")


def level_most(case: Case) -> int:
    """Return the highest level that wishes, clearance, style, age and experience leave."""
    receiver = case.request["receiver"]
    most = [case.request["wishes"]["level"], case.clearance["max_level"], pages.HOME_LEVEL]
    most.append(styles()[case.plan["style"]]["max_level"])
    if case.request["giver"]["experience"] == "first":
        most.append(pages.FIRST_LEVEL)
    if receiver["age_years"] < pages.YOUNG_YEARS or set(receiver["conditions"]) & set(pages.LEVEL_TWO_WITH):
        most.append(2)
    return min(most)


def level_cap(case: Case) -> Iterator[Broken]:
    """Nothing is above the level wished, allowed and fit for home; level four is for broad parts only."""
    most = level_most(case)
    wished = min(case.request["wishes"]["level"], case.clearance["max_level"], pages.HOME_LEVEL)
    if case.plan["level"] > wished:
        yield Broken("level-cap", "plan", f"level {case.plan['level']}, at most {wished}")
    for index, step in case.worked:
        technique = techniques().get(step["technique"], {})
        if step["level"] is None or step["level"] > most:
            yield Broken("level-cap", f"step {index}", f"level {step['level']}, at most {most}")
        elif str(step["level"]) not in technique.get("force_n", {}) and step["level"] > 1:
            yield Broken("level-cap", f"step {index}", f"{step['technique']} knows no level {step['level']}")
        place_most = case.clearance["place_max_level"].get(step["place"] or "", pages.HOME_LEVEL)
        if step["level"] is not None and step["level"] > place_most:
            yield Broken(
                "level-cap",
                f"step {index}",
                f"level {step['level']} on {step['place']}, at most {place_most}",
            )
        if step["level"] == 4 and technique.get("part") not in pages.BROAD_AT_4:
            yield Broken("level-cap", f"step {index}", f"level 4 with {technique.get('part')}")


def closing(case: Case) -> Iterator[Broken]:
    """The closing is light, never rises, and its force falls from step to step."""
    last = None
    for index, step in case.worked:
        if step["phase"] != "closing":
            continue
        forces = {int(level): force for level, force in techniques()[step["technique"]]["force_n"].items()}
        force_n = forces.get(step["level"], max(forces.values()))
        if step["level"] > 2:
            yield Broken("closing", f"step {index}", f"level {step['level']}")
        if last is not None and (step["level"] > last[0] or force_n > last[1] + 1e-9):
            yield Broken("closing", f"step {index}", f"rises from {last} to {(step['level'], force_n)}")
        last = (step["level"], force_n)


def permitted(case: Case) -> Iterator[Broken]:
    """Nothing that clearance, kit, style, oil or the technique's own file bars."""
    clearance, kit, style = case.clearance, case.request["kit"], styles()[case.plan["style"]]
    no_oil = case.plan["kit"]["oil"] == "none" or not style.get("uses_oil", True)
    if case.plan["kit"]["oil"] in clearance["forbidden_oils"] or (
        "all" in clearance["forbidden_oils"] and case.plan["kit"]["oil"] != "none"
    ):
        yield Broken("permitted", "plan", f"{case.plan['kit']['oil']} oil is barred")
    if kit["oil"] == "none" and case.plan["kit"]["oil"] != "none":
        yield Broken("permitted", "plan", "there is no oil at hand")
    if case.plan["position"] != clearance["position"]:
        yield Broken("permitted", "plan", f"{case.plan['position']} instead of {clearance['position']}")
    limits = case.plan["limits"]
    for key in ("forbidden_techniques", "forbidden_places", "forbidden_parts"):
        if set(clearance[key]) - set(limits[key]):
            yield Broken("permitted", f"limits.{key}", "is wider than the clearance")
    if any(circle not in limits["avoid"] for circle in clearance["avoid"]):
        yield Broken("permitted", "limits.avoid", "leaves a circle out")
    mirrored = [{**circle, "across": -circle["across"]} for circle in clearance["avoid"]]
    if any(circle not in [*clearance["avoid"], *mirrored] for circle in limits["avoid"]):
        yield Broken("permitted", "limits.avoid", "has a circle that is on neither side of the clearance")
    if limits["max_level"] > max(clearance["max_level"], 1) or limits["lapses_on"] > clearance["lapses_on"]:
        yield Broken("permitted", "limits", "are wider than the clearance")
    oiled = False
    for index, step in enumerate(case.steps):
        oiled |= step["technique"] == "oil"
        if step["technique"] in pages.PAUSES:
            continue
        where, technique = f"step {index}", techniques().get(step["technique"])
        if technique is None:
            yield Broken("permitted", where, f"there is no {step['technique']}")
            continue
        part = technique["part"]
        if step["technique"] in clearance["forbidden_techniques"]:
            yield Broken("permitted", where, f"{step['technique']} is barred")
        if part in clearance["forbidden_parts"] and "instead_part" not in technique:
            yield Broken("permitted", where, f"{part} is barred")
        if step["place"] in clearance["forbidden_places"]:
            yield Broken("permitted", where, f"{step['place']} is barred")
        if step["technique"] in style.get("forbid", ()) or (
            style.get("only") and step["technique"] not in style["only"]
        ):
            yield Broken("permitted", where, f"{step['technique']} is not of the style {case.plan['style']}")
        if technique["oil"] and (no_oil or not oiled):
            yield Broken("permitted", where, f"{step['technique']} without oil")
        if no_oil and not technique["through_clothes"]:
            yield Broken("permitted", where, f"{step['technique']} does not go through clothes")
        if technique.get("massager") and not kit["massager"]:
            yield Broken("permitted", where, "there is no massager")
        known = technique["places"] if technique["working"] != "spot" else [*technique["places"], None]
        if step["place"] not in known or step["place"] in technique.get("barred", ()):
            yield Broken("permitted", where, f"{step['technique']} is not for {step['place']}")


def conditions(case: Case) -> Iterator[Broken]:
    """What the rules for hands bar with an age, a condition or a giver, whatever the clearance says."""
    receiver, giver = case.request["receiver"], case.request["giver"]
    has, age = set(receiver["conditions"]), receiver["age_years"]
    first = giver["experience"] == "first"
    for index, step in case.worked:
        technique, where = techniques().get(step["technique"], {}), f"step {index}"
        part = technique.get("part")
        if technique.get("massager") and has & set(pages.MASSAGER_NOT_WITH):
            yield Broken("conditions", where, f"a massager with {sorted(has & set(pages.MASSAGER_NOT_WITH))}")
        if technique.get("stones") and (
            has & set(pages.STONES_NOT_WITH) or not pages.STONE_AGES[0] <= age <= pages.STONE_AGES[1]
        ):
            yield Broken("conditions", where, f"stones at {age} with {sorted(has)}")
        if technique.get("article") == 7 and (
            first or age < pages.YOUNG_YEARS or has & set(pages.SPOT_NOT_WITH)
        ):
            yield Broken(
                "conditions", where, f"technique 7 at {age}, first session {first}, with {sorted(has)}"
            )
        for each in has & set(pages.PARTS_NOT_WITH):
            if part in pages.PARTS_NOT_WITH[each] and "instead_part" not in technique:
                yield Broken("conditions", where, f"{part} with {each}")
        if part in pages.THUMBS and (first or giver["hands"] == "sore") and "instead_part" not in technique:
            yield Broken("conditions", where, f"{part} with {giver}")
    if age < 12 or case.clearance["tier"] not in ("clear", "adapt"):
        yield Broken("conditions", "plan", f"no plan at all at {age} in tier {case.clearance['tier']}")
    if "pregnancy" in has and case.plan["position"] != "seated":
        yield Broken("conditions", "plan", "pregnant and not seated")


def useful(case: Case) -> Iterator[Broken]:
    """Every technique for at least as long as it is useful, in each of its steps."""
    for index, step in case.worked:
        least_s = techniques().get(step["technique"], {}).get("repeat", {}).get("useful_s", 0.0)
        if step["duration_s"] < least_s - SLACK_S:
            yield Broken(
                "useful",
                f"step {index}",
                f"{step['technique']} for {step['duration_s']} s, useful from {least_s}",
            )


def repetitions(case: Case) -> Iterator[Broken]:
    """The article's own counts, its order of sides, and no more tender spots than the evening has room
    for."""
    sides: dict[tuple[str, str], set[str]] = {}
    for index, step in case.worked:
        low, high = pages.TIMES.get(step["technique"], (1, 10_000))
        if step["passes"] is None or not low <= step["passes"] <= high:
            yield Broken(
                "repetitions",
                f"step {index}",
                f"{step['technique']} {step['passes']} times, not {low} to {high}",
            )
        if step["technique"] in pages.TIMES:
            sides.setdefault((step["technique"], step["place"] or ""), set()).add(step["side"])
        opposite = {"left": "right", "right": "left"}
        if techniques().get(step["technique"], {}).get("stand") == "opposite" and step[
            "stand"
        ] != opposite.get(step["side"]):
            yield Broken(
                "repetitions", f"step {index}", f"{step['technique']} {step['side']} from {step['stand']}"
            )
    spared = [*case.plan["limits"]["avoid"], *case.request["wishes"]["sore"]]
    circles = {"left" if each["across"] < 0 else "right" for each in spared}
    told = " ".join(note["says"] for note in case.plan["notices"] if note["code"] == "one-side-only")
    for (technique, place), found in sides.items():
        # What the article counts a side is done on both; only the forearm's "five or six strokes" may be on
        # one, with a place to avoid or to spare on the other, and never unsaid.
        is_beside = {"left", "right"} - found <= circles and techniques()[technique]["name"] in told
        if found != {"left", "right"} and not (technique == pages.COUNTED_IN_ALL and is_beside):
            yield Broken("repetitions", technique, f"on {sorted(found)} alone at {place}")
    far = [step for _, step in case.worked if step["technique"] == pages.FAR_SIDE]
    if far and far[0]["side"] != "left":
        yield Broken("repetitions", pages.FAR_SIDE, "does not begin from the receiver's right")
    spots = [step for _, step in case.worked if step["technique"] == pages.SPOT_WORK]
    most = min(pages.SPOTS_MOST, int(case.minutes // pages.SPOT_EVERY_MINUTES))
    if len(spots) > most:
        yield Broken("repetitions", pages.SPOT_WORK, f"{len(spots)} spots in {case.minutes:g} minutes")
    for step in spots:
        if not pages.SPOT_ROUNDS[0] <= (step["passes"] or 0) <= pages.SPOT_ROUNDS[1]:
            yield Broken("repetitions", pages.SPOT_WORK, f"{step['passes']} rounds")


def walks(case: Case) -> Iterator[Broken]:
    """A walk exactly where the giver has to change sides, and as few as the strokes allow."""
    stand = None
    walked = False
    for index, step in enumerate(case.steps):
        if step["technique"] == "walk":
            if walked:
                yield Broken("walks", f"step {index}", "a second walk without work between")
            walked = True
            continue
        if step["technique"] in pages.PAUSES or step["stand"] == "any":
            continue
        changes = stand is not None and step["stand"] != stand
        if changes and not walked:
            yield Broken("walks", f"step {index}", f"from {stand} to {step['stand']} without a walk")
        if walked and not changes and stand is not None:
            yield Broken("walks", f"step {index}", f"a walk, and still at {stand}")
        stand, walked = step["stand"], False
    if walked:
        yield Broken("walks", "plan", "a walk after which nobody has to be anywhere")
    stands = [(step["phase"], step["stand"]) for _, step in case.worked if step["stand"] != "any"]
    changes = sum(one != other for (_, one), (_, other) in pairwise(stands))
    least = fewest_changes(stands)
    if changes > least:
        yield Broken("walks", "plan", f"{changes} changes of side, {least} are enough")


def fewest_changes(stands: list[tuple[str, str]]) -> int:
    """Return how often the giver has to change sides at least, when phases keep their order and what is in
    a phase may come in any."""
    fewest = dict.fromkeys({stand for _, stand in stands}, 0)
    for phase in dict.fromkeys(phase for phase, _ in stands):
        asked = sorted({stand for each, stand in stands if each == phase})
        ends = {}
        for end in asked:
            # every other side of the phase comes before the end: one change for each, if it begins well
            begins = [each for each in asked if each != end] or [end]
            ends[end] = min(so_far + (at not in begins) + len(asked) - 1 for at, so_far in fewest.items())
        fewest = ends
    return min(fewest.values(), default=0)


def gap(case: Case) -> Iterator[Broken]:
    """The plan is proven to be within one per cent of the best."""
    if not 0 <= case.plan["mip_gap"] <= pages.MIP_GAP:
        yield Broken("gap", "plan", f"{case.plan['mip_gap']}")


RULES = (total, phases, level_cap, closing, permitted, conditions, useful, repetitions, walks, gap)
