"""How long a page keeps its main thread to itself: processor time, so that other work does not count."""

import json


def longest_task_ms(trace: bytes, *, least: int = 1) -> float:
    """Return the most processor time that one of at least so many tasks took of a page's main thread. [ms]"""
    events = json.loads(trace)["traceEvents"]
    main = {
        (each["pid"], each["tid"])
        for each in events
        if each["name"] == "thread_name" and each["args"]["name"] == "CrRendererMain"
    }
    tasks = [each["tdur"] for each in events if (each["pid"], each["tid"]) in main and "tdur" in each]
    assert len(tasks) >= least, f"only {len(tasks)} tasks were traced"
    return max(tasks) / 1000
