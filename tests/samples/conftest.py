"""The graph of the bundled samples, and what `samples/expected.toml` says of them."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from inspectgraph.queries.source.local import open_store
from pyoxigraph import Store

sys.path.insert(0, str(Path(__file__).parent))  # `golden` is a command, too

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def stated() -> dict[str, dict[str, object]]:
    """What is printed in each sample, by name."""
    return tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def samples_store(samples: Path) -> Store:
    """The graph of all samples, opened to read."""
    return open_store(samples)
