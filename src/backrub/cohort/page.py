"""The report as one page that needs nothing else: tables that a screen reader reads, pictures beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from backrub.catalog.atlas import read_atlas
from backrub.cohort.fineness import told
from backrub.cohort.page_style import STYLE
from backrub.cohort.people import POPULATION
from backrub.cohort.plot import Axis, Line, spreads
from backrub.model.cohort import PERCENTILES, CohortLimit, CohortPlace, CohortReport, Spread, WorstBody
from backrub.model.dose import amount

HEADS = tuple("highest" if each == 100 else f"{each} %" for each in PERCENTILES)
SHARES = Axis("worst over limit", "1 = the limit", (0.0, 0.25, 0.5, 0.75, 1.0, 1.25), limit=1.0)
COVERED = Axis("share reached of what hands may work on", "%", (0.0, 25.0, 50.0, 75.0, 100.0))

SHORT = 8
"""Up to so many letters a column's head stays on one line."""


def page_of(report: CohortReport) -> str:
    """Return the report as an HTML document."""
    title = f"One massage on {report.bodies} bodies"
    parts = [
        f"<h1>{title}</h1>",
        *_answer(report),
        *_limits(report),
        *_groups(report),
        *_places(report),
        *_all(report),
        *_worst(report),
        *_made(report),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def _answer(report: CohortReport) -> Iterable[str]:
    held = report.bodies - report.broken
    mark = "fine" if not report.broken else "over"
    yield f'<p class="answer {mark}"><b>{held} of {report.bodies} bodies: every limit holds.</b> '
    if report.broken:
        yield f"On {report.broken} at least one breaks; the lines below say which, by how much and for whom."
    yield "</p>"
    yield (
        "<p>The same strokes, as they stand in the plan, were laid on each back, pressed into it, and every "
        "limit of hands on skin was judged. The app does not do this with people: it plans for each "
        "receiver's own body. This page says how much the plan depends on the body it was made for.</p>"
    )
    yield f"<p>Percentiles are of these bodies, drawn from {POPULATION}; elsewhere people differ.</p>"


def _limits(report: CohortReport) -> Iterable[str]:
    yield "<h2>How near each limit comes</h2>"
    used = [each for each in report.limits if each.near_frac[-1] > 0]
    used.sort(key=lambda each: (-each.broken, -each.near_frac[-1]))
    measured = [each for each in used if each.limit > 0]
    if measured:
        lines = [Line(each.says, each.near_frac, each.broken) for each in measured]
        yield _picture(lines, axis=SHARES, title="How near each limit comes, over all bodies", name="limits")
    rows = [(each.says, *_limit_cells(each)) for each in used]
    heads = ("limit", "bodies that break it", "worst", "allowed", "on body", *HEADS)
    yield _table("Worst over limit, at percentiles of the bodies; 1 is the limit", heads, rows)
    quiet = len(report.limits) - len(used)
    yield f"<p>{quiet} more limits had nothing come near them on any body.</p>"
    yield "<h2>For whom</h2>"
    heads = ("limit", *(each.says for each in report.groups))
    rows = [
        (each.says, *("–" if share is None else f"{share:.2f}" for share in each.by_group_frac))
        for each in used
    ]
    yield _table("The highest worst over limit in each group", heads, rows)


def _limit_cells(limit: CohortLimit) -> tuple[str, ...]:
    return (
        str(limit.broken),
        amount(limit.worst, limit.unit),
        amount(limit.limit, limit.unit),
        str(limit.number),
        *(f"{each:.2f}" for each in limit.near_frac),
    )


def _groups(report: CohortReport) -> Iterable[str]:
    rows = [(each.says, str(each.bodies), str(each.broken)) for each in report.groups]
    yield _table("Who they are", ("group", "bodies", "with a limit broken"), rows)


def _places(report: CohortReport) -> Iterable[str]:
    yield "<h2>What each place gets</h2>"
    touched = [each for each in report.places if each.peak_pa[-1] > 0]
    # Nobody works on what is barred, so none of it is missed.
    worked = [each for each in touched if each.place not in read_atlas().barred]
    lines = [Line(_named(each), _times(each.coverage_frac, 100)) for each in worked]
    yield _picture(lines, axis=COVERED, title="Share of each place that hands reach", name="covered")
    rows = [(_named(each), *(f"{100 * share:.0f}" for share in each.coverage_frac)) for each in worked]
    yield _table("Skin reached at all, in % of what hands may work on there", ("place", *HEADS), rows)
    lines = [Line(_named(each), _times(each.peak_pa, 1e-3)) for each in touched]
    highest = max((each.peak_pa[-1] / 1e3 for each in touched), default=1.0)
    top = 50.0 * (int(highest / 50) + 1)
    axis = Axis("highest pressure on any spot", "kPa", tuple(top * part / 5 for part in range(6)))
    yield _picture(lines, axis=axis, title="Highest pressure at each place", name="peaks")
    rows = [(_named(each), *(f"{each_pa / 1e3:.0f}" for each_pa in each.peak_pa)) for each in touched]
    yield _table("Highest pressure on any spot, in kPa", ("place", *HEADS), rows)


def _named(place: CohortPlace) -> str:
    return f"{place.place.replace('-', ' ')}, {place.side}"


def _all(report: CohortReport) -> Iterable[str]:
    yield "<h2>All in all</h2>"
    rows = [
        ("mean reach of the plan's own places, %", *(f"{100 * each:.0f}" for each in report.coverage_frac)),
        ("highest pressure anywhere, kPa", *(f"{each / 1e3:.0f}" for each in report.peak_pa)),
        ("left against right, %", *(f"{100 * each:.1f}" for each in report.balance_frac)),
        ("highest share of the pain threshold, %", *(f"{100 * each:.0f}" for each in report.pain_frac)),
    ]
    yield _table("Over all bodies", ("", *HEADS), rows)
    yield (
        f"<p>On {report.walton} bodies some part presses a larger share of the local pain threshold than its "
        "level stands for. Those thresholds are stand-in values of low trust: a hint who is tender, not a "
        "limit.</p>"
    )


def _worst(report: CohortReport) -> Iterable[str]:
    yield f"<h2>The worst {len(report.worst)}</h2>"
    rows = [
        (
            str(each.person.number),
            _who(each),
            str(each.broken),
            each.name,
            f"{amount(each.worst, each.unit)} of {amount(each.limit, each.unit)}",
            each.command,
        )
        for each in report.worst
    ]
    heads = ("body", "who", "limits broken", "nearest limit", "worst", "to run it again")
    yield _table("Those with most limits broken; among as many, those who come nearest", heads, rows)


def _who(body: WorstBody) -> str:
    who = body.person
    shape = " (nearest shape)" if body.nearest else ""
    size = f"{100 * who.height_m:.0f} cm, {who.mass_kg:.0f} kg"
    return f"{who.sex}, {who.age_years} years, {size}{shape}"


def _made(report: CohortReport) -> Iterable[str]:
    yield (
        f"<p>Seed {report.seed}; {report.rate_hz:g} samples a second; Backrub {escape(report.version)}; plan "
        f"<code>{escape(report.plan_sha256[:16])}</code>. For {report.nearest} bodies no shape of that "
        "height and mass is within reach, and the nearest was used.</p>"
    )
    yield f"<p>{escape(told(report.rate_hz))}</p>"
    yield (
        "<p>No licensed clinician has reviewed the rules. Bodies are drawn from published tables; nobody's "
        "own data are in here.</p>"
    )


def _picture(lines: Sequence[Line], *, axis: Axis, title: str, name: str) -> str:
    return f"<figure>{spreads(lines, axis=axis, title=title, name=name)}</figure>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose first column names its rows."""
    head = "".join(_head(each) for each in heads)
    body = "\n".join(
        f'<tr><th scope="row">{escape(first)}</th>' + "".join(_cell(each) for each in rest) + "</tr>"
        for first, *rest in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption><span>{escape(caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _head(words: str) -> str:
    short = ' class="short"' if len(words) <= SHORT else ""
    return f'<th scope="col"{short}>{escape(words)}</th>'


def _cell(words: str) -> str:
    """Return a cell: numbers stand right, so that they line up; words stand left."""
    kind = "" if words[:1].isdigit() or len(words) <= SHORT else ' class="words"'
    return f"<td{kind}>{escape(words)}</td>"


def _times(values: Spread, factor: float) -> Spread:
    a, b, c, d, e, f = (factor * each for each in values)
    return a, b, c, d, e, f
