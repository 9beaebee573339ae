"""Files a person names: read whole and checked, written whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from backrub.errors import DataError, Problem
from backrub.model.read import MAX_BYTES, read_text

V = TypeVar("V", bound=BaseModel)


def read_value(model: type[V], path: str) -> V:
    """Return the value in a TOML or JSON file, or on stdin for `-`; raises DataError with every problem."""
    return read_text(model, text_of(path), name=name_of(path))


def name_of(path: str) -> str:
    """Return how a file is called in messages."""
    return "stdin" if path == "-" else Path(path).name


def text_of(path: str, *, most_bytes: int = MAX_BYTES) -> str:
    """Return the text of a file, or of stdin for `-`; raises DataError when it is not a text of ours."""
    name = name_of(path)
    try:
        if path == "-":
            content = sys.stdin.buffer.read(most_bytes + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        raise DataError([_unreadable(error, path)]) from None
    if len(content) > most_bytes:
        raise DataError(
            [Problem(name, f"is larger than {most_bytes // 1_000_000} MB", "Give a smaller file.")]
        )
    if b"\0" in content:
        raise DataError([Problem(name, "is not a text file", "Give a TOML or JSON file.")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError([Problem(f"{name} line {line}", "is not UTF-8 text", "Save it as UTF-8.")]) from None


def write_text(path: str, text: str) -> None:
    """Write a whole text file or leave what was there; raises DataError when it can't be written."""
    write_bytes(path, text.encode())


def write_bytes(path: str, content: bytes) -> None:
    """Write a whole file or leave what was there; raises DataError when it can't be written."""
    target = Path(path)
    try:
        # Through a link, as opening it would; a device or a pipe can't be replaced, it is written.
        target = target.resolve()
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "is a folder", path)
            with target.open("wb") as device:
                device.write(content)
            return
        _replace(target, content)
    except (OSError, ValueError) as error:
        raise DataError([_unwritable(error, path)]) from None


def _replace(target: Path, content: bytes) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "may not be written", str(target))
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def _unreadable(error: OSError | ValueError, path: str) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(path, "is not there", "Check the name and the folder.")
    if isinstance(error, IsADirectoryError):
        return Problem(path, "is a folder", "Name a file in it.")
    if isinstance(error, PermissionError):
        return Problem(path, "may not be read by you", "Change its rights, or give another file.")
    return Problem(path, "can't be read", "Check the name and the disk.")


def _unwritable(error: OSError | ValueError, path: str) -> Problem:
    kept = "What was there is unchanged."
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Problem(path, "can't be written: its folder is not there", "Make the folder first.")
    if isinstance(error, IsADirectoryError):
        return Problem(path, "is a folder", "Name a file in it.")
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT):
        return Problem(path, "can't be written: the disk is full", f"Free some space, then try again. {kept}")
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(path, "may not be written by you", f"Choose another place. {kept}")
    return Problem(path, "can't be written", f"Choose another place. {kept}")
