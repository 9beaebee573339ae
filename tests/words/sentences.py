"""Every sentence that the engine can show to a person, each with where it comes from."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import backrub
from backrub.app import gentler_words
from backrub.app.gate import SEATED
from backrub.catalog import load
from backrub.model.clearance import Clearance
from backrub.model.dose import LimitCheck
from backrub.model.plan import Edit, Infeasible, Plan, Step
from backrub.model.request import Request
from backrub.planning.options import options
from backrub.planning.plan import plan
from backrub.planning.replan import replan
from backrub.planning.ways_out import changed, clash_says
from backrub.planning.why import PAUSES
from backrub.score.compose import compose
from backrub.score.cues import INSTEAD, cues_of
from backrub.screening.circumstances import CIRCUMSTANCES
from backrub.screening.screen import screen
from judge.judge_requests import TODAY, request
from strategies import CONDITIONS, plain

CATALOG = load()
SOURCE = Path(backrub.__file__).parent
Told = Iterator[tuple[str, str]]

ON_PAPER = ("id", "source", "sources", "trust", "sherman", "family", "paper", "doi", "what_was_read")
"""Fields of the catalog that hold ids, and what no page shows: they stay as they are."""


def of_catalog() -> Told:
    """Yield the catalog's own words."""
    for each in CATALOG.techniques.values():
        yield from _of(each, f"technique {each.id}", "name", "short_name", "purpose", "feel", "mistake")
        yield from ((says, f"technique {each.id} sources") for says in each.sources)
        yield from ((says, f"technique {each.id} stance") for says in each.stance.values())
        yield from ((stroke.words, f"technique {each.id} strokes") for stroke in each.every_stroke)
    for style in CATALOG.styles.values():
        yield from _of(style, f"style {style.id}", "name", "says")
    for condition in (*CATALOG.conditions.values(), *CIRCUMSTANCES):
        yield from _strings(condition, f"condition {condition.id}", CONDITION_WORDS)
    for claim in CATALOG.claims.values():
        words = ("title", "people_say", "we_can_say", "grade", "qualifier", "found")
        yield from _strings(claim, f"claim {claim.id}", words)
    words = ("title", "text", "why", "amount", "height", "asks", "stance", "feel", "eczema_says")
    yield from _strings(CATALOG.preparation, "preparation", words)
    for feature in CATALOG.atlas.document["features"]:
        for key in ("says", "anatomy"):
            yield feature["properties"].get(key, ""), f"atlas {feature['id']} {key}"
    for zone_id, zone in CATALOG.limits.zones.items():
        yield f"this is too near {zone.says} for that", f"limits zone {zone_id}"


CONDITION_WORDS = (
    "name", "question", "counts", "why", "says", "next", "ask", "advice", "choices", "source",
)  # fmt: skip


def of_screening(requests: Iterable[Request]) -> Told:
    """Yield what each clearance says."""
    for asked in requests:
        yield from clearance_words(screen(asked, day=TODAY, conditions=CATALOG.conditions))


def clearance_words(clearance: Clearance) -> Told:
    """Yield what one clearance says."""
    for reason in clearance.reasons:
        for says in (reason.says, reason.next, reason.source, *reason.effects):
            yield says, f"clearance {reason.condition}"


def of_evenings(seeds: range) -> Told:
    """Yield what clearances, and of every second request its plan, replan, clash and score say."""
    for seed in seeds:
        asked = request(seed)
        clearance = screen(asked, day=TODAY, conditions=CATALOG.conditions)
        yield from clearance_words(clearance)
        if not clearance.may_plan or seed % 2:
            continue
        made = plan(asked, clearance, catalog=CATALOG, day=TODAY)
        yield from plan_words(made, f"seed {seed}")
        if isinstance(made, Infeasible):
            made = plan(changed(asked, made.ways_out[0]), clearance, catalog=CATALOG, day=TODAY)
        if isinstance(made, Plan) and seed % 6 == 0:
            edits = [
                Edit(step=index, kind=("shorten", "lengthen")[index % 2])
                for index, step in enumerate(made.steps)
                if step.technique not in PAUSES
            ]
            again = replan(made, edits[:2], request=asked, clearance=clearance, catalog=CATALOG, day=TODAY)
            yield from plan_words(again, f"seed {seed} changed")


def of_options(requests: Iterable[Request]) -> Told:
    """Yield why something can't be chosen, and what can, for each wish by itself and beside each style."""
    for asked in requests:
        clearance = screen(asked, day=TODAY, conditions=CATALOG.conditions)
        for style in CATALOG.styles:
            wished = asked.model_copy(update={"wishes": asked.wishes.model_copy(update={"style": style})})
            found = options(wished, clearance, catalog=CATALOG)
            yield from _strings(found, f"options of {style}", ("why", "way_out"))


def of_missing_kit() -> Told:
    """Yield what is said of each style that lives from something, where it is not at hand."""
    for style in CATALOG.styles.values():
        if style.needs is not None:
            asked = plain(wishes={"style": style.id})
            clearance = screen(asked, day=TODAY, conditions=CATALOG.conditions)
            yield from plan_words(plan(asked, clearance, catalog=CATALOG, day=TODAY), f"style {style.id}")


WISHES = ("wishes.style", "wishes.minutes", "kit.oil", "wishes.sore", "edits")


def of_clashes() -> Told:
    """Yield every sentence on wishes that clash: any of them together, for each reason."""
    for named in chain.from_iterable(combinations(WISHES, count) for count in range(1, len(WISHES) + 1)):
        for missing, is_short in ((), False), ((), True), (("opening", "warm-up", "closing"), False):
            for style in CATALOG.styles.values():
                told = clash_says(named, style=style.name, minutes=45, missing=missing, is_short=is_short)
                yield told, f"clash of {named}"


def plan_words(made: Plan | Infeasible, where: str) -> Told:
    """Yield what a plan with its score says, or what clashes and the ways out."""
    if isinstance(made, Infeasible):
        yield from ((says, f"{where} clash") for says in made.clash)
        yield from ((way.says, f"{where} ways out") for way in made.ways_out)
        return
    yield from ((notice.says, f"{where} notices") for notice in made.notices)
    yield from ((step.why, f"{where} why") for step in made.steps)
    for cue in compose(made, catalog=CATALOG).cues:
        yield cue.show, f"{where} cues show"
        yield cue.say, f"{where} cues say"


def of_narrowing() -> Told:
    """Yield every reason for which something is made gentler on a back, and all that may come of it."""
    limits = CATALOG.limits
    # Zones with a cap of their own, and places that are called as a zone is.
    pressed = ("palm", "strip", "kidney-outer", "neck", "sacrum", "shoulder-blade-border", "bone")
    for name in (*REPORTED, *(f"pressure-{zone}" for zone in pressed)):
        for zone in limits.zones if name == "zone-any" else (name.partition("-")[2],):
            check = LimitCheck(name=name, says="", limit=1.0, worst=2.0, unit="Pa", ok=False, place=zone)
            reason = gentler_words.reason_of(check, limits=limits)
            for outcome in (
                gentler_words.LEVEL.format(level=2), gentler_words.MOVED.format(place="lower back"),
                gentler_words.SWAPPED.format(technique="Kneading"),
                gentler_words.SHORTER, f"{gentler_words.LEFT_OUT} {gentler_words.KEPT}",
            ):  # fmt: skip
                for called in ("Sacrum circles", gentler_words.placed("Sacrum circles", "lower back")):
                    yield gentler_words.sentence(called, reason, outcome), f"narrowing {name} {zone}"
    yield SEATED.says, "gate"


REPORTED = (
    "zone-any", "zone-circle-1", "stay-thumb", "stretch", "thumbs-burst", "massager-time", "stone-moving",
    "heat", "level", "part-thumb", "place-hip", "reach", "arms-crossed", "hands-apart", "still", "minutes",
    "technique-kneading", "zone-outside",
)  # fmt: skip
"""Names of limits as a report has them, one of each kind; zones come beside them."""


def of_cues() -> Told:
    """Yield every cue of every technique at each of its places, and of the pauses, whoever plans them."""
    for technique in CATALOG.techniques.values():
        for place in (*technique.places, None):
            lines = {number: 20.0 * number for number in range(len(technique.strokes_for(place or "")))}
            for side in ("left", "right", "both"):
                now = _step(technique.id, place=place, side=side, level=technique.levels[-1])
                for part in (None, *INSTEAD):
                    yield from _cues(now, now, lines=lines, instead=part)
    for pause in PAUSES:
        for stand in ("left", "right", "head"):
            now = _step(pause, stand=stand)
            yield from _cues(_step("kneading", place="hip", level=2), now, lines={0: 0.0})
            yield from _cues(now, None, lines={})


def _cues(now: Step, following: Step | None, **more: Any) -> Told:
    for cue in cues_of(now, following, catalog=CATALOG, **more):
        yield cue.show, f"cues show {now.technique}"
        yield cue.say, f"cues say {now.technique}"


def _step(technique: str, **more: Any) -> Step:
    whole: dict[str, Any] = {
        "technique": technique, "place": None, "side": "both", "level": None, "passes": None,
        "start_s": 0.0, "duration_s": 600.0, "phase": "focus", "why": "", **more,
    }  # fmt: skip
    return Step(**whole)


def of_source(is_known: Callable[[str], bool]) -> Told:
    """Yield the sentences that stand in the code: refusals, problems, advice and what answers are called.

    One with values in it is yielded as it sounds with a number, or with a word where that is known.
    """
    for path in sorted(SOURCE.rglob("*.py")):
        name = str(path.relative_to(SOURCE))
        for node in ast.walk(ast.parse(path.read_text())):
            for ways in _told_by(node, name):
                heard = next((way for way in ways if is_known(way)), ways[0])
                yield heard, f"{name}:{getattr(node, 'lineno', 0)}"


TABLES = ("_ADVICE", "_SAYS", "PAUSES", "title", "detail", "way_out", "what", "reason")
"""Names in the code that hold sentences for a person."""
PEOPLE_SEE = ("session", "app", "web", "screening", "planning")
BY_HAND = (
    *(f"planning/verify/{name}.py" for name in ("back", "case", "evening", "people", "read", "steps")),
    "app/emergency.py", "app/facade.py", "app/schemas.py", "app/settings.py",
    "app/cohorts.py", "app/cohort_crew.py", "app/cohort_folder.py",
)  # fmt: skip
"""Files of the package whose problems only somebody meets who writes plans or settings by hand, or runs a
cohort from the command line."""
ID = re.compile(r"[a-z-]*")
SAMPLES = ("7", "lower back")
"""What stands for a value in a sentence that is read from the code."""


def _told_by(node: ast.AST, name: str) -> Iterator[tuple[str, ...]]:
    """Yield what a node of the code says to a person, each in the ways it may sound: refusals, problems
    (without where they are) and the sentences that are given names first."""
    if name.partition("/")[0] not in PEOPLE_SEE or name in BY_HAND or name.startswith("web/serve"):
        return
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refused", "Problem"):
        yield from _texts(node.args[1:])
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if getattr(target, "id", "") in TABLES:
            yield from (ways for ways in _texts([node.value]) if not ID.fullmatch(ways[0]))


def _texts(nodes: Iterable[ast.AST | None]) -> Iterator[tuple[str, ...]]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield (node.value,)
        elif isinstance(node, ast.JoinedStr):
            yield tuple(
                "".join(each.value if isinstance(each, ast.Constant) else sample for each in node.values)
                for sample in SAMPLES
            )
        elif isinstance(node, ast.Dict):
            yield from _texts(node.values)
        elif isinstance(node, ast.Tuple | ast.List):
            yield from _texts(node.elts)
        elif isinstance(node, ast.IfExp):
            yield from _texts([node.body, node.orelse])


def each_condition() -> Iterator[Request]:
    """Yield a request for each condition alone, with each kind of back pain, and with its signs."""
    for condition in CONDITIONS:
        for pain in ("none", "known", "new", "worsening"):
            yield plain(condition, back_pain=pain)


def _of(value: Any, where: str, *keys: str) -> Told:
    yield from ((getattr(value, key), f"{where} {key}") for key in keys)


def _strings(value: Any, where: str, keys: tuple[str, ...]) -> Told:
    """Yield the strings under these keys, however deep."""
    document = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
    if isinstance(document, dict):
        for key, inner in document.items():
            if key in keys:
                yield from ((text, f"{where} {key}") for text in _flat(inner))
            yield from _strings(inner, where, keys) if key not in ON_PAPER or key == "sources" else ()
    elif isinstance(document, list):
        for inner in document:
            yield from _strings(inner, where, keys)


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _flat(each)


def missing(told: Told, is_known: Callable[[str], bool]) -> dict[str, str]:
    """Return the sentences that are not known, each with where it was first said."""
    found: dict[str, str] = {}
    for text, where in told:
        if text and not is_known(text):
            found.setdefault(text, where)
    return found
