"""Let the tests of this folder import `cases` and `readers`, as its scripts do."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
