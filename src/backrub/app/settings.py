"""Where the app runs and keeps its things: flags first, then the environment, then what suits most people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backrub.app.emergency import emergency_number, place_of_locale, read_number, read_place
from backrub.errors import DataError, Problem

DEFAULT_PORT = 8765
PORT = "BACKRUB_PORT"
DATABASE = "BACKRUB_DATABASE"
PLACE = "BACKRUB_PLACE"
EMERGENCY_NUMBER = "BACKRUB_EMERGENCY_NUMBER"


@dataclass(frozen=True, slots=True)
class Settings:
    """`database` is a URL as SQLAlchemy writes it; `place` a country's two letters, or ""."""

    database: str
    port: int = DEFAULT_PORT
    place: str = ""
    emergency_number: str = "112"


def read_settings(
    environment: Mapping[str, str], *, port: int | None = None, database: str | None = None
) -> Settings:
    """Return the settings; raises DataError with every value that can't be used.

    >>> read_settings({"LANG": "en_US.UTF-8"}, database="sqlite:///x.db").emergency_number
    '911'
    """
    problems: list[Problem] = []
    place = number = ""
    if port is None:
        port = _port(environment.get(PORT, ""), problems)
    elif not 1 <= port <= 65535:
        problems.append(_no_port("--port", str(port)))
    try:
        place = read_place(environment[PLACE]) if PLACE in environment else place_of_locale(environment)
    except DataError as error:
        problems += error.problems
    try:
        written = environment.get(EMERGENCY_NUMBER)
        number = read_number(written) if written else emergency_number(place)
    except DataError as error:
        problems += error.problems
    if problems:
        raise DataError(problems)
    address = database or environment.get(DATABASE) or f"sqlite:///{data_folder() / 'journal.db'}"
    return Settings(database=address, port=port, place=place, emergency_number=number)


def data_folder() -> Path:
    """Return the user's own folder for this program's data, as their system has it."""
    import platformdirs

    return Path(platformdirs.user_data_dir("backrub", appauthor=False))


def _port(written: str, problems: list[Problem]) -> int:
    if not written:
        return DEFAULT_PORT
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 65535:
        problems.append(_no_port(PORT, written))
        return DEFAULT_PORT
    return int(written)


def _no_port(where: str, written: str) -> Problem:
    return Problem(where, f"{written!r:.40} is not a port", "Use a number from 1024 to 65535.")
