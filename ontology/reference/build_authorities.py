"""Build `authorities.ttl` from the published list of English councils.

    python -m inspectgraph.ontology.reference.build_authorities --from FOLDER

FOLDER holds `local_authorities.csv` (mySociety, CC BY 4.0). What the list lacks or has wrong
stands in `authorities_extra.toml`, each entry with its reason. The same input gives the same
bytes: subjects, predicates and objects are sorted, and nothing depends on the clock.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from inspectgraph.ontology import terms
from inspectgraph.ontology.authorities import core_name, slug
from inspectgraph.ontology.reference.extra_facts import Facts, day_of, table, tables, text, texts
from inspectgraph.ontology.reference.sources import Row, read_rows, run_builder
from inspectgraph.ontology.reference.turtle import Triple, dated, english, quoted, turtle

HERE = Path(__file__).resolve().parent
SOURCE_NAME = "local_authorities.csv"
EXTRA = HERE / "authorities_extra.toml"
OUTPUT = HERE.parent / "profiles/ofsted/reference/authorities.ttl"
_SOURCES = (
    "mySociety, UK local authorities (CC BY 4.0); ONS codes (Open Government Licence v3.0); "
    "additions in authorities_extra.toml"
)
_PREFIXES = ("auth", "dcterms", "ig", "org", "owl", "rdfs", "schema", "skos", "xsd")


@dataclass(frozen=True, slots=True)
class Council:
    """A council as it goes into the Turtle file; `key` is its code in the source list."""

    key: str
    name: str
    short: str
    council_type: str
    region: str
    gss: str
    former_gss: tuple[str, ...] = ()
    founded: date | None = None
    dissolved: date | None = None
    successors: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    dfe_code: str = ""
    ofsted_urn: str = ""

    @property
    def curie(self) -> str:
        """Its prefixed name: the slug of its official name."""
        return f"auth:{slug(self.name)}"


@dataclass(frozen=True, slots=True)
class Recoding:
    """A day on which a GSS code gave way to another, of the same council."""

    old: str
    new: str
    on: date


def build(source: Path, extra: Path = EXTRA) -> str:
    """The Turtle text of the reference graph of authorities."""
    rows = read_rows(source)
    facts: Facts = tomllib.loads(extra.read_text(encoding="utf-8"))
    councils = _councils(rows, facts)
    triples = [*_header(), *_council_triples(councils), *_change_triples(councils)]
    triples += _code_triples(councils, _recodings(facts))
    return turtle(triples, _PREFIXES)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folder that is named and write `authorities.ttl` beside this script."""
    run_builder(lambda folder, extra: build(folder / SOURCE_NAME, extra), OUTPUT, EXTRA, arguments)


def _councils(rows: Iterable[Row], facts: Facts) -> list[Council]:
    """Councils with children's services, now or before, with all corrections applied."""
    rows = list(rows)
    founded = _founded(facts)
    included = {text(entry, "authority") for entry in tables(facts, "include")}
    chosen = [
        _from_row(row, founded)
        for row in rows
        if row["childrens-services"] == "yes" or row["local-authority-code"] in included
    ]
    chosen += [_from_entry(entry) for entry in tables(facts, "add")]
    councils = {council.key: council for council in chosen}
    for entry in tables(facts, "correct"):
        key = text(entry, "authority")
        councils[key] = _corrected(councils[key], entry)
    return _with_negative_names(councils, rows, facts)


def _from_row(row: Row, founded: Mapping[str, date]) -> Council:
    key, council_type = row["local-authority-code"], row["local-authority-type-name"]
    return Council(
        key=key,
        name=_tidy(row["official-name"]),
        short=_tidy(row["nice-name"]).removesuffix(" Council"),
        council_type=council_type,
        region=row["region"],
        gss=row["gss-code"],
        former_gss=tuple(_codes(row["former-gss-codes"])),
        founded=founded.get(key) or founded.get(council_type) or _reliable(row["start-date"]),
        dissolved=_first_day_without(row["end-date"]),
        successors=tuple(_codes(row["replaced-by"])),
        alt=tuple(_listed_names(row["alt-names"])),
        neighbours=tuple(_codes(row["statistical-neighbours-gss"])),
        dfe_code=row["dfe-la-code"],
        ofsted_urn=row["ofsted-urn"],
    )


def _from_entry(entry: Facts) -> Council:
    return Council(
        key=text(entry, "authority"),
        name=text(entry, "name"),
        short=text(entry, "short"),
        council_type=text(entry, "type"),
        region=text(entry, "region"),
        gss=text(entry, "gss"),
        founded=day_of(entry, "founded"),
        dissolved=day_of(entry, "dissolved"),
        successors=texts(entry, "successors"),
    )


def _corrected(council: Council, entry: Facts) -> Council:
    return replace(
        council,
        short=text(entry, "short") if "short" in entry else council.short,
        region=text(entry, "region") if "region" in entry else council.region,
        alt=council.alt + texts(entry, "alt"),
        weak=council.weak + texts(entry, "weak"),
        former_gss=council.former_gss + texts(entry, "former_gss"),
    )


def _founded(facts: Facts) -> dict[str, date]:
    """Day of founding by key of a council or by type of council."""
    by_type = table(facts, "founded_by_type")
    days = {str(name): day_of(by_type, name) for name in by_type}
    for entry in tables(facts, "founded"):
        days |= {key: day_of(entry, "date") for key in texts(entry, "authorities")}
    return days


def _reliable(day: str) -> date | None:
    """A founding day of the list, unless it is the day on which boundaries were loaded."""
    return None if not day or day.startswith("2005-") else date.fromisoformat(day)


def _first_day_without(day: str) -> date | None:
    """The list gives the last day of some bodies and the first day without others: 1 April."""
    if not day:
        return None
    ended = date.fromisoformat(day)
    return ended + timedelta(days=1) if (ended.month, ended.day) == (3, 31) else ended


def _codes(text: str) -> list[str]:
    return [code for code in re.split(r"[,;\s]+", text) if code]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _listed_names(text: str) -> Iterator[str]:
    """Names of the list's alt-names; a comma before a space belongs to a name.

    Lower-case forms and those of its boundary files ("Derby City UA", "brent london boro")
    are left out: they add no usual form, and nobody prints them.
    """
    for name in re.split(r",(?! )", text):
        if name and not name.islower() and not name.endswith((" UA", " Council", " boro")):
            yield _tidy(name)


def _with_negative_names(
    councils: Mapping[str, Council], rows: Iterable[Row], facts: Facts
) -> list[Council]:
    """Add the names of other bodies that contain the name of one of the councils."""
    others = {
        _tidy(row["nice-name"]) for row in rows if row["local-authority-code"] not in councils
    }
    named = {key: set[str]() for key in councils}
    for entry in tables(facts, "negative"):
        named[text(entry, "authority")].update(texts(entry, "names"))
    for key, council in councils.items():
        named[key].update(
            name for name in others if _holds(core_name(name), core_name(council.short))
        )
    return [
        replace(council, negative=tuple(sorted(named[key]))) for key, council in councils.items()
    ]


def _holds(longer: str, shorter: str) -> bool:
    return longer != shorter and f" {shorter} " in f" {longer} "


def _header() -> Iterator[Triple]:
    graph = f"<{terms.AUTHORITIES_GRAPH}>"
    yield graph, "a", "owl:Ontology"
    yield graph, "dcterms:title", '"English local authorities with children\'s services"@en'
    yield graph, "dcterms:creator", '"inspectgraph"'
    yield graph, "dcterms:license", "<https://creativecommons.org/licenses/by/4.0/>"
    yield graph, "dcterms:source", english(_SOURCES)


def _council_triples(councils: Sequence[Council]) -> Iterator[Triple]:
    by_code = {code: c.curie for c in councils for code in (c.gss, *c.former_gss)}
    for council in councils:
        me = council.curie
        yield me, "a", "ig:Authority"
        yield me, "a", "org:FormalOrganization"
        yield me, "skos:prefLabel", english(council.name)
        yield me, "ig:shortName", quoted(council.short)
        for name in _new_names(council):
            yield me, "skos:altLabel", english(name)
        for name in council.weak:
            yield me, "skos:hiddenLabel", english(name)
        for name in council.negative:
            yield me, "ig:negativeLabel", english(name)
        yield from _attribute_triples(council)
        for code in council.neighbours:
            yield me, "ig:statisticalNeighbour", by_code[code]


def _attribute_triples(council: Council) -> Iterator[Triple]:
    me = council.curie
    for code in (council.gss, *council.former_gss):
        yield me, "dcterms:identifier", quoted(code)
        yield me, "ig:areaServed", f"<{terms.ONS_GEOGRAPHY}{code}>"
    yield me, "ig:region", quoted(council.region)
    yield me, "ig:councilType", quoted(council.council_type)
    yield me, "ig:hasChildrensServices", "true"
    if council.dfe_code:
        yield me, "ig:dfeCode", quoted(council.dfe_code)
    if council.ofsted_urn:
        yield me, "ig:ofstedUrn", quoted(council.ofsted_urn)
    if council.founded:
        yield me, "schema:foundingDate", dated(council.founded)
    if council.dissolved:
        yield me, "schema:dissolutionDate", dated(council.dissolved)


def _new_names(council: Council) -> Iterator[str]:
    """Alternative names that are neither the official nor the short name, each once."""
    seen = {council.name.casefold(), council.short.casefold()}
    for name in council.alt:
        if name.casefold() not in seen:
            seen.add(name.casefold())
            yield name


def _change_triples(councils: Sequence[Council]) -> Iterator[Triple]:
    """One event for all councils that the same successors replaced on the same day."""
    by_key = {council.key: council for council in councils}
    for council in councils:
        if not council.successors or not council.dissolved:
            continue
        heirs = [by_key[key] for key in council.successors]
        event = f"auth:change-{council.dissolved}-{'-and-'.join(slug(h.short) for h in heirs)}"
        label = f"{council.dissolved}: {' and '.join(heir.name for heir in heirs)} founded"
        yield event, "a", "org:ChangeEvent"
        yield event, "rdfs:label", english(label)
        yield event, "schema:startDate", dated(council.dissolved)
        yield event, "org:originalOrganization", council.curie
        for heir in heirs:
            yield event, "org:resultingOrganization", heir.curie


def _recodings(facts: Facts) -> list[Recoding]:
    return [
        Recoding(text(entry, "old"), text(entry, "new"), day_of(entry, "date"))
        for entry in tables(facts, "recoded")
    ]


def _code_triples(councils: Sequence[Council], recodings: Iterable[Recoding]) -> Iterator[Triple]:
    """A node for each code that has a first or a last day."""
    by_code = {code: c.curie for c in councils for code in (c.gss, *c.former_gss)}
    for change in recodings:
        if by_code[change.old] != by_code[change.new]:
            raise ValueError(f"{change.old} and {change.new} are codes of different councils")
        for code in (change.old, change.new):
            node = f"auth:code-{code}"
            yield by_code[code], "ig:gssCode", node
            yield node, "a", "ig:CodeAssignment"
            yield node, "rdfs:label", english(f"GSS code {code}")
            yield node, "ig:code", quoted(code)
        last = change.on - timedelta(days=1)
        yield f"auth:code-{change.old}", "schema:validThrough", dated(last)
        yield f"auth:code-{change.new}", "schema:validFrom", dated(change.on)


if __name__ == "__main__":
    main()
