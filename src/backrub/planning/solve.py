"""The one file that knows the solver: HiGHS, by highspy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from backrub.planning.model import Programme

GAP_FRAC = 0.01
"""A plan is proven to within one per cent of the best there is."""
LEAST_WORTH = 1.0
"""... or, where that is next to nothing, of a minute of touch."""
NEAR_FRAC = 0.005
"""... and in the small programme near a first plan closer still."""
AIM_FRAC = 0.95
"""The solver aims a little closer than by the relaxed programme, which is worth more than any plan ..."""
ROUNDING = 1e-6
"""So near to yes or to no counts as that."""
LIMIT_S = 20.0
"""After this long the best plan so far is taken, with its gap told. [s]"""
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,  # the same programme is always solved the same way
    "mip_rel_gap": 0.0,
    # Presolve restarts at the root, two of these heuristics solve smaller programmes there, the third jumps
    # about before it: for programmes of this size each takes longer than it saves (bench/bench_plan.py).
    "presolve": "off",
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    # ... and past the root many quick nodes are better than few dear ones.
    "mip_allow_cut_separation_at_nodes": False,
    "mip_pscost_minreliable": 1,
}
Columns = np.ndarray[tuple[int], np.dtype[np.float64]]
"""What each column of a programme is."""
IMPROVED: dict[str, bool] = {"mip_heuristic_run_rins": False}
"""Where a first plan was improved, the solver need not look near it again."""
STATUS = highspy.HighsModelStatus
SOLVED = (STATUS.kOptimal, STATUS.kTimeLimit, STATUS.kSolutionLimit)


@dataclass(frozen=True, slots=True)
class Solution:
    """A solved programme: the columns, the worth, that without its help for sore places, the proven gap."""

    x: Columns
    worth: float
    own_worth: float
    gap_frac: float


def solve(
    programme: Programme,
    *,
    holds: Callable[[Columns], bool] = lambda x: True,
    above: float = -np.inf,
    limit_s: float = LIMIT_S,
) -> Solution | None:
    """Return the best plan within GAP_FRAC, or None when the rows leave none that is worth more than `above`.

    A first plan that is already nearly as good is returned without a proof where it does not hold: more rows
    are to come then.
    """
    relaxed = _relaxed(programme)
    if relaxed is None:
        return None
    best = _solution(relaxed)
    if float(programme.worth @ best) <= above:
        return None
    solver = _solver()
    solver.setOptionValue("time_limit", limit_s)
    solver.passModel(_model(programme))
    # ... or, where that is less, by a plan that there is: the best is worth as much at least.
    most = AIM_FRAC * _scale(programme, best)
    is_open = above == -np.inf
    if not is_open:
        solver.setOptionValue("objective_bound", -above)
    first = _dive(relaxed, programme) if is_open else None
    if first is not None:
        most = min(most, _scale(programme, first))
        if float(programme.worth @ (best - first)) > GAP_FRAC * most:
            first = _improved(first, best, programme, limit_s=limit_s)
            if not holds(first):
                return Solution(first, float(programme.worth @ first), _scale(programme, first), np.inf)
            for name, value in IMPROVED.items():
                solver.setOptionValue(name, value)
        solver.setSolution(_as_solution(first))
        most = min(most, _scale(programme, first))
    solver.setOptionValue("mip_abs_gap", GAP_FRAC * most)
    solver.run()
    if is_open and solver.getModelStatus() == STATUS.kTimeLimit and not _is_feasible(solver):
        # A busy machine is no reason to say that wishes clash: on to the first plan, or the proof of none.
        solver.setOptionValue("time_limit", highspy.kHighsInf)
        solver.setOptionValue("mip_max_improving_sols", 1)
        solver.run()
    if solver.getModelStatus() not in SOLVED or not _is_feasible(solver):
        return None
    x = _solution(solver)
    if solver.getModelStatus() == STATUS.kOptimal and _gap_frac(solver, programme, x) > GAP_FRAC:
        solver.setOptionValue("mip_abs_gap", AIM_FRAC * GAP_FRAC * _scale(programme, x))
        solver.run()
        x = _solution(solver)
    found = Solution(x, float(programme.worth @ x), _scale(programme, x), _gap_frac(solver, programme, x))
    return found if found.worth > above else None


def _dive(relaxed: highspy.Highs, programme: Programme) -> Columns | None:
    """Return a plan to begin with: yes to what is nearest to it, again and again; None where that ends badly.

    It takes some milliseconds, is mostly worth a per cent or two less than the best, and spares the solver
    most of its own search for one.
    """
    is_open = programme.is_binary.copy()
    is_open[programme.count :] = False  # these follow
    while relaxed.getModelStatus() == STATUS.kOptimal:
        yes = np.where(is_open, _solution(relaxed), 0.0)
        nearest = int(yes.argmax())
        if yes[nearest] < ROUNDING:
            x = _solution(relaxed)
            # What is ready for nothing need not be.
            x[programme.is_binary] = np.floor(x[programme.is_binary] + ROUNDING)
            return x
        is_open[nearest] = False
        relaxed.changeColBounds(nearest, 1.0, 1.0)
        relaxed.run()
        if relaxed.getModelStatus() != STATUS.kOptimal:
            relaxed.changeColBounds(nearest, 0.0, 0.0)
            relaxed.run()
    return None


def _improved(first: Columns, best: Columns, programme: Programme, *, limit_s: float) -> Columns:
    """Return the best plan near a first one, or that: yes and no are open only where the relaxed programme's
    best disagrees with it.

    So few are left that presolve and HiGHS find it in a tenth of a second, and mostly nothing is better.
    """
    agreed = programme.is_binary & (np.abs(first - best) < ROUNDING)
    model = _model(programme)
    model.col_lower_ = np.where(agreed, np.round(first), programme.low)
    model.col_upper_ = np.where(agreed, np.round(first), programme.high)
    solver = _solver()
    solver.setOptionValue("presolve", "on")
    solver.setOptionValue("time_limit", limit_s)
    solver.setOptionValue("mip_abs_gap", NEAR_FRAC * _scale(programme, first))
    solver.passModel(model)
    solver.setSolution(_as_solution(first))
    solver.run()
    return _solution(solver) if _is_feasible(solver) else first


def _as_solution(x: Columns) -> highspy.HighsSolution:
    found = highspy.HighsSolution()
    found.col_value = x.tolist()
    return found


def _gap_frac(solver: highspy.Highs, programme: Programme, x: Columns) -> float:
    """Return how much better a plan could be, of what it is worth without its help for sore places."""
    better = -float(solver.getInfo().mip_dual_bound) - float(programme.worth @ x)
    return max(better, 0.0) / _scale(programme, x)


def _scale(programme: Programme, x: Columns) -> float:
    return max(abs(programme.own_worth(x)), LEAST_WORTH)


def _solution(solver: highspy.Highs) -> Columns:
    return np.array(solver.getSolution().col_value, dtype=np.float64)


def relaxed_worth(programme: Programme) -> float:
    """Return what a programme is worth that needn't say yes or no; minus infinity when its rows leave
    nothing."""
    solver = _relaxed(programme)
    return -np.inf if solver is None else float(programme.worth @ _solution(solver))


def lost_frac(programme: Programme, least_s: Columns) -> Columns | None:
    """Return what using each candidate for its least time [s] would cost the programme without yes or no.

    It is a share of what that is worth without its help for sore places: nothing, or less, for what this
    relaxed programme uses itself; None when its rows leave nothing.
    """
    solver = _relaxed(programme)
    if solver is None:
        return None
    cost = np.array(solver.getSolution().col_dual, dtype=np.float64)
    n = programme.count
    return (cost[:n] + least_s * cost[n : 3 * n : 2]) / _scale(programme, _solution(solver))


def _relaxed(programme: Programme) -> highspy.Highs | None:
    """Return the solved programme whose columns need not be yes or no; None when its rows leave nothing."""
    solver = _solver()
    model = _model(programme)
    model.integrality_ = []
    solver.passModel(model)
    solver.run()
    return solver if solver.getModelStatus() == STATUS.kOptimal else None


def _solver() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    return solver


def _is_feasible(solver: highspy.Highs) -> bool:
    return bool(solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible)


def _model(programme: Programme) -> highspy.HighsLp:
    """Return the programme as HiGHS reads it: least cost, rows one after the other."""
    rows = programme.rows
    row, column, value = rows.entries()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(programme.worth), len(rows.names)
    model.col_cost_ = -programme.worth
    model.col_lower_, model.col_upper_ = programme.low, programme.high
    model.row_lower_, model.row_upper_ = np.array(rows.low), np.array(rows.high)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.searchsorted(row, np.arange(len(rows.names) + 1)).astype(np.int32)
    model.a_matrix_.index_ = column.astype(np.int32)
    model.a_matrix_.value_ = value
    model.integrality_ = [
        highspy.HighsVarType.kInteger if binary else highspy.HighsVarType.kContinuous
        for binary in programme.is_binary
    ]
    return model
