"""A local authority of the reference data, and how it is read from Turtle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspectgraph.ontology import terms
from inspectgraph.ontology.nodes import Node, day_of, read_nodes


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority of the reference data; `codes` has the current GSS code first.

    `alt_names` stand for it anywhere, `weak_names` only where a council is expected.
    It exists on each day from `founded` to the day before `dissolved`.
    """

    iri: str
    name: str
    short_name: str
    codes: tuple[str, ...] = ()
    alt_names: tuple[str, ...] = ()
    weak_names: tuple[str, ...] = ()
    negative_names: tuple[str, ...] = ()
    region: str = ""
    council_type: str = ""
    founded: date | None = None
    dissolved: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    statistical_neighbours: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The current GSS code, or the last one; empty where there is none."""
        return self.codes[0] if self.codes else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Official, short and alternative names, without the weak ones."""
        return (self.name, self.short_name, *self.alt_names)

    def exists(self, on: date) -> bool:
        """Whether it existed on that day."""
        return not self.begins_after(on) and not self.ended_by(on)

    def begins_after(self, on: date) -> bool:
        """Whether it was founded after that day."""
        return self.founded is not None and on < self.founded

    def ended_by(self, on: date) -> bool:
        """Whether it was dissolved on that day or before."""
        return self.dissolved is not None and self.dissolved <= on


def read_authorities(turtle: bytes) -> Iterator[Authority]:
    """The authorities of a Turtle file."""
    nodes = read_nodes([turtle])
    before, after = _changes(nodes)
    for iri, own in nodes.items():
        if terms.AUTHORITY in own.get(terms.RDF_TYPE, ()):
            ended = {
                code
                for node in own.get(terms.GSS_CODE, ())
                if terms.VALID_THROUGH in nodes[node]
                for code in nodes[node][terms.CODE]
            }
            yield _authority(iri, own, ended, before.get(iri, []), after.get(iri, []))


def _changes(nodes: dict[str, Node]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Predecessors and successors by IRI, out of the change events."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for event in nodes.values():
        for old in event.get(terms.ORIGINAL_ORGANIZATION, ()):
            for new in event.get(terms.RESULTING_ORGANIZATION, ()):
                before.setdefault(new, []).append(old)
                after.setdefault(old, []).append(new)
    return before, after


def _authority(
    iri: str,
    own: Node,
    ended: set[str],
    before: list[str],
    after: list[str],
) -> Authority:
    codes = own.get(terms.DC_IDENTIFIER, ())
    return Authority(
        iri=iri,
        name=own[terms.PREF_LABEL][0],
        short_name=own.get(terms.SHORT_NAME, own[terms.PREF_LABEL])[0],
        codes=tuple(sorted(codes, key=lambda code: (code in ended, code))),
        alt_names=tuple(own.get(terms.ALT_LABEL, ())),
        weak_names=tuple(own.get(terms.HIDDEN_LABEL, ())),
        negative_names=tuple(own.get(terms.NEGATIVE_LABEL, ())),
        region=own.get(terms.REGION, [""])[0],
        council_type=own.get(terms.COUNCIL_TYPE, [""])[0],
        founded=day_of(own.get(terms.FOUNDING_DATE)),
        dissolved=day_of(own.get(terms.DISSOLUTION_DATE)),
        predecessors=tuple(sorted(before)),
        successors=tuple(sorted(after)),
        statistical_neighbours=tuple(own.get(terms.STATISTICAL_NEIGHBOUR, ())),
    )
