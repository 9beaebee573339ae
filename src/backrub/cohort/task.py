"""A worker's task: some bodies of a cohort, from bytes to bytes, so that it goes over any wire."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from backrub import __version__
from backrub.catalog import load
from backrub.cohort.judge import Work, judge
from backrub.cohort.people import DRAWN, person_of
from backrub.cohort.table import to_bytes
from backrub.errors import DataError, Problem
from backrub.model.plan import Plan
from backrub.model.score import Score


def sha256_of(plan: Plan) -> str:
    """Return a plan's own fingerprint."""
    return sha256(plan.model_dump_json().encode()).hexdigest()


def fingerprint_of(work: Work) -> dict[str, str | int | float]:
    """Return what results must agree on to be one cohort's."""
    return {
        "schema": 1,
        "version": __version__,
        "drawn": DRAWN,
        "plan_sha256": sha256_of(work.plan),
        "seed": work.seed,
        "rate_hz": work.rate_hz,
    }


def packed(work: Work) -> bytes:
    """Return all of a cohort's work as bytes, for `unpacked`."""
    whole = {
        **fingerprint_of(work),
        "plan": work.plan.model_dump(mode="json"),
        "score": work.score.model_dump(mode="json"),
        "places": work.places,
    }
    return zlib.compress(json.dumps(whole).encode())


def judge_bodies(sent: bytes, numbers: Sequence[int]) -> bytes:
    """Return the rows of some bodies as one Parquet file; this is what a worker runs.

    Raises DataError when the worker has another version of Backrub than whoever asks.
    """
    work = unpacked(sent)
    return to_bytes([judge(person_of(work.seed, number), work, catalog=load()) for number in numbers])


@lru_cache(maxsize=2)
def unpacked(sent: bytes) -> Work:
    """Return what was packed; a worker keeps it from one task to the next."""
    whole = json.loads(zlib.decompress(sent))
    theirs = (whole["version"], whole["drawn"])
    if theirs != (__version__, DRAWN):
        what = f"has Backrub {__version__}, and {theirs[0]} was asked for"
        raise DataError([Problem("worker", what, "Install the same version on every machine.")])
    return Work(
        plan=Plan.model_validate(whole["plan"]),
        score=Score.model_validate(whole["score"]),
        seed=whole["seed"],
        rate_hz=whole["rate_hz"],
        places=tuple(whole["places"]),
    )
