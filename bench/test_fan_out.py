"""From a command to every listener of a session in the same process: 20 listeners, 50 commands.

State fan-out is meant to take under 50 ms; what is printed is the time of all 50 commands together.
"""

import asyncio
from time import perf_counter

from backrub.app.wakeups import Wakeups

LISTENERS = 20
COMMANDS = 50


async def fan_out() -> list[float]:
    """Return how long after each ring the last of all listeners was awake. [s]"""
    wakeups = Wakeups()
    took_s: list[float] = []
    awake = 0

    async def listen() -> None:
        nonlocal awake
        async with wakeups.listen("s1") as listening:
            for _ in range(COMMANDS):
                await listening.wait(longest_s=5.0)
                awake += 1

    listeners = [asyncio.create_task(listen()) for _ in range(LISTENERS)]
    await asyncio.sleep(0.01)
    for command in range(1, COMMANDS + 1):
        began_s = perf_counter()
        await asyncio.to_thread(wakeups.ring, "s1")
        while awake < command * LISTENERS:
            await asyncio.sleep(0)
        took_s.append(perf_counter() - began_s)
    await asyncio.gather(*listeners)
    return took_s


def test_every_listener_is_awake_before_the_next_command(benchmark):
    took_s = benchmark.pedantic(lambda: asyncio.run(fan_out()), rounds=3)
    assert len(took_s) == COMMANDS
    # Woken by the bell and not by the slow look: the whole run would take far longer otherwise.
    assert max(took_s) < 5.0 / 10
