"""The composition root: what a running server is made of, in one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from backrub.app.clock import Clock
from backrub.app.gate import Gate
from backrub.app.live import LiveSessions
from backrub.app.on_skin import Presses
from backrub.app.settings import Settings
from backrub.app.wakeups import Wakeups
from backrub.catalog import Catalog
from backrub.journal.store import Store


@dataclass(frozen=True, slots=True)
class App:
    """A running app: settings, catalog, journal, clock, the bells that wake who waits for news, the gate
    that every plan passes before it is played, and what presses each change while it is."""

    settings: Settings
    catalog: Catalog
    store: Store
    clock: Clock = field(default_factory=Clock)
    wakeups: Wakeups = field(default_factory=Wakeups)
    gate: Gate = field(default_factory=Gate)
    presses: Presses = field(default_factory=Presses)
    sessions: LiveSessions = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sessions", LiveSessions(self.store, self.catalog, self.presses))


def open_app(settings: Settings) -> App:
    """Return the app for these settings; raises Refused or DataError when its journal can't be opened."""
    from backrub.app.stores import open_store_at
    from backrub.catalog import load

    store = open_store_at(settings.database)
    return App(settings=settings, catalog=load(), store=store)
