"""Who waits for news of a stream is woken at once when the news comes from this process.

News from another process (two servers on one journal) is found by the slow look of whoever waits.
"""

from __future__ import annotations

import asyncio
import threading


class Wakeups:
    """A bell per stream: `ring` from any thread, `wait` in any event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bells: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}

    def ring(self, stream: str) -> None:
        """Wake everyone who waits for this stream."""
        with self._lock:
            bells = tuple(self._bells.get(stream, ()))
        for loop, bell in bells:
            try:
                loop.call_soon_threadsafe(bell.set)
            except RuntimeError:  # that loop has closed: nobody waits there any more
                continue

    def listen(self, stream: str) -> Listening:
        """Return a listening to this stream; it hears every ring from now until it is left."""
        return Listening(self, stream)

    def add(self, stream: str, bell: asyncio.Event) -> None:
        """Let a bell of the running loop ring with this stream."""
        with self._lock:
            self._bells.setdefault(stream, set()).add((asyncio.get_running_loop(), bell))

    def remove(self, stream: str, bell: asyncio.Event) -> None:
        """Take the bell away again; a stream without bells leaves nothing behind."""
        with self._lock:
            left = {pair for pair in self._bells.get(stream, ()) if pair[1] is not bell}
            if left:
                self._bells[stream] = left
            else:
                self._bells.pop(stream, None)

    @property
    def waiting(self) -> int:
        """How many listen, over all streams."""
        with self._lock:
            return sum(map(len, self._bells.values()))


class Listening:
    """An `async with` within which no ring is missed, even one between two waits."""

    def __init__(self, wakeups: Wakeups, stream: str) -> None:
        self._wakeups, self._stream, self._bell = wakeups, stream, asyncio.Event()

    async def __aenter__(self) -> Listening:
        self._wakeups.add(self._stream, self._bell)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._wakeups.remove(self._stream, self._bell)

    async def wait(self, *, longest_s: float) -> None:
        """Return at the next ring (at once if one came since the last wait), or after `longest_s`."""
        try:
            async with asyncio.timeout(longest_s):
                await self._bell.wait()
        except TimeoutError:
            return
        finally:
            self._bell.clear()
