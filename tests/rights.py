"""Acting as somebody whom file rights bind."""

import os
from contextlib import contextmanager

NOBODY = 65534


@contextmanager
def without_power():
    """Act as somebody whom file rights bind; root is bound by none."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
