"""The arithmetic that the weights were learned with; imported before numpy is loaded.

Optimisers stop when little is left to gain, and where exactly depends on the last digits of sums.
OpenBLAS adds otherwise on other processors and with other numbers of threads; weights of themes
then differ, most by a few thousandths. So every x86 processor since 2013 adds as one with AVX2 and
two threads. What is set in the environment stays as it is.
"""

from __future__ import annotations

import os
import platform

SAME = {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2"}

if platform.machine().lower() in {"x86_64", "amd64"}:
    for name, value in SAME.items():
        os.environ.setdefault(name, value)
