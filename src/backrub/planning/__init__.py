"""From wishes and a clearance to ordered steps that keep every rule, or to why none fit."""

from backrub.planning.options import options
from backrub.planning.plan import plan
from backrub.planning.replan import alternatives, replan
from backrub.planning.routine import plan_routine, routine_of
from backrub.planning.verify import verify

__all__ = ["alternatives", "options", "plan", "plan_routine", "replan", "routine_of", "verify"]
