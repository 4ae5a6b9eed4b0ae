"""The graph published to real servers, and the whole catalogue asked there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import QueryError
from inspectgraph.queries.named.folders import CATALOGUE, TABLES, load_question, question_names
from inspectgraph.queries.named.header import Question
from inspectgraph.queries.named.parameters import Parameter
from inspectgraph.queries.named.run import run
from inspectgraph.queries.publish import (
    GraphStore,
    Published,
    PublishOptions,
    Server,
    publish,
)
from inspectgraph.queries.source.local import Source, open_store, select
from inspectgraph.queries.sparql import run_sparql
from inspectgraph.queries.validate import CHECKS
from pyoxigraph import NamedNode, Quad, Store, Triple

SAMPLE = Path(__file__).parents[1] / "queries" / "data" / "sample.trig"
ALL = [(folder, name) for folder in (CATALOGUE, TABLES, CHECKS) for name in question_names(folder)]
VALUES: dict[str, dict[str, list[str]] | list[str]] = {
    "authority": {"invented": ["Norchester", "Westvale"], "samples": ["Kelderby", "Marlshire"]},
    "agency": {"invented": ["Family Court Service"], "samples": []},
    "region": {"invented": ["north west"], "samples": []},
    "theme": ["early-help", "supervision", "caf"],
    "kind": ["sif", "ilacs"],
    "date": ["2014"],
    "end-date": ["2023-12"],
    "aspect": ["overall"],
    "grade": ["inadequate"],
    "section": ["safeguarding"],
    "subject": ["council", "board"],
    "agency-type": ["nhs-provider", "cafcass"],
    "timescale": ["immediate", "other"],
    "polarity": ["weakness"],
    "integer": ["2"],
    "share": ["0.7"],
    "text": ["IG-501"],
}


def values(parameter: Parameter, graph: str) -> list[str]:
    """Values of a parameter that fit the graph; all of them where it offers a choice."""
    known = VALUES[parameter.kind]
    found = known[graph] if isinstance(known, dict) else known
    found = list(parameter.choices) or found
    return found[:1] if parameter.single else found


@pytest.fixture(scope="module", params=["invented", "samples"])
def graph(request: pytest.FixtureRequest, samples: Path) -> tuple[str, Store]:
    """An invented graph that has everything, and that of the sample reports."""
    if request.param == "samples":
        return "samples", open_store(samples)
    store = Store()
    store.load(path=str(SAMPLE))
    return "invented", store


@pytest.fixture(scope="module")
def there(server, graph) -> tuple[str, Store, Source]:
    """The graph here and there."""
    name, store = graph
    publish(store, server.graphs)
    return name, store, server.asked


def quads(source: Source) -> set[tuple[str, Triple]]:
    """All that stands in our graphs there, but for the register."""
    sparql = """SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o }
      FILTER(STRSTARTS(STR(?g), "https://w3id.org/inspectgraph/"))
      FILTER(!STRENDS(STR(?g), "/graph/published")) }"""
    out: set[tuple[str, Triple]] = set()
    for (graph,) in select(source, sparql):
        found = run_sparql(source, f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        assert isinstance(found, list)
        out.update((graph.value, triple) for triple in found)
    return out


def local(store: Store) -> set[tuple[str, Triple]]:
    return {(quad.graph_name.value, quad.triple) for quad in store}


def test_all_queries_are_found() -> None:
    assert len(ALL) >= 38


def givens(question: Question, graph: str) -> Iterator[dict[str, list[str]]]:
    """No parameter but the needed ones, then each with all its values and with one of them,
    and all of them at once: servers take other plans for each."""
    every = {p.name: values(p, graph) for p in question.parameters if values(p, graph)}
    needed = {p.name: every[p.name][:1] for p in question.parameters if p.required}
    yield needed
    for name, found in every.items():
        yield {**needed, name: found}
        for value in found if len(found) > 1 else ():
            yield {**needed, name: [value]}
    yield every


@pytest.mark.parametrize(("folder", "name"), ALL, ids=lambda part: getattr(part, "stem", part))
def test_rows_are_equal_here_and_there(folder: Path, name: str, there) -> None:
    graph, store, asked = there
    question = load_question(name, folder)
    for given in givens(question, graph):
        assert run(asked, question, given) == run(store, question, given), given


def test_triples_and_truths_are_equal_here_and_there(there) -> None:
    _, store, asked = there
    for text in (
        "ASK { ?r a ig:Report }",
        "ASK { ?r a ig:Nothing }",
        "CONSTRUCT { ?r ig:kind ?k } WHERE { ?r a ig:Report ; ig:kind ?k }",
        "SELECT ?r ?k { ?r a ig:Report ; ig:kind ?k } ORDER BY ?r",
    ):
        assert run_sparql(asked, text) == run_sparql(store, text), text


@dataclass
class Counting:
    """A server that notes what it is asked to do, and breaks down where it is told."""

    real: Server
    fail_at: int = 10**9
    done: list[str] = field(default_factory=list)

    def read(self, graph: NamedNode) -> list[Triple]:
        self.done.append("read")
        return self.real.read(graph)

    def put(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        self.done.append("put")
        if self.done.count("put") == self.fail_at:
            self.real.put(graph, triples[: len(triples) // 2])  # cut off half way
            raise QueryError("the line is dead")
        self.real.put(graph, triples)

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        self.done.append("add")
        self.real.add(graph, triples)

    def delete(self, graph: NamedNode) -> None:
        self.done.append("delete")
        self.real.delete(graph)


@pytest.fixture(params=["graphs", "updates"])
def target(request: pytest.FixtureRequest, server) -> Server:
    """By the Graph Store Protocol and by Update."""
    found: Server = getattr(server, request.param)
    return found


def invented() -> Store:
    store = Store()
    store.load(path=str(SAMPLE))
    return store


def test_what_is_published_is_the_graph_and_nothing_is_sent_twice(server, target) -> None:
    store = invented()
    sent = publish(store, target, PublishOptions(everything=True))
    assert sent.sent == len(list(store.named_graphs()))
    assert quads(server.asked) == local(store)
    counting = Counting(target)
    assert publish(store, counting) == Published(0, sent.sent, 0)
    assert counting.done == ["read"]


def test_only_what_changed_is_sent_and_what_is_gone_is_deleted(server, target) -> None:
    store = invented()
    publish(store, target)
    graphs = sorted((g for g in store.named_graphs() if "/id/graph/" in g.value), key=str)
    changed, removed = graphs[0], graphs[1]
    node = NamedNode("https://w3id.org/inspectgraph/id/new")
    store.add(Quad(node, NamedNode(terms.RDF_TYPE), NamedNode(terms.REPORT), changed))
    store.remove_graph(removed)
    counting = Counting(target)
    assert publish(store, counting) == Published(1, len(graphs_of(store)) - 1, 1)
    assert counting.done == ["read", "put", "put", "add", "delete", "put"]
    assert quads(server.asked) == local(store)


def graphs_of(store: Store) -> set[str]:
    return {str(graph) for graph in store.named_graphs()}


@pytest.mark.parametrize("fail_at", [2, 7])
def test_a_run_that_was_cut_off_is_taken_up(fail_at: int, server, target) -> None:
    store = invented()
    with pytest.raises(QueryError, match="dead"):
        publish(store, Counting(target, fail_at), PublishOptions(everything=True))
    counting = Counting(target)
    again = publish(store, counting)
    assert again.unchanged == fail_at - 2, "the first put is the register's"
    assert quads(server.asked) == local(store)
    assert publish(store, target).sent == 0


def test_graphs_of_others_are_left_alone(server, target) -> None:
    other = NamedNode("https://w3id.org/inspectgraph/of-somebody-else")
    triple = Triple(other, NamedNode(terms.RDF_TYPE), NamedNode(terms.REPORT))
    target.put(other, [triple])
    publish(invented(), target)
    assert target.read(other) == [triple]
    target.delete(other)
    target.delete(other)
    assert target.read(other) == []


def test_without_evidence_no_words_are_there(server, target) -> None:
    store = invented()
    publish(store, target, PublishOptions(quotes=False))
    words = "SELECT ?w { ?s oa:exact|ig:heading|ig:reason ?w }"
    assert list(select(store, words))
    assert list(select(server.asked, words)) == []
    publish(store, target)
    assert quads(server.asked) == local(store)


def test_a_runaway_query_ends_at_its_limit(server, there) -> None:
    from dataclasses import replace

    asked = replace(server.asked, timeout=1.5)
    with pytest.raises(QueryError, match=r"within 1\.5 s"):
        run_sparql(
            asked,
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
            "FILTER(STR(?c) < STR(?f) && STR(?f) < STR(?i)) }",
        )
    assert run_sparql(server.asked, "ASK { ?r a ig:Report }").rows == ((True,),)


def test_an_answer_that_the_server_cuts_is_an_error(small_virtuoso) -> None:
    publish(invented(), small_virtuoso.graphs)
    assert len(run_sparql(small_virtuoso.asked, "SELECT ?r { ?r a ig:Report }").rows) == 9
    with pytest.raises(QueryError, match="cut its answer at 10"):
        run_sparql(small_virtuoso.asked, "SELECT ?s { ?s a ?class }")


def test_a_wrong_password_is_told(server) -> None:
    if server.name != "virtuoso":
        pytest.skip("the oxigraph server asks for no password")
    from inspectgraph.queries.source.endpoint import Credentials, Endpoint

    wrong = Endpoint(server.graphs.endpoint.url, 20, Credentials("dba", "wrong"))
    with pytest.raises(QueryError, match="401") as caught:
        publish(invented(), GraphStore(wrong))
    assert "INSPECTGRAPH_PASSWORD" in caught.value.cure
