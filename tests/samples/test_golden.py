"""The graphs of two samples are the committed ones, statement by statement.

Where a change is meant: `make golden` renews them, and the commit shows what changed.
"""

from __future__ import annotations

import golden
import pytest
from pyoxigraph import Store

SHOWN = 60  # differences; more say that something general changed


@pytest.mark.parametrize("name", golden.GOLDEN)
def test_the_graph_is_the_committed_one(samples_store: Store, name: str) -> None:
    committed = golden.lines(golden.read(name))
    found = golden.lines(golden.graph_of(samples_store, golden.GOLDEN[name]))
    assert len(committed) > 500
    lost = dict.fromkeys(committed - found, "-")
    differing = lost | dict.fromkeys(found - committed, "+")
    told = [f"{sign} {line}" for line, sign in sorted(differing.items())]
    more = [f"… and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    if told:
        pytest.fail("\n".join([*told[:SHOWN], *more, "if it is meant: make golden"]), pytrace=False)


def test_a_report_of_its_own_slug_is_compared_without_it(samples_store: Store) -> None:
    triples = golden.graph_of(samples_store, "port-wexcombe-send-2024.pdf")
    slug = golden.report_of(triples).rsplit("/", 1)[-1]
    assert not [line for line in golden.lines(triples) if slug in line]
