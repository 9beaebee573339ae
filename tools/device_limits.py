"""Write what the giver's device checks by itself: the caps of limits.toml, as the pages read them.

    .venv/bin/python tools/device_limits.py

tests/web/test_device_limits.py holds the two together.
"""

import json
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
KEPT = ("half_across_m", "half_along_m", "max_level")


def main() -> None:
    catalog = tomllib.loads((TOP / "src/backrub/catalog/limits.toml").read_text(encoding="utf-8"))
    parts = {name: {key: part[key] for key in KEPT} for name, part in catalog["parts"].items()}
    pages = {"parts": parts, **{key: catalog[key] for key in ("zones", "thumbs", "stones")}}
    (TOP / "frontend/src/pure/limits.json").write_text(json.dumps(pages, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
