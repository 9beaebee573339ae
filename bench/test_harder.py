"""How long "harder" waits for the receiver's own back: single steps of an hour pressed one level firmer.

The median and the longest are printed, first on a back that was never pressed, then one that is kept; guarded
is that a step takes a small share of the whole plan's check.
"""

from statistics import median
from time import perf_counter

from backrub.app.checking import check_on_body, compile_ahead
from backrub.app.on_skin import Presses
from backrub.catalog import load
from motion.conftest import evening

MINUTES = 60
MOST_OF_A_CHECK = 0.5


def test_a_firmer_step_is_pressed_at_once(capsys):
    catalog = load()
    compile_ahead(catalog=catalog, threads=1)
    plan, _ = evening(MINUTES)
    whole_s = min(check_on_body(plan, catalog=catalog, threads=1).elapsed_s for _ in range(2))
    on_skin = Presses().rule(plan, catalog=catalog)
    took_s = []
    for index, step in enumerate(plan.steps):
        level = (step.level or 0) + 1
        if step.level is None or level not in catalog.techniques[step.technique].levels:
            continue
        steps = (*plan.steps[:index], step.model_copy(update={"level": level}), *plan.steps[index + 1 :])
        began_s = perf_counter()
        on_skin(plan.model_copy(update={"steps": steps}), (index,))
        took_s.append(perf_counter() - began_s)
    with capsys.disabled():
        print(f"\n  a check of {MINUTES} minutes: {1e3 * whole_s:.0f} ms; one step of it, one level firmer:")
        print(
            f"  the first {1e3 * took_s[0]:.0f} ms, then median {1e3 * median(took_s[1:]):.0f} ms,"
            f" longest {1e3 * max(took_s[1:]):.0f} ms ({len(took_s)})"
        )
    assert median(took_s) < MOST_OF_A_CHECK * whole_s
