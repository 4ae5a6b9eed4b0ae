"""What users type for an authority, turned into the councils that it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from inspectgraph.ontology.errors import UnknownName
from inspectgraph.ontology.terms import AUTHORITIES_GRAPH
from inspectgraph.queries.named.names import LONGEST, name_key, shortened
from inspectgraph.queries.source.local import Source, iri, literals, profile_of, select
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

if TYPE_CHECKING:
    from inspectgraph.ontology.authorities import AuthorityIndex

_EXACT_NAME: Final = """SELECT DISTINCT ?area ?dissolved WHERE {
  #PARAMETERS
  { ?area skos:prefLabel|skos:altLabel|ig:shortName|dcterms:identifier ?name }
  UNION { ?area ig:gssCode ?assignment . ?assignment ig:code ?name }
  ?area a ig:Authority .
  OPTIONAL { ?area schema:dissolutionDate ?dissolved }
} ORDER BY ?area"""
_LABELS: Final = """SELECT ?area ?name WHERE {
  ?area a ig:Authority ; skos:prefLabel|skos:altLabel|ig:shortName ?name .
} ORDER BY ?area ?name"""
_MINTED: Final = """SELECT DISTINCT ?area ?name WHERE {
  ?area ig:minted true ; a ig:Authority ; skos:prefLabel ?name
} ORDER BY ?area"""


def resolve_authority(source: Source, value: str, *, single: bool = False) -> list[NamedNode]:
    """Authorities by IRI, code or any usual form of a name.

    Labels and codes are looked up in the source, which costs next to nothing; only
    other forms need the index. A name that an old and a new council share
    means both, unless one is asked for: then the one that still exists.
    """
    name = " ".join(value.split())
    if not name or len(name) > LONGEST:
        raise UnknownName(shortened(value), "authority")
    if name.startswith(("http://", "https://")):
        return [iri(name)]
    dissolved = (
        _exact(source, name) or _exact(source, _same_label(source, name)) or _minted(source, name)
    )
    if single and len(dissolved) > 1:
        dissolved = {area: gone for area, gone in dissolved.items() if not gone} or dissolved
    return list(dissolved)[: 1 if single else None] or _from_index(source, name)


def _exact(source: Source, name: str | None) -> dict[NamedNode, bool]:
    """Authorities with exactly that label or code, and whether they were dissolved."""
    if name is None:
        return {}
    rows = select(source, _EXACT_NAME, {"name": literals([name], "en")})
    return {area: gone is not None for area, gone in rows if isinstance(area, NamedNode)}


def _same_label(source: Source, name: str) -> str | None:
    """The label of an authority that differs in case or hyphens alone."""
    for _, label in select(source, _LABELS):
        if isinstance(label, Literal) and name_key(label.value) == name_key(name):
            return label.value
    return None


def _minted(source: Source, name: str) -> dict[NamedNode, bool]:
    """Authorities made for a report, by their name without the words for a kind of council."""
    rows = [row for row in select(source, _MINTED) if isinstance(row[1], Literal)]
    if not rows:
        return {}
    from inspectgraph.ontology.authorities import core_name

    core = core_name(name)
    same = (area for area, label in rows if core and core_name(label.value) == core)
    return {area: False for area in same if isinstance(area, NamedNode)}


def _from_index(source: Source, name: str) -> list[NamedNode]:
    """The one authority that any other usual form of a name means."""
    index = authority_index(source)
    authority = index.match(name)
    if authority is None:
        raise UnknownName(name, "authority", index.suggest(name))
    return [NamedNode(authority.iri)]


def authority_index(source: Source) -> AuthorityIndex:
    """The authorities of the package, or of the other profile that a store was built with."""
    from inspectgraph.ontology.authorities import AuthorityIndex
    from inspectgraph.ontology.profiles import DEFAULT, packaged_authorities

    if isinstance(source, Store) and profile_of(source) not in ("", DEFAULT):
        graph = NamedNode(AUTHORITIES_GRAPH)
        turtle = source.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
        return AuthorityIndex.read(turtle or b"")
    return packaged_authorities()
