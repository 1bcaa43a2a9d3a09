"""Timings, never tests. See README.md."""

import os

# As main.py does; must stand before any heavy import.
for _name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
