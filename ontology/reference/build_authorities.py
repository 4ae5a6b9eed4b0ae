"""Build `authorities.ttl` from the published list of English councils.

    python -m inspectgraph.ontology.reference.build_authorities --from FOLDER

FOLDER holds `local_authorities.csv` (mySociety, CC BY 4.0). What the list lacks or has wrong
stands in `authorities_extra.toml`, each entry with its reason. The same input gives the same
bytes: subjects, predicates and objects are sorted, and nothing depends on the clock.
"""

from __future__ import annotations

import argparse
import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from inspectgraph.ontology import terms
from inspectgraph.ontology.authorities import core_name, slug

HERE = Path(__file__).resolve().parent
SOURCE_NAME = "local_authorities.csv"
EXTRA = HERE / "authorities_extra.toml"
OUTPUT = HERE.parent / "profiles/ofsted/reference/authorities.ttl"
_SOURCES = (
    "mySociety, UK local authorities (CC BY 4.0); ONS codes (Open Government Licence v3.0); "
    "additions in authorities_extra.toml"
)
_PREFIXES = ("auth", "dcterms", "ig", "org", "owl", "rdfs", "schema", "skos", "xsd")

Row: TypeAlias = Mapping[str, str]
Entry: TypeAlias = Mapping[str, object]
Extra: TypeAlias = Mapping[str, object]
Triple: TypeAlias = tuple[str, str, str]


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
    rows = _read_rows(source)
    facts: Extra = tomllib.loads(extra.read_text(encoding="utf-8"))
    councils = _councils(rows, facts)
    triples = [*_header(), *_council_triples(councils), *_change_triples(councils)]
    triples += _code_triples(councils, _recodings(facts))
    return _turtle(triples)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folder that is named and write `authorities.ttl` beside this script."""
    parser = argparse.ArgumentParser(description="Build authorities.ttl.")
    parser.add_argument("--from", dest="folder", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--to", type=Path, default=OUTPUT, metavar="FILE")
    options = parser.parse_args(arguments)
    text = build(options.folder / SOURCE_NAME)
    options.to.write_text(text, encoding="utf-8", newline="\n")


def _read_rows(source: Path) -> list[Row]:
    with source.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def _councils(rows: Iterable[Row], facts: Extra) -> list[Council]:
    """Councils with children's services, now or before, with all corrections applied."""
    rows = list(rows)
    founded = _founded(facts)
    included = {_text(entry, "authority") for entry in _entries(facts, "include")}
    chosen = [
        _from_row(row, founded)
        for row in rows
        if row["childrens-services"] == "yes" or row["local-authority-code"] in included
    ]
    chosen += [_from_entry(entry) for entry in _entries(facts, "add")]
    councils = {council.key: council for council in chosen}
    for entry in _entries(facts, "correct"):
        key = _text(entry, "authority")
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


def _from_entry(entry: Entry) -> Council:
    return Council(
        key=_text(entry, "authority"),
        name=_text(entry, "name"),
        short=_text(entry, "short"),
        council_type=_text(entry, "type"),
        region=_text(entry, "region"),
        gss=_text(entry, "gss"),
        founded=_date(entry, "founded"),
        dissolved=_date(entry, "dissolved"),
        successors=_texts(entry, "successors"),
    )


def _corrected(council: Council, entry: Entry) -> Council:
    return replace(
        council,
        short=_text(entry, "short") if "short" in entry else council.short,
        region=_text(entry, "region") if "region" in entry else council.region,
        alt=council.alt + _texts(entry, "alt"),
        weak=council.weak + _texts(entry, "weak"),
        former_gss=council.former_gss + _texts(entry, "former_gss"),
    )


def _founded(facts: Extra) -> dict[str, date]:
    """Day of founding by key of a council or by type of council."""
    by_type = facts["founded_by_type"]
    if not isinstance(by_type, dict):
        raise TypeError("founded_by_type is not a table")
    days = {str(name): _date(by_type, name) for name in by_type}
    for entry in _entries(facts, "founded"):
        days |= {key: _date(entry, "date") for key in _texts(entry, "authorities")}
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
    councils: Mapping[str, Council], rows: Iterable[Row], facts: Extra
) -> list[Council]:
    """Add the names of other bodies that hold the name of a council of ours."""
    others = {
        _tidy(row["nice-name"]) for row in rows if row["local-authority-code"] not in councils
    }
    named = {key: set[str]() for key in councils}
    for entry in _entries(facts, "negative"):
        named[_text(entry, "authority")].update(_texts(entry, "names"))
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
    yield graph, "dcterms:source", _english(_SOURCES)


def _council_triples(councils: Sequence[Council]) -> Iterator[Triple]:
    by_code = {code: c.curie for c in councils for code in (c.gss, *c.former_gss)}
    for council in councils:
        me = council.curie
        yield me, "a", "ig:Authority"
        yield me, "a", "org:FormalOrganization"
        yield me, "skos:prefLabel", _english(council.name)
        yield me, "ig:shortName", _quoted(council.short)
        for name in _new_names(council):
            yield me, "skos:altLabel", _english(name)
        for name in council.weak:
            yield me, "skos:hiddenLabel", _english(name)
        for name in council.negative:
            yield me, "ig:negativeLabel", _english(name)
        yield from _attribute_triples(council)
        for code in council.neighbours:
            yield me, "ig:statisticalNeighbour", by_code[code]


def _attribute_triples(council: Council) -> Iterator[Triple]:
    me = council.curie
    for code in (council.gss, *council.former_gss):
        yield me, "dcterms:identifier", _quoted(code)
        yield me, "ig:areaServed", f"<{terms.ONS_GEOGRAPHY}{code}>"
    yield me, "ig:region", _quoted(council.region)
    yield me, "ig:councilType", _quoted(council.council_type)
    yield me, "ig:hasChildrensServices", "true"
    if council.dfe_code:
        yield me, "ig:dfeCode", _quoted(council.dfe_code)
    if council.ofsted_urn:
        yield me, "ig:ofstedUrn", _quoted(council.ofsted_urn)
    if council.founded:
        yield me, "schema:foundingDate", _day(council.founded)
    if council.dissolved:
        yield me, "schema:dissolutionDate", _day(council.dissolved)


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
        yield event, "rdfs:label", _english(label)
        yield event, "schema:startDate", _day(council.dissolved)
        yield event, "org:originalOrganization", council.curie
        for heir in heirs:
            yield event, "org:resultingOrganization", heir.curie


def _recodings(facts: Extra) -> list[Recoding]:
    return [
        Recoding(_text(entry, "old"), _text(entry, "new"), _date(entry, "date"))
        for entry in _entries(facts, "recoded")
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
            yield node, "rdfs:label", _english(f"GSS code {code}")
            yield node, "ig:code", _quoted(code)
        last = change.on - timedelta(days=1)
        yield f"auth:code-{change.old}", "schema:validThrough", _day(last)
        yield f"auth:code-{change.new}", "schema:validFrom", _day(change.on)


def _turtle(triples: Iterable[Triple]) -> str:
    """One prefix block, then one block a subject, all sorted."""
    subjects: dict[str, dict[str, set[str]]] = {}
    for subject, predicate, value in triples:
        subjects.setdefault(subject, {}).setdefault(predicate, set()).add(value)
    lines = [f"@prefix {name}: <{terms.PREFIXES[name]}> ." for name in _PREFIXES]
    for subject in sorted(subjects):
        facts = subjects[subject]
        order = sorted(facts, key=lambda predicate: (predicate != "a", predicate))
        rows = [f"    {predicate} {', '.join(sorted(facts[predicate]))}" for predicate in order]
        lines += ["", subject, " ;\n".join(rows) + " ."]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _english(text: str) -> str:
    return _quoted(text) + "@en"


def _day(day: date) -> str:
    return f'"{day}"^^xsd:date'


def _entries(facts: Extra, name: str) -> list[Entry]:
    entries = facts[name]
    if not isinstance(entries, list):
        raise TypeError(f"{name} is not a list of tables")
    return entries


def _text(entry: Entry, name: str) -> str:
    value = entry[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text: {value!r}")
    return value


def _texts(entry: Entry, name: str) -> tuple[str, ...]:
    values = entry.get(name, [])
    if not isinstance(values, list):
        raise TypeError(f"{name} is not a list: {values!r}")
    return tuple(str(value) for value in values)


def _date(entry: Entry, name: str) -> date:
    value = entry[name]
    if not isinstance(value, date):
        raise TypeError(f"{name} is not a date: {value!r}")
    return value


if __name__ == "__main__":
    main()
