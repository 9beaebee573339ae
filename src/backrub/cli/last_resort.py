"""What happens round every command: problems become sentences, and a bug of ours says how to report it."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Sequence

from backrub.cli.exits import BAD_INPUT, FAULT, FINE, INTERRUPTED
from backrub.errors import DataError, Problem, Refused


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        from backrub.cli.commands import app

        app(args=list(arguments), prog_name="backrub")
    except SystemExit as leaving:
        return _code(leaving.code)
    except DataError as error:
        return _problems(error.problems, as_json="--json" in arguments)
    except Refused as error:
        return _problems([Problem("", error.reason, error.way_out)], as_json="--json" in arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has left (`| head`); nothing is wrong, but Python would complain once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except Exception as error:  # noqa: BLE001 - the last resort: a bug must not show a trace to anyone
        return _fault(error)
    return FINE


def _problems(problems: Sequence[Problem], *, as_json: bool) -> int:
    for problem in problems:
        print(_printable(str(problem)), file=sys.stderr)
    if as_json:
        found = [{"where": each.where, "what": each.what, "way_out": each.way_out} for each in problems]
        print(json.dumps({"problems": found}, indent=2))
    return BAD_INPUT


def _fault(error: Exception) -> int:
    """Say that it was us. Only where in our files is shown: an error's words can quote what was read."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "backrub" in frame.filename]
    at = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "an unknown place"
    print(
        "Something went wrong inside Backrub. It is not your fault, and nothing was half-written.\n"
        f"    Please report these words: {type(error).__name__} at {at}.",
        file=sys.stderr,
    )
    return FAULT


def _code(code: object) -> int:
    if code is None:
        return FINE
    return code if isinstance(code, int) else BAD_INPUT


def _printable(text: str) -> str:
    """Return text that any terminal can take: no control signs, nothing that stderr's encoding lacks."""
    clean = "".join(
        letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
    encoding = sys.stderr.encoding or "utf-8"
    return clean.encode(encoding, "backslashreplace").decode(encoding)
