"""The graphs, put into another server: one request a graph, and only what changed.

What stands there is recorded in a graph of its own, `{base}graph/published`: every graph
that we put there (`dcterms:hasPart`) and a digest of its statements
(`dcterms:identifier`). Before anything is sent, the graphs to come are noted without a
digest, and a digest is noted only when its graph has arrived whole: a run that was cut
off is resumed where it stopped, and a graph that is half there is sent again. Graphs
that are no longer in the store are deleted there; those that we never put there are
left alone. Nothing changed: nothing is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol
from urllib.parse import quote, urlencode, urlsplit

from inspectgraph.ontology.errors import QueryError
from inspectgraph.ontology.terms import DCTERMS, DEFAULT_BASE
from inspectgraph.queries.export import ExportOptions, select_quads, sorted_triples
from inspectgraph.queries.info import base_iri
from inspectgraph.queries.source.endpoint import (
    RDF_ACCEPTED,
    Endpoint,
    Reply,
    ServerError,
    read_triples,
    send,
)
from inspectgraph.queries.source.local import query
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

_PART: Final = NamedNode(f"{DCTERMS}hasPart")
_DIGEST: Final = NamedNode(f"{DCTERMS}identifier")
_RECORD_EVERY: Final = 20  # graphs: what a killed run may have to send again
_AT_ONCE: Final = 1000  # triples in one update: Virtuoso takes no more than some thousands
_READ: Final = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"
_FORM: Final = "application/x-www-form-urlencoded"

OnGraph = Callable[[int, int], None]


class Server(Protocol):
    """A server that keeps named graphs."""

    def read(self, graph: NamedNode) -> list[Triple]:
        """The triples of a graph; none where it does not exist."""

    def put(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """Make the graph hold these triples and no others."""

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """Add triples to the graph."""

    def delete(self, graph: NamedNode) -> None:
        """Remove the graph."""


@dataclass(frozen=True)
class GraphStore:
    """A server with the SPARQL 1.1 Graph Store Protocol."""

    endpoint: Endpoint

    def read(self, graph: NamedNode) -> list[Triple]:
        """GET; a graph that does not exist is empty."""
        try:
            return read_triples(self.endpoint, self._send("GET", graph))
        except ServerError as error:
            if error.status == 404:
                return []
            raise

    def put(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """PUT, which replaces the graph."""
        self._send("PUT", graph, triples)

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """POST, which merges."""
        self._send("POST", graph, triples)

    def delete(self, graph: NamedNode) -> None:
        """DELETE; a graph that is gone already is no error."""
        try:
            self._send("DELETE", graph)
        except ServerError as error:
            if error.status != 404:
                raise

    def _send(
        self, method: str, graph: NamedNode, triples: Sequence[Triple] | None = None
    ) -> Reply:
        joint = "&" if urlsplit(self.endpoint.url).query else "?"
        url = f"{self.endpoint.url}{joint}graph={quote(graph.value, safe='')}"
        if triples is None:
            # Virtuoso refuses a DELETE that says what it accepts
            accepted = {"Accept": RDF_ACCEPTED} if method == "GET" else {}
            return send(self.endpoint, method, url, None, accepted)
        headers = {"Content-Type": "text/turtle; charset=utf-8"}  # N-Triples are Turtle
        return send(self.endpoint, method, url, _text(triples), headers)


@dataclass(frozen=True)
class UpdateServer:
    """A server with SPARQL 1.1 Update, and the address where it is asked."""

    update: Endpoint
    asked: Endpoint

    def read(self, graph: NamedNode) -> list[Triple]:
        """What a CONSTRUCT finds."""
        triples = query(self.asked, _READ % graph)
        return triples if isinstance(triples, list) else []

    def put(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """DROP and INSERT in one request, and more requests where a graph is large."""
        self._send(f"DROP SILENT GRAPH {graph};\n{_insert(graph, triples[:_AT_ONCE])}")
        self.add(graph, triples[_AT_ONCE:])

    def add(self, graph: NamedNode, triples: Sequence[Triple]) -> None:
        """INSERT DATA."""
        for start in range(0, len(triples), _AT_ONCE):
            self._send(_insert(graph, triples[start : start + _AT_ONCE]))

    def delete(self, graph: NamedNode) -> None:
        """DROP."""
        self._send(f"DROP SILENT GRAPH {graph}")

    def _send(self, text: str) -> None:
        body = urlencode({"update": text}).encode()
        send(self.update, "POST", self.update.url, body, {"Content-Type": _FORM})


def _insert(graph: NamedNode, triples: Sequence[Triple]) -> str:
    return f"INSERT DATA {{ GRAPH {graph} {{\n{_text(triples).decode('utf-8')}}} }}"


def _text(triples: Sequence[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


@dataclass(frozen=True)
class PublishOptions:
    """With or without quotes; `everything` sends what is unchanged too."""

    quotes: bool = True
    everything: bool = False


@dataclass(frozen=True)
class Published:
    """How many graphs were sent, were unchanged, and were deleted."""

    sent: int
    unchanged: int
    deleted: int


def publish(
    store: Store,
    server: Server,
    options: PublishOptions | None = None,
    on_graph: OnGraph = lambda done, total: None,
) -> Published:
    """Make the server hold the store's graphs; `on_graph` is told how many of how many."""
    options = options or PublishOptions()
    digests = {graph: _digest(triples) for graph, triples in _graphs(store, options)}
    register = NamedNode(f"{base_iri(store) or DEFAULT_BASE}graph/published")
    there = _registered(server.read(register))
    changed = {
        graph
        for graph, digest in digests.items()
        if options.everything or there.get(graph) != digest
    }
    gone = sorted(there.keys() - digests.keys(), key=str)
    if changed or gone:
        kept = {graph: digest for graph, digest in there.items() if graph not in changed}
        server.put(register, _register(register, {**kept, **dict.fromkeys(changed, "")}))
        graphs = (
            (graph, triples) for graph, triples in _graphs(store, options) if graph in changed
        )
        _send_changed(server, register, graphs, lambda done: on_graph(done, len(changed)))
        for graph in gone:
            server.delete(graph)
        if gone:
            server.put(register, _register(register, digests))
    return Published(len(changed), len(digests) - len(changed), len(gone))


def _graphs(store: Store, options: PublishOptions) -> Iterator[tuple[NamedNode, list[Triple]]]:
    """The graphs of the store, each with its triples in the order of exports."""
    quads = select_quads(store, ExportOptions(quotes=options.quotes))
    for graph, members in groupby(quads, key=_graph_of):
        yield graph, sorted_triples(quad.triple for quad in members)


def _graph_of(quad: Quad) -> NamedNode:
    if isinstance(quad.graph_name, NamedNode):
        return quad.graph_name
    raise QueryError(f"a statement stands in no named graph: {quad.triple}", "Build anew.")


def _digest(triples: Sequence[Triple]) -> str:
    return f"sha256:{hashlib.sha256(_text(triples)).hexdigest()}"


def _registered(triples: Sequence[Triple]) -> dict[NamedNode, str]:
    """The graphs that we put there, and their digests where they arrived whole."""
    out: dict[NamedNode, str] = {}
    for triple in triples:
        if triple.predicate == _PART and isinstance(triple.object, NamedNode):
            out.setdefault(triple.object, "")
        elif isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
            out[triple.subject] = triple.object.value
    return out


def _register(register: NamedNode, digests: Mapping[NamedNode, str]) -> list[Triple]:
    parts = [Triple(register, _PART, graph) for graph in digests]
    return sorted_triples([*parts, *_arrived({g: d for g, d in digests.items() if d})])


def _arrived(digests: Mapping[NamedNode, str]) -> list[Triple]:
    return [Triple(graph, _DIGEST, Literal(digest)) for graph, digest in digests.items()]


def _send_changed(
    server: Server,
    register: NamedNode,
    graphs: Iterable[tuple[NamedNode, list[Triple]]],
    on_sent: Callable[[int], None],
) -> None:
    """Send the graphs, and note those that arrived, also when a later one does not."""
    arrived: dict[NamedNode, str] = {}
    try:
        for number, (graph, triples) in enumerate(graphs, 1):
            server.put(graph, triples)
            arrived[graph] = _digest(triples)
            on_sent(number)
            if len(arrived) == _RECORD_EVERY:
                server.add(register, _arrived(arrived))
                arrived.clear()
    finally:
        if arrived:
            server.add(register, _arrived(arrived))
