"""Other ways to do what pressing does, and what this machine needs for the bytes alone: for benchmarks."""

from collections.abc import Callable
from time import perf_counter, process_time

import numpy as np
from scipy.spatial import cKDTree

from backrub.contact.ground import ground_of, shapes_of
from backrub.contact.plain import outline
from backrub.contact.press import BEAT_HZ
from backrub.contact.tables import middles_of

BEAT_SAMPLES = 60.0 / BEAT_HZ
# Of each cell under a hand: height, area three ways, two springs and zones; the integral, the peak and when
# it was; and of six tables of stays and passes what falls on a sample. Each byte counts once.
TOUCHED_BYTES = 7 * 4 + (8 + 4 + 4) + 6 * 4 / BEAT_SAMPLES


def by_tree(pairs, *, bed, newton=8):
    """Do by hand what pressing does to the integral: cells from a k-d tree, Newton on their gaps."""
    shapes = shapes_of(bed)
    ground = ground_of(bed, shapes=shapes)
    points = np.stack([*middles_of(ground), ground.z], axis=1)
    tree = cKDTree(points)
    toward = np.stack([ground.toward_x, ground.toward_y, ground.toward_z], axis=1)
    impulse = np.zeros(len(points))
    for hand in (hand for pair in pairs for hand in pair):
        for i in range(len(hand)):
            part = int(hand.part[i])
            if part < 0 or hand.force_n[i] <= 0:
                continue
            reach_m = np.hypot(shapes.half_length[part], shapes.half_row[part]) * 1.1
            near = np.asarray(tree.query_ball_point(hand.position_m[i], reach_m))
            around = points[near] - hand.position_m[i]
            u = around @ hand.heading[i]
            v = around @ np.cross(hand.normal[i], hand.heading[i])
            level = outline(u, v, shapes=shapes, part=part)
            cover = np.clip(0.5 + (1 - level) * shapes.edge[part], 0, 1)
            gap = level * (shapes.dome[part] + shapes.rim[part] * level) - around @ hand.normal[i]
            weight = cover * (toward[near] @ hand.normal[i])
            k, k2 = ground.k[part][near], ground.k2[part][near]
            if not (weight > 0).any():
                continue
            depth = gap[weight > 0].min() + 0.005
            for _ in range(newton):
                d = np.maximum(0, depth - gap)
                rising = (weight * (d > 0) * (k + 2 * k2 * d)).sum()
                depth += (hand.force_n[i] - (weight * d * (k + k2 * d)).sum()) / max(rising, 1.0)
            d = np.maximum(0, depth - gap)
            impulse[near] += cover * d * (k + k2 * d) / hand.rate_hz
    return impulse


def copying() -> tuple[Callable[[], object], int]:
    """Return a call that reads and writes 64 MB once, and how many bytes that is: more than caches hold."""
    source = np.random.default_rng(0).random(8_000_000)
    target = np.empty_like(source)
    return (lambda: np.copyto(target, source)), source.nbytes


def least_of(*calls: Callable[[], object], runs: int = 9) -> list[tuple[float, float]]:
    """Return the least time of each call, and the least work of all cores for it; they take turns. [s]"""
    taken: list[tuple[list[float], list[float]]] = [([], []) for _ in calls]
    for _ in range(runs):
        for call, (times_s, works_s) in zip(calls, taken, strict=True):
            began_s, began_cpu_s = perf_counter(), process_time()
            call()
            times_s.append(perf_counter() - began_s)
            works_s.append(process_time() - began_cpu_s)
    return [(min(times_s), min(works_s)) for times_s, works_s in taken]
