"""Which number to call when it can't wait, by place. 112 where nothing better is known.

It is the number that brings an ambulance. 112 is the law in the whole European Union (Directive (EU)
2018/1972) and is understood by mobile phones nearly everywhere (ITU-T E.161.1, 3GPP TS 22.101), which is why
it stands in where the place is not known. The others are each country's own national number. A person who
knows better sets theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backrub.errors import DataError, Problem

EVERYWHERE: Final = "112"

NUMBERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AR": "107", "AU": "000", "BD": "999", "BR": "192", "CA": "911", "CH": "144",
        "CL": "131", "CN": "120", "CO": "123", "CR": "911", "EC": "911", "EG": "123",
        "GB": "999", "HK": "999", "IL": "101", "IN": "112", "JP": "119", "KE": "999",
        "KR": "119", "MX": "911", "MY": "999", "NO": "113", "NZ": "111", "PE": "106",
        "PH": "911", "SG": "995", "TH": "1669", "TW": "119", "UA": "103", "US": "911",
        "UY": "911", "VN": "115", "ZA": "10177",
    }
)  # fmt: skip
"""ISO 3166-1 country -> the number for an ambulance, where it is not 112."""

_LOCALE = re.compile(r"[a-z]{2,3}[_-]([A-Z]{2})\b")
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,18}")


def place_of_locale(environment: Mapping[str, str]) -> str:
    """Return the country that the environment's locale names, or "" when it names none.

    >>> place_of_locale({"LANG": "de_AT.UTF-8"})
    'AT'
    >>> place_of_locale({"LC_ALL": "C.UTF-8", "LANG": "de_AT.UTF-8"})
    ''
    """
    for key in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(key, ""):
            found = _LOCALE.match(value)
            return found.group(1) if found else ""
    return ""


def emergency_number(place: str) -> str:
    """Return the number to call at a place (a country's two letters, or "").

    >>> emergency_number("US"), emergency_number("DE"), emergency_number("")
    ('911', '112', '112')
    """
    return NUMBERS.get(place, EVERYWHERE)


def read_number(written: str) -> str:
    """Return a number that a person set; raises DataError when nobody could dial it."""
    number = written.strip()
    if not _NUMBER.fullmatch(number):
        way_out = "Write digits as you would dial them, like 112."
        raise DataError([Problem("emergency number", f"{written!r:.40} can't be dialled", way_out)])
    return number


def read_place(written: str) -> str:
    """Return a country's two letters as a person set them; raises DataError when they are not two letters."""
    place = written.strip().upper()
    if place and not re.fullmatch(r"[A-Z]{2}", place):
        way_out = "Write a country's two letters, like DE or US."
        raise DataError([Problem("place", f"{written!r:.40} is not a country's two letters", way_out)])
    return place
