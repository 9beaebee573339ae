"""An asynchronous scene in a thread of its own: a browser test may have left its loop in the main one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def awaited(scene: Coroutine[Any, Any, T]) -> T:
    """Return what a scene comes to.

    >>> async def scene():
    ...     return 3
    >>> awaited(scene())
    3
    """
    with ThreadPoolExecutor(1) as alone:
        return alone.submit(asyncio.run, scene).result()
