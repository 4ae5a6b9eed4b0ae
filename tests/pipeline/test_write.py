"""What is written is what a parser reads back, whatever the words are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.graphbuilder.write import write_refused
from inspectgraph.ontology.problems import Problem
from pyoxigraph import Literal, RdfFormat, parse

BASE = "https://example.org/id/"
WORDS = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=60)


@given(WORDS, WORDS)
def test_any_words_survive_n_quads(name: str, message: str) -> None:
    data = write_refused(BASE, {name: Problem("IG-201", message)})
    values = {
        q.object.value for q in parse(data, RdfFormat.N_QUADS) if isinstance(q.object, Literal)
    }
    assert {name, message} <= values


def test_each_line_stands_once() -> None:
    data = write_refused(BASE, {"a.pdf": Problem("IG-201", "x")})
    lines = data.decode().splitlines()
    assert len(lines) == len(set(lines)) == 5
