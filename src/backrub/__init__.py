"""Backrub: a safe, well-made back massage tonight.

The names that a researcher scripts against are loaded when they are first used, so that
`import backrub` and `backrub --help` stay instant.
"""

from importlib import import_module
from typing import Final

__version__ = "0.1.0"

# Public name -> the module that owns it. docs/python.md documents exactly these.
FACADE: Final[dict[str, str]] = {
    **dict.fromkeys(("DataError", "Problem", "Refused"), "backrub.errors"),
    **dict.fromkeys(("Edit", "Infeasible", "Plan"), "backrub.model.plan"),
    "Clearance": "backrub.model.clearance",
    "CohortReport": "backrub.model.cohort",
    "DoseReport": "backrub.model.dose",
    "Options": "backrub.model.options",
    **dict.fromkeys(("Practice", "PractiseBody"), "backrub.model.practice"),
    "ReceiverBody": "backrub.body",
    **dict.fromkeys(("HalfRequest", "Request"), "backrub.model.request"),
    "Routine": "backrub.model.routine",
    "Score": "backrub.model.score",
    **dict.fromkeys(
        (
            "cohort_of",
            "body_of",
            "check",
            "compose",
            "dose_map",
            "load_catalog",
            "options",
            "plan",
            "practise",
            "read_plan",
            "read_request",
            "read_score",
            "replan",
            "routine_of",
            "screen",
            "verify",
        ),
        "backrub.app.facade",
    ),
}

__all__ = ["__version__", *FACADE]


def __getattr__(name: str) -> object:
    """Load a public name on first use."""
    if name not in FACADE:
        raise AttributeError(f"module 'backrub' has no attribute {name!r}")
    return getattr(import_module(FACADE[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
