"""What goes wrong where a journal lives, in words: what it is, and the way out."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from backrub.errors import Refused

UNREACHABLE = "journal-unreachable"
LOCKED = "journal-locked"
READ_ONLY = "journal-read-only"
FULL = "journal-full"
NOT_OURS = "journal-not-ours"
DAMAGED = "journal-damaged"
DENIED = "journal-denied"
TOO_NEW = "journal-too-new"
NO_DRIVER = "journal-no-driver"
DISK = "journal-disk"
DOCUMENT_TAKEN = "journal-document-taken"
NO_STREAM = "journal-no-stream"

_KEPT = "Nothing was half-written: what was kept before is still there."

_WORDS = {
    LOCKED: ("is busy: another program holds it", f"Close the other program, then try again. {_KEPT}"),
    READ_ONLY: ("can be read but not written", "Allow writing to it and its folder, or choose another."),
    FULL: ("has no room left on its disk", f"Free some space, then try again. {_KEPT}"),
    NOT_OURS: ("is not a Backrub journal", "Choose another file; this one was left as it is."),
    DAMAGED: ("is damaged", "Put a backup in its place, or start with a new file and import an export."),
    DENIED: ("can't be opened", "Check the address, the rights on it, and user and password if it has them."),
    UNREACHABLE: ("does not answer", "Check that it runs and that the address is right, then try again."),
    DISK: ("can't be read or written: the disk reports a fault", f"Check the disk, then try again. {_KEPT}"),
}

# https://www.sqlite.org/rescode.html; an extended code starts with its primary one.
_SQLITE = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_FULL": FULL,
    "SQLITE_NOTADB": NOT_OURS,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_CANTOPEN": DENIED,
    "SQLITE_PERM": DENIED,
    "SQLITE_AUTH": DENIED,
    "SQLITE_IOERR": DISK,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html; by code or by its class of two letters.
_POSTGRESQL = {
    "53100": FULL,
    "25006": READ_ONLY,
    "55P03": LOCKED,
    "57014": LOCKED,
    "40P01": LOCKED,
    "3D000": UNREACHABLE,
    "42501": DENIED,
    "28": DENIED,
    "08": UNREACHABLE,
    "57": UNREACHABLE,
    "53": UNREACHABLE,
    "58": DISK,
    "XX": DAMAGED,
}


def refusal(code: str, *, place: str) -> Refused:
    """Return the refusal for a code: the journal at `place`, what is the matter, the way out.

    >>> print(refusal(NOT_OURS, place="notes.txt"))
    the journal notes.txt is not a Backrub journal
        Choose another file; this one was left as it is.
    """
    what, way_out = _WORDS[code]
    return Refused(code, f"the journal {place} {what}", way_out)


def document_taken(stream: str, name: str) -> Refused:
    """Return the refusal to write another document under a name that has one."""
    what = f"{stream} already has another document called {name}, and a document never changes"
    return Refused(DOCUMENT_TAKEN, what, "Keep it under another name.")


def no_stream(stream: str) -> Refused:
    """Return the refusal to keep a document for a stream that was never opened."""
    return Refused(NO_STREAM, f"nothing was ever recorded as {stream}", "Open it with its first event.")


def trouble(error: DBAPIError, *, place: str) -> Refused | None:
    """Return what a driver's error means for a person, or None when it is a bug of ours.

    The driver's own words are left out: they can quote what was being written.
    """
    if (name := getattr(error.orig, "sqlite_errorname", None)) is not None:
        found = next((code for start, code in _SQLITE.items() if name.startswith(start)), None)
    else:
        state = getattr(error.orig, "sqlstate", None) or ""
        found = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
        if found is None and not state and isinstance(error, (OperationalError, InterfaceError)):
            # While connecting, libpq gives no code; what it says of a refused user is not translated.
            found = DENIED if "authentication failed" in str(error.orig) else UNREACHABLE
    return None if found is None else refusal(found, place=place)


def of_system(error: OSError, *, place: str) -> Refused:
    """Return what the system's error on opening the file means for a person."""
    codes = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY, errno.EIO: DISK}
    return refusal(codes.get(error.errno or 0, DENIED), place=place)
