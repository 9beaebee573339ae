"""What happens round every command: problems become sentences, and a bug of ours says how to report it."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Sequence
from io import StringIO
from typing import Any

from backrub.cli.exits import BAD_INPUT, FAULT, FINE, INTERRUPTED
from backrub.errors import DataError, Problem, Refused

# What a write to a place that takes nothing more leaves: full, failing, closed, or too large for it.
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF, errno.EFBIG})


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    code = FINE
    # Closed by whoever called (`>&-`): what would be said goes nowhere.
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    try:
        code = _run(arguments, as_json="--json" in arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has left (`| head`); nothing is wrong.
        _leave_stdout()
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            return _fault(error, as_json=False)
        _leave_stdout()
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        what = "can't be written: the disk is full" if is_full else "can't be written"
        way_out = "Free some space, then try again." if is_full else "Send the answer somewhere else."
        return _problems([Problem("stdout", what, way_out)], as_json=False)
    return code


def _run(arguments: Sequence[str], *, as_json: bool) -> int:
    usage: tuple[type[Exception], ...] = ()
    try:
        import typer

        from backrub.cli.commands import app

        # Its own root is not exported by every release; a wrong word on the command line is one of these.
        usage = typer.BadParameter.__mro__[1:3]
        code = app(args=list(arguments), prog_name="backrub", standalone_mode=False)
    except SystemExit as leaving:
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":  # how the library leaves a closed pipe
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
            raise BrokenPipeError from None
        return _code(leaving.code)
    except DataError as error:
        return _problems(error.problems, as_json=as_json)
    except Refused as error:
        return _problems([Problem("", error.reason, error.way_out)], as_json=as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the last resort: a bug must not show a trace to anyone
        if isinstance(error, usage):
            return _usage(error, as_json=as_json)
        return INTERRUPTED if type(error).__name__ == "Abort" else _fault(error, as_json=as_json)
    return _code(code)


def _usage(error: Any, *, as_json: bool) -> int:
    """Say what is wrong with the words of a command, and print its help where there are none."""
    error.show()
    if as_json:
        command = getattr(error.ctx, "command_path", "backrub")
        option = getattr(error, "option_name", None) or getattr(getattr(error, "param", None), "name", None)
        _print_problems([Problem(option or command, error.format_message(), f"Try {command} --help.")])
    return BAD_INPUT


def _leave_stdout() -> None:
    """Send what is still to be written nowhere: Python would complain of it once more while closing."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # no stdout of the system's
        return


def _problems(problems: Sequence[Problem], *, as_json: bool) -> int:
    for problem in problems:
        print(_printable(str(problem)), file=sys.stderr)
    if as_json:
        _print_problems(problems)
    return BAD_INPUT


def _print_problems(problems: Sequence[Problem]) -> None:
    found = [{"where": each.where, "what": each.what, "way_out": each.way_out} for each in problems]
    print(json.dumps({"problems": found}, indent=2))


def _fault(error: Exception, *, as_json: bool) -> int:
    """Say that it was us. Only where in our files is shown: an error's words can quote what was read."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "backrub" in frame.filename]
    at = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "an unknown place"
    print(
        "Something went wrong inside Backrub. It is not your fault, and nothing was half-written.\n"
        f"    Please report these words: {type(error).__name__} at {at}.",
        file=sys.stderr,
    )
    if as_json:
        what, words = "something went wrong inside Backrub", f"{type(error).__name__} at {at}"
        _print_problems([Problem("", what, f"Please report these words: {words}.")])
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
