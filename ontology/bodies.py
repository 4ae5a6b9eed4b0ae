"""Partner agencies of the reference data: by IRI, by name at a date, by area.

A body keeps its node through changes of its name; what it was called on a day is
`Body.name_on`. Merged and divided bodies are nodes of their own, joined by change events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from inspectgraph.ontology import terms
from inspectgraph.ontology.nodes import Node, day_of, read_nodes

_GRACE: Final = timedelta(days=60)  # a report names bodies of its fieldwork, weeks earlier


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the reference data. It exists from `founded` to the day before `dissolved`.

    `earlier` holds names with their last days, the oldest first; `forms` are usual forms
    that mean it anywhere, `weak_forms` only if they are printed with the same capitals.
    """

    iri: str
    name: str
    type: str
    identifier: str = ""
    founded: date | None = None
    dissolved: date | None = None
    earlier: tuple[tuple[str, date], ...] = ()
    forms: tuple[str, ...] = ()
    weak_forms: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    def exists(self, on: date | None) -> bool:
        """Whether it existed on a day, or on any day where none is given."""
        if on is None:
            return True
        begun = self.founded is None or self.founded <= on
        return begun and (self.dissolved is None or on < self.dissolved)

    def is_near(self, on: date | None) -> bool:
        """Whether a report of that day can name it: reports also cover the weeks before."""
        if on is None or self.exists(on):
            return True
        return self.dissolved is not None and self.exists(on - _GRACE)

    def name_on(self, on: date | None) -> str:
        """Its official name on a day; the last one where no day is given."""
        if on is not None:
            for name, last in self.earlier:
                if on <= last:
                    return name
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """All official names that it has had, the latest first."""
        return (self.name, *(name for name, _ in self.earlier))


class BodyIndex:
    """All partner agencies of the reference data, in the order of their IRIs."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self.bodies: tuple[Body, ...] = tuple(sorted(bodies, key=lambda body: body.iri))
        self._by_iri = {body.iri: body for body in self.bodies}
        self._by_area: dict[tuple[str, str], list[Body]] = {}
        for body in self.bodies:
            for area in body.areas:
                self._by_area.setdefault((area, body.type), []).append(body)

    @classmethod
    def read(cls, turtle: Iterable[bytes]) -> BodyIndex:
        """The index of the bodies that Turtle files describe together."""
        return cls(_read_bodies(turtle))

    def by_iri(self, iri: str) -> Body | None:
        """The body of an IRI."""
        return self._by_iri.get(iri)

    def of_area(self, area: str, agency_type: str, on: date | None) -> tuple[Body, ...]:
        """Bodies of a type that serve an authority's area on a day."""
        serving = self._by_area.get((area, agency_type), ())
        return tuple(body for body in serving if body.exists(on))

    def followed_by(self, body: Body, on: date | None) -> tuple[Body, ...]:
        """The body itself if it exists on a day, else its successors that do."""
        if body.exists(on):
            return (body,)
        if on is None or body.dissolved is None or on < body.dissolved:
            return ()
        heirs = (self._by_iri[iri] for iri in body.successors)
        existing = {
            successor.iri: successor for heir in heirs for successor in self.followed_by(heir, on)
        }
        return tuple(existing.values())


def _read_bodies(turtle: Iterable[bytes]) -> Iterator[Body]:
    """The bodies of Turtle files."""
    nodes = read_nodes(turtle)
    heirs: dict[str, list[str]] = {}
    for event in nodes.values():
        for old in event.get(terms.ORIGINAL_ORGANIZATION, ()):
            heirs.setdefault(old, []).extend(event.get(terms.RESULTING_ORGANIZATION, ()))
    for iri, own in nodes.items():
        if terms.AGENCY in own.get(terms.RDF_TYPE, ()):
            after = tuple(sorted({*heirs.get(iri, ())} - {iri}))
            yield _body(iri, own, nodes, after)


def _body(iri: str, own: Node, nodes: dict[str, Node], successors: tuple[str, ...]) -> Body:
    former = (nodes[node] for node in own.get(terms.FORMER_NAME, ()))
    earlier = [
        (name[terms.RDFS_LABEL][0], date.fromisoformat(name[terms.VALID_THROUGH][0]))
        for name in former
    ]
    return Body(
        iri=iri,
        name=own[terms.PREF_LABEL][0],
        type=own[terms.AGENCY_TYPE_OF][0].removeprefix(terms.AGENCY_TYPE),
        identifier=own.get(terms.DC_IDENTIFIER, [""])[0],
        founded=day_of(own.get(terms.FOUNDING_DATE)),
        dissolved=day_of(own.get(terms.DISSOLUTION_DATE)),
        earlier=tuple(sorted(earlier, key=lambda name: name[1])),
        forms=tuple(own.get(terms.ALT_LABEL, ())),
        weak_forms=tuple(own.get(terms.HIDDEN_LABEL, ())),
        areas=tuple(own.get(terms.AREA_SERVED, ())),
        successors=successors,
    )
