"""What lies under the skin of the back, in the chart: muscles, organs, floating ribs and spine levels.

Read by build_atlas.py. All of it labels and teaches; what hands may do there stands in limits.toml.
"""

from __future__ import annotations

# Muscles under the skin, right side: textbook extents (clinical notes 3.5) read into the chart with half a
# biacromial breadth of 19.5 cm, the mean of both sexes (3.3). They teach and label; no rule reads them.
TEXTBOOK = "textbook extents (clinical notes 3.5)"
MUSCLES = {
    "trapezius": (
        "the kite from the neck to the shoulders and the middle of the back",
        [
            (0.0, -0.20),
            (0.20, -0.20),
            (0.30, -0.06),
            (0.60, 0.03),
            (0.95, 0.11),
            (0.95, 0.14),
            (0.46, 0.158),
            (0.30, 0.30),
            (0.0, 0.653),
        ],
    ),
    "levator-scapulae": (
        "from the neck to the upper corner of the shoulder blade",
        [(0.12, -0.20), (0.20, -0.20), (0.44, 0.09), (0.36, 0.12)],
    ),
    "rhomboids": (
        "between the spine and the shoulder blade",
        [(0.0, 0.0), (0.44, 0.10), (0.44, 0.38), (0.0, 0.27)],
    ),
    "infraspinatus": (
        "on the shoulder blade, below its ridge",
        [(0.46, 0.158), (0.90, 0.15), (0.88, 0.24), (0.56, 0.42)],
    ),
    "latissimus-dorsi": (
        "the broad muscle from the waist to the arm",
        [
            (0.0, 0.39),
            (0.55, 0.40),
            (0.88, 0.26),
            (0.84, 0.36),
            (0.80, 0.44),
            (0.69, 0.653),
            (0.68, 0.76),
            (0.60, 0.865),
            (0.30, 0.95),
            (0.0, 0.955),
        ],
    ),
    "erector-spinae": (
        "the long muscles beside the spine",
        [
            (0.02, -0.20),
            (0.15, -0.20),
            (0.20, 0.0),
            (0.28, 0.33),
            (0.34, 0.55),
            (0.43, 0.81),
            (0.24, 0.955),
            (0.10, 1.0),
            (0.02, 1.0),
        ],
    ),
    "multifidus": (
        "the short muscles close to the lower spine",
        [(0.0, 0.709), (0.18, 0.709), (0.18, 0.955), (0.10, 1.0), (0.0, 1.0)],
    ),
    "quadratus-lumborum": (
        "deep at the side of the waist, from the last rib to the hip bone",
        [(0.31, 0.709), (0.51, 0.709), (0.51, 0.861), (0.31, 0.861)],
    ),
    "gluteus-medius": (
        "below the rim of the hip bone",
        [(0.36, 0.93), (0.51, 0.88), (0.72, 0.861), (0.80, 0.955), (0.82, 1.05), (0.50, 1.08)],
    ),
}
# Morris' parallelogram: T11 to L3, 2.5 to 9.5 cm from the midline (clinical notes 3.4), with the same
# breadth.
ORGANS = {
    "kidney": (
        "the kidney",
        [(0.128, 0.597), (0.487, 0.597), (0.487, 0.81), (0.128, 0.81)],
        "Morris' parallelogram: clinical notes 3.4",
    ),
}
# The floating ribs: from beside their vertebra to the tip, 8-15 cm out at T12-L2 (clinical notes 3.4, low
# trust).
RIBS = {
    "rib-11": ("the eleventh rib", [(0.12, 0.597), (0.40, 0.66), (0.58, 0.709)]),
    "rib-12": ("the last rib", [(0.12, 0.653), (0.27, 0.70), (0.41, 0.735)]),
}
# Spine levels: read for C7, T4, T7, T10, L1, L4 and the PSIS, the rest interpolated (clinical notes 3.1).
LEVELS = {
    "c7": 0.0, "t1": 0.053, "t2": 0.105, "t3": 0.158, "t4": 0.21, "t5": 0.27, "t6": 0.33, "t7": 0.39, "t8":
    0.44, "t9": 0.491, "t10": 0.541, "t11": 0.597, "t12": 0.653, "l1": 0.709, "l2": 0.76, "l3": 0.81, "l4":
    0.861, "l5": 0.91, "s1": 0.955, "s2": 1.0,
}  # fmt: skip
READ_LEVELS = {"c7", "t4", "t7", "t10", "l1", "l4", "s2"}
