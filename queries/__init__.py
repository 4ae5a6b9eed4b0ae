"""Questions to the graph: the store to read, named queries, formats, exports, checks.

For Python and notebooks:

    from inspectgraph.queries import answer, frame, open_store

    store = open_store("inspectgraph.db")
    answer(store, "weak-authorities", theme="caf")   # a table with its notes
    frame(store, "weaknesses", theme="caf")          # a pandas frame

The names are loaded when they are first used, so that a command pays for none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspectgraph.queries.answers.dataframes import Result, answer, frame, frame_of, open_store

__all__ = ["Result", "answer", "frame", "frame_of", "open_store"]


def __getattr__(name: str) -> object:
    """The names of `dataframes`, when they are first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from inspectgraph.queries.answers import dataframes

    return getattr(dataframes, name)
