"""What a massage is said to do to a body: studies show little of it for sure (clinical notes 4.2)."""

import re

PROMISED = re.compile(
    r"\b((loosen|soften|improv|releas|reliev|relax|reduc|restor|boost|strengthen|quieten|dissolv)\w*"
    r"|eas(e|es|ing)|calm(s|ing)|undoes|frees|unknots)\b",
    re.IGNORECASE,
)
HEDGED = re.compile(r"\b(often|sometimes|may)\b", re.IGNORECASE)


def unhedged(text: str) -> str | None:
    """Return the first word that promises in a sentence without an "often" or a "may".

    >>> unhedged("Warm. It loosens the back."), unhedged("It may loosen, often.")
    ('loosens', None)
    """
    for said in re.split(r"(?<=[.?!])\s", text):
        if (found := PROMISED.search(said)) and not HEDGED.search(said):
            return found.group()
    return None
