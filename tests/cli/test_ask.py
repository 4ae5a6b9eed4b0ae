"""`ask` on the command line: the same question of the store and of a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from click.testing import Result
from inspectgraph.queries.source.local import open_store
from pyoxigraph import Store

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def url(folder: Path, serving: Callable[[Store], AbstractContextManager[str]]) -> Iterator[str]:
    """The sample behind an address on loopback."""
    with serving(open_store(folder)) as address:
        yield address


@pytest.mark.parametrize(
    "question",
    [
        "which judgements were given to Norchester?",
        "has Norchester improved?",
        "which authorities have been inadequate?",
        "what weaknesses did inspectors find in Westvale?",
    ],
)
def test_a_server_is_asked_as_the_store_is(question: str, url: str, run: Run) -> None:
    here = run("ask", question, "--format", "csv")
    there = run("ask", question, "--format", "csv", "--endpoint", url, "--store", "nowhere.db")
    assert (there.exit_code, there.stdout, there.stderr) == (0, here.stdout, here.stderr)


def test_the_rows_of_a_question_are_those_of_its_command(url: str, run: Run) -> None:
    asked = run("ask", "which judgements were given to Norchester?", "--format", "csv")
    query = run("query", "judgements", "--authority", "Norchester", "--format", "csv")
    assert asked.stdout == query.stdout
    assert len(asked.stdout.splitlines()) > 2
    assert "inspectgraph query judgements --authority Norchester" in asked.stderr


def test_the_network_is_not_asked_of_a_server(url: str, run: Run) -> None:
    refused = run("ask", "how are Norchester and Westvale linked?", "--endpoint", url)
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "a store of your own" in refused.output + str(refused.exception)


def test_a_refusal_asks_nothing(url: str, run: Run) -> None:
    refused = run("ask", "which councils went from inadequate to good?", "--endpoint", url)
    assert refused.exit_code == 2
    assert refused.stdout == ""
