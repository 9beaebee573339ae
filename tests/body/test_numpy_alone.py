"""A body and its working back are made with NumPy alone, beside pydantic, which every value needs."""

import subprocess
import sys

MADE = """
import importlib.abc, sys
import numpy as np
ALLOWED = {"backrub", "numpy", "pydantic", "pydantic_core", "annotated_types", "typing_extensions",
           "typing_inspection"} | sys.stdlib_module_names
class Barred(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in ALLOWED and not top.startswith("_sysconfigdata"):
            raise ModuleNotFoundError(f"{name} is barred here", name=name)
sys.meta_path.insert(0, Barred())
for name in ("scipy", "numba", "shapely", "torch", "highspy"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    raise SystemExit(f"{name} is not barred")
from backrub.body import body_of
from backrub.model.plan import Body
receiver = body_of(Body(sex="female", height_m=1.68, mass_kg=64.0, age_years=34))
field = receiver.back.field()
skin = receiver.back.at(np.array([[0.4, 0.55]]))
there = receiver.back.chart_of(skin.position_m)
print(field.is_skin.sum() > 8000, np.allclose(there, [[0.4, 0.55]], atol=1e-6))
"""


def test_a_body_and_its_back_need_no_other_package():
    answer = subprocess.run([sys.executable, "-c", MADE], capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert answer.stdout.split() == ["True", "True"]
