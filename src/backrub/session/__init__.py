"""The live session: commands in, events out, state folded from events. Pure: the time is passed in.

The way through: `open_state` → `fold(state, opening())` → for each command `decide` → store its events →
`fold` them. `view` is what a page shows. A restarted server folds the stored events and goes on.
"""

from backrub.session.clock import advance
from backrub.session.decide import Decision, decide, opening, passed_over, when
from backrub.session.event import KINDS, PASSED_OVER, Event, from_plain, to_plain
from backrub.session.fold import fold, fold_all
from backrub.session.rules import OnSkin, Rules, paths_allow
from backrub.session.shapes import version_of
from backrub.session.state import SessionState, open_state
from backrub.session.told import Told, told
from backrub.session.view import SessionView, level_of, view
from backrub.session.work import traced

__all__ = [
    "KINDS", "PASSED_OVER", "Decision", "Event", "OnSkin", "Rules", "SessionState", "SessionView", "Told",
    "advance", "decide", "fold", "fold_all", "from_plain", "level_of", "open_state", "opening",
    "passed_over", "paths_allow", "to_plain", "told", "traced", "version_of", "view", "when",
]  # fmt: skip
