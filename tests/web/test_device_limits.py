"""The caps on the giver's device are the catalog's, number for number; tools/device_limits.py writes them."""

import json
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_the_pages_check_a_spot_with_the_catalogs_own_limits() -> None:
    catalog = tomllib.loads((TOP / "src/backrub/catalog/limits.toml").read_text(encoding="utf-8"))
    pages = json.loads((TOP / "frontend/src/pure/limits.json").read_text(encoding="utf-8"))
    assert pages["zones"] == catalog["zones"]
    assert pages["thumbs"] == catalog["thumbs"]
    assert pages["stones"] == catalog["stones"]
    kept = ("half_across_m", "half_along_m", "max_level")
    assert pages["parts"] == {
        name: {key: part[key] for key in kept} for name, part in catalog["parts"].items()
    }
