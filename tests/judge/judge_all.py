"""The judge: every rule over one evening. It imports nothing of the product but its raw data files."""

from typing import Any

from judge import judge_hands, judge_plan, judge_score, judge_skin, judge_words
from judge.judge_case import Broken, Case

STEP_RULES = (*judge_plan.RULES, *judge_words.STEP_RULES)
SCORE_RULES = (*judge_hands.RULES, *judge_skin.RULES, *judge_score.RULES, *judge_words.SCORE_RULES)
RULES = {rule.__name__.replace("_", "-"): rule for rule in (*STEP_RULES, *SCORE_RULES)}


def judge(
    request: dict[str, Any],
    clearance: dict[str, Any],
    plan: dict[str, Any],
    score: dict[str, Any] | None = None,
) -> list[Broken]:
    """Return every broken rule of a plan, and of its score where there is one."""
    case = Case(request, clearance, plan, score)
    rules = STEP_RULES if score is None else (*STEP_RULES, *SCORE_RULES)
    return [broken for rule in rules for broken in rule(case)]
