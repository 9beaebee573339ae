"""What decides how pages look, file by file: whether the pictures in the docs still show the pages.

Markup, styles and English words count, and the modules that draw; comments, spaces and all other code do not.
Nor do the German words, which no picture shows, and the catalog's, which fill the pages and do not form them.
"""

import hashlib
import json
import re
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
PAGES = TOP / "frontend"
TAKEN = TOP / "docs" / "screens" / "taken.json"
"""What the pages were like when all pictures were taken."""
DRAW = ("map/drawn.ts", "pure/figure.ts", "pure/rings.ts", "pure/shape.ts")
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->|/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"(?<![:'\"`])//[^\n]*")
QUOTED = re.compile(r"(\bt\()?'((?:[^'\\\n]|\\.)*)'")


def shown_of(path: Path) -> str:
    """Return what of a file is seen, told so that only what is seen changes it."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    if path.suffix == ".ts" and not path.as_posix().endswith(DRAW):
        return "\n".join(words_of(text))
    if path.suffix == ".svelte":
        said = words_of("\n".join(SCRIPT.findall(text)))
        text = "\n".join([SCRIPT.sub("", text), *said])
    elif path.suffix == ".ts":
        text = LINE_COMMENT.sub("", text)
    return " ".join(text.split())


def words_of(code: str) -> list[str]:
    """Return what is said in code, each once and in order: texts of several words, and those looked up.

    >>> words_of("const head = t('Prepare'); say(t('Warm a little oil')) // 'not this one'")
    ['Prepare', 'Warm a little oil']
    """
    found = QUOTED.findall(LINE_COMMENT.sub("", code))
    return sorted({text for looked_up, text in found if looked_up or " " in text.strip()})


def now() -> dict[str, str]:
    """Return a short print of each file that something is seen of."""
    source = PAGES / "src"
    files = [PAGES / "index.html", PAGES / "public" / "theme.js"]
    files += [each for each in source.rglob("*") if each.suffix in (".svelte", ".css", ".ts")]
    shown = {each: shown_of(each) for each in sorted(files) if source / "words" not in each.parents}
    return {
        each.relative_to(PAGES).as_posix(): hashlib.sha256(text.encode()).hexdigest()[:12]
        for each, text in shown.items()
        if text
    }


def changed() -> list[str]:
    """Return the files whose look may have changed since all pictures were taken."""
    then = json.loads(TAKEN.read_text(encoding="utf-8")) if TAKEN.exists() else {}
    here = now()
    return sorted(each for each in then.keys() | here.keys() if then.get(each) != here.get(each))


def write() -> None:
    """Put down that the pictures show the pages as they are now."""
    TAKEN.write_text(json.dumps(now(), indent=1) + "\n", encoding="utf-8")
