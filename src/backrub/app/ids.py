"""Names that nobody can guess. The one place that reads a random source."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid4, uuid5

# Any fixed value does: it only keeps our names apart from others made the same way.
_OURS = uuid5(NAMESPACE_URL, "urn:backrub:session")


def new_id() -> str:
    """Return a name that was never given before."""
    return uuid4().hex


def session_id_for(client_id: str) -> str:
    """Return the session's name that belongs to a client's own id, so that opening twice opens once.

    >>> session_id_for("tab-1") == session_id_for("tab-1")
    True
    """
    return uuid5(_OURS, client_id).hex
