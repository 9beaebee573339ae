"""Draw docs/pictures/dose-classic.svg: what the article's eight techniques do in half an hour.

    python tools/dose_picture.py

A woman of 34 years, 1.68 m and 64 kg; some experience, pressure up to medium.
"""

from datetime import date
from pathlib import Path

from backrub.app import facade
from backrub.app.mapping import dose_sheet_of
from backrub.catalog import load
from backrub.export.drawing import svg_of
from backrub.model.plan import Plan

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "dose-classic.svg"
REQUEST = """
[receiver]
age_years = 34
sex = "female"
height_m = 1.68
mass_kg = 64.0
[wishes]
minutes = 30
style = "classic"
level = 3
[kit]
oil = "coconut"
"""
DAY = date(2026, 11, 20)


def drawn() -> str:
    """Return the picture's SVG."""
    made = facade.plan(facade.read_request(REQUEST), day=DAY)
    assert isinstance(made, Plan)
    return svg_of(dose_sheet_of(made, catalog=load()))


if __name__ == "__main__":
    OUT.write_text(drawn(), encoding="utf-8")
    print(f"docs/pictures/{OUT.name}: written")
