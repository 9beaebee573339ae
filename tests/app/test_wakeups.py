"""Who waits for a stream is woken at once, from any thread, and nothing stays behind."""

import asyncio
import threading
import time

from backrub.app.wakeups import Wakeups
from loops import awaited

LONG_S = 30.0


def test_a_ring_from_another_thread_wakes_who_waits():
    async def scene():
        wakeups = Wakeups()
        async with wakeups.listen("s1") as listening:
            threading.Timer(0.05, wakeups.ring, ["s1"]).start()
            began = time.perf_counter()
            await listening.wait(longest_s=LONG_S)
            assert time.perf_counter() - began < LONG_S / 2
        assert wakeups.waiting == 0

    awaited(scene())


def test_a_ring_between_two_waits_is_not_missed():
    async def scene():
        wakeups = Wakeups()
        async with wakeups.listen("s1") as listening:
            wakeups.ring("s1")
            await asyncio.sleep(0.01)
            began = time.perf_counter()
            await listening.wait(longest_s=LONG_S)
            assert time.perf_counter() - began < LONG_S / 2

    awaited(scene())


def test_another_streams_ring_wakes_nobody_here():
    async def scene():
        wakeups = Wakeups()
        async with wakeups.listen("s1") as listening:
            wakeups.ring("s2")
            began = time.perf_counter()
            await listening.wait(longest_s=0.05)
            assert time.perf_counter() - began >= 0.04

    awaited(scene())


def test_every_listener_of_a_stream_hears_it():
    async def scene():
        wakeups = Wakeups()

        async def one():
            async with wakeups.listen("s1") as listening:
                await listening.wait(longest_s=LONG_S)
                return True

        waiting = [asyncio.create_task(one()) for _ in range(5)]
        await asyncio.sleep(0.01)
        assert wakeups.waiting == 5
        wakeups.ring("s1")
        assert await asyncio.wait_for(asyncio.gather(*waiting), LONG_S / 2) == [True] * 5
        assert wakeups.waiting == 0

    awaited(scene())


def test_a_ring_for_a_loop_that_has_closed_harms_nobody():
    wakeups = Wakeups()
    left = {}

    async def leaves():
        left["bell"] = asyncio.Event()
        wakeups.add("s1", left["bell"])

    awaited(leaves())
    wakeups.ring("s1")
    assert wakeups.waiting == 1
