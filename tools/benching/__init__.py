"""The parts of `make bench`, see tools/bench.py."""

import sys
from pathlib import Path

sys.path[:0] = [
    str(Path(__file__).parents[2])
]  # the programs of tools/ are run as files; the system lies beside them
