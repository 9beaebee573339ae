"""Who judges a cohort's bodies: this process, workers on this machine, or a cluster by its address."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from backrub.cohort.table import INSTALL
from backrub.cohort.task import judge_bodies
from backrub.errors import DataError, Problem

Numbers = tuple[int, ...]
Done = tuple[Numbers, bytes]

RETRIES = 5
"""So often may workers die on the same bodies before it counts as those bodies' fault."""
AHEAD = 3
"""Tasks a worker thread has before it: none of them waits, and no more than these are in memory."""
WORKER_MEMORY = "2GiB"
"""Five times what the longest massage takes; a worker beyond it is made anew by its nanny."""
LOGGED = 10
"""So many messages are kept, for each of those they go to."""
CONNECT_S = 10.0


class Crew(Protocol):
    """Those who judge: `hands` bodies at a time."""

    @property
    def hands(self) -> int:
        """How many bodies at a time."""
        ...

    def judged(self, sent: bytes, chunks: Iterable[Numbers]) -> Iterator[Done]:
        """Yield each chunk's bodies with their rows, as they are done, in any order."""
        ...


@dataclass(frozen=True, slots=True)
class Alone:
    """This process, one body after the other."""

    hands: int = 1

    def judged(self, sent: bytes, chunks: Iterable[Numbers]) -> Iterator[Done]:
        """Yield each chunk as it is done."""
        for chunk in chunks:
            yield chunk, judge_bodies(sent, chunk)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers behind a scheduler. What a worker that dies had before it is done by another."""

    client: Any
    hands: int

    def judged(self, sent: bytes, chunks: Iterable[Numbers]) -> Iterator[Done]:
        """Yield each chunk as it is done; only as many as are needed to keep everyone busy are asked for."""
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        waiting = iter(chunks)
        asked: dict[Any, Numbers] = {}

        def ask(count: int) -> list[Any]:
            futures = []
            for chunk in islice(waiting, count):
                # Sent with each task, not scattered before: what dies with a worker is asked for again.
                future = self.client.submit(judge_bodies, sent, chunk, pure=False, retries=RETRIES)
                asked[future] = chunk
                futures.append(future)
            return futures

        # Untyped in the library, as everything of it here.
        first = ask(AHEAD * self.hands)
        done: Any = as_completed(first, loop=self.client.loop)  # type: ignore[no-untyped-call]
        for future in done:
            chunk = asked.pop(future)
            try:
                content: bytes = future.result()
            except KilledWorker:
                what = f"workers died {RETRIES} times on bodies {chunk[0]} to {chunk[-1]}"
                way_out = "Give them more memory, or fewer of them to this machine; what is done is kept."
                raise DataError([Problem("cohort", what, way_out)]) from None
            yield chunk, content
            future.release()
            done.update(ask(1))


@contextmanager
def crew_of(*, scheduler: str | None, workers: int) -> Iterator[Crew]:
    """Yield who judges: a cluster by its address; else so many workers on this machine, 0 being this process.

    Raises DataError where dask is not installed, or nobody answers at the address.
    """
    if scheduler is None and workers == 0:
        yield Alone()
        return
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        way_out = f"Install them: {INSTALL}; or --workers 0 for this process alone."
        raise DataError([Problem("cohort", "needs packages that are not installed here", way_out)]) from None
    # What dies is told in our own words, or survived without any.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with TemporaryDirectory(prefix="backrub-cohort-") as folder:
        settings = {
            "distributed.scheduler.allowed-failures": RETRIES,
            "temporary-directory": folder,
            # It keeps a second of every worker's calls for each second: memory that grows with the bodies.
            "distributed.worker.profile.enabled": False,
            # And the last messages to everybody, each of which has the whole plan in it.
            "distributed.admin.low-level-log-length": LOGGED,
        }
        with dask.config.set(settings):
            if scheduler is None:
                with (
                    LocalCluster(  # type: ignore[no-untyped-call]
                        n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                        dashboard_address=None, memory_limit=WORKER_MEMORY, silence_logs=logging.CRITICAL,
                    ) as cluster,
                    Client(cluster, set_as_default=False) as client,  # type: ignore[no-untyped-call]
                ):  # fmt: skip
                    yield Cluster(client, hands=workers)
            else:
                with _client(Client, scheduler) as client:
                    yield Cluster(client, hands=max(1, sum(client.nthreads().values())))


def _client(make: Any, address: str) -> Any:
    try:
        return make(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        what = f"nobody answers as a scheduler at {address!r:.80}"
        way_out = "Start one (dask scheduler), and give its address like tcp://10.0.0.5:8786."
        raise DataError([Problem("--scheduler", what, way_out)]) from error
