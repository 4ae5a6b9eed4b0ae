"""Build `bodies.ttl`, the reference graph of partner agencies.

    python -m inspectgraph.ontology.reference.build_bodies --from FOLDER

FOLDER holds `nhs_organisations.csv` (NHS Organisation Data Service, Open Government Licence)
and `police_forces.csv`. What they lack stands in `bodies_extra.toml`, each entry with its
reason. The same input gives the same bytes: everything is sorted, nothing asks the clock.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from inspectgraph.ontology import terms
from inspectgraph.ontology.authorities import AuthorityIndex, slug
from inspectgraph.ontology.profiles import packaged_authorities
from inspectgraph.ontology.reference.extra_facts import (
    Facts,
    as_day,
    day_of,
    lists,
    table,
    tables,
    text,
    texts,
)
from inspectgraph.ontology.reference.sources import Row, read_rows, run_builder
from inspectgraph.ontology.reference.turtle import Triple, dated, english, quoted, turtle

HERE = Path(__file__).resolve().parent
EXTRA = HERE / "bodies_extra.toml"
OUTPUT = HERE.parent / "profiles/ofsted/reference/bodies.ttl"
NHS, POLICE = "nhs_organisations.csv", "police_forces.csv"
FIRST_YEAR = date(2007, 1, 1)  # bodies that ended before the first reports are named in none
ICB_FOUNDED = date(2022, 7, 1)  # Health and Care Act 2022: boards took over from all groups
PCT_ENDED = date(2013, 4, 1)  # Health and Social Care Act 2012: groups took over from all trusts
_SOURCES = (
    "NHS Organisation Data Service and lists of police forces (Open Government Licence v3.0); "
    "additions in bodies_extra.toml"
)
_PREFIXES = ("agencytype", "auth", "body", "dcterms", "ig", "org", "rdfs", "schema", "skos", "xsd")


@dataclass(slots=True)
class Entry:
    """A body as it goes into the Turtle file; `earlier` holds (name, first day without it)."""

    name: str
    type: str
    code: str = ""
    founded: date | None = None
    dissolved: date | None = None
    board: str = ""
    earlier: list[tuple[str, date]] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)

    @property
    def curie(self) -> str:
        """Its prefixed name: the slug of its last name, and its ODS code."""
        return f"body:{slug(self.name)}" + (f"-{self.code.lower()}" if self.code else "")


@dataclass(frozen=True, slots=True)
class Change:
    """Bodies that gave way to others on a day."""

    on: date
    old: tuple[str, ...]
    new: tuple[str, ...]


def build(folder: Path, extra: Path = EXTRA) -> str:
    """The Turtle text of the reference graph of partner agencies."""
    facts: Facts = tomllib.loads(extra.read_text(encoding="utf-8"))
    entries = _nhs(read_rows(folder / NHS), facts)
    entries += _police(read_rows(folder / POLICE), facts)
    entries += _probation(facts) + _fire(facts) + _listed(facts)
    changes = _changes(entries, facts)
    triples = [*_header(), *_inspectorates(facts)]
    triples += [triple for entry in entries for triple in _entry_triples(entry)]
    triples += [triple for change in changes for triple in _change_triples(change)]
    return turtle(triples, _PREFIXES)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the folder that is named and write `bodies.ttl` beside this script."""
    run_builder(build, OUTPUT, EXTRA, arguments)


# -- NHS ------------------------------------------------------------------------------------


def _nhs(rows: Iterable[Row], facts: Facts) -> list[Entry]:
    """Bodies that lived since the first reports; the list's undated ones ended long before."""
    entries = [_nhs_entry(row) for row in rows if _is_recent(row)]
    groups = table(facts, "clinical_commissioning_groups")
    last = _day_after(day_of(groups, "closed"))
    for listed, place, opened, board in lists(groups, "rows"):
        name = f"NHS {place} Clinical Commissioning Group"
        entries.append(_ccg(name, str(listed), as_day(opened), last, str(board)))
    by_code = {entry.code: entry for entry in entries}
    for entry in tables(facts, "respelled"):
        by_code[text(entry, "code")].name = text(entry, "name")
    for group in tables(facts, "renamed"):
        for code, former, until in lists(group, "names"):
            by_code[str(code)].earlier.append((str(former), as_day(until)))
    for known, forms in table(facts, "also_known").items():
        if known != "reason" and isinstance(forms, list):
            by_code[known].alt += [str(form) for form in forms]
    return entries


def _is_recent(row: Row) -> bool:
    if not row["open"] and not row["close"]:
        return False
    return not row["close"] or _compact(row["close"]) >= FIRST_YEAR


def _nhs_entry(row: Row) -> Entry:
    name = re.sub(r"(?<=-)On(?=-)", "on", " ".join(row["name"].split()))
    opened = _compact(row["open"]) if row["open"] else None
    closed = _day_after(_compact(row["close"])) if row["close"] else None
    kind = row["kind"]
    if kind == "primary care trust":
        return _pct(name, row["code"], closed)
    if kind == "clinical commissioning group":
        return _ccg(name, row["code"], opened, closed, row["icb"])
    provider = kind == "trust"
    # the list's early days are those of the predecessors of a trust: they say nothing of it
    founded = None if provider and opened and opened < FIRST_YEAR else opened
    return Entry(
        name, "nhs-provider" if provider else "nhs-commissioner", row["code"], founded, closed
    )


def _pct(name: str, code: str, closed: date | None) -> Entry:
    """Primary care trusts called themselves "NHS Norfolk"; a short form drops "Teaching"."""
    place = name.removesuffix(" Primary Care Trust")
    short = re.sub(r"(?: City)? Teaching$|(?<=Nottinghamshire County) Teaching$", "", place)
    entry = Entry(f"NHS {short}", "nhs-commissioner", code, None, closed)
    entry.alt = [f"{place} Primary Care Trust"]
    return entry


def _ccg(name: str, code: str, opened: date | None, closed: date | None, board: str) -> Entry:
    return Entry(name, "nhs-commissioner", code, opened, closed, board)


# -- police, probation, fire ----------------------------------------------------------------


def _police(rows: Iterable[Row], facts: Facts) -> list[Entry]:
    """Forces with the areas that they serve, and the commissioner of each."""
    index = packaged_authorities()
    renamed = {text(entry, "name"): entry for entry in tables(facts, "force_renamed")}
    entries = []
    for row in rows:
        areas = [_area(index, place) for place in row["childrens-services-authorities"].split(";")]
        alt = [name for name in row["also-known-as"].split(";") if name]
        force = Entry(row["name"], "police", alt=alt, areas=sorted({a for a in areas if a}))
        if row["name"] in renamed:
            change = renamed[row["name"]]
            force.earlier.append((text(change, "old"), day_of(change, "until")))
        entries.append(force)
        entries += _commissioner(force, table(facts, "commissioners"))
    return entries


def _area(index: AuthorityIndex, place: str) -> str:
    authority = index.match(place) or index.match(place, date(2012, 1, 1))
    return f"auth:{authority.iri.removeprefix(terms.AUTH)}" if authority else ""


def _commissioner(force: Entry, facts: Facts) -> list[Entry]:
    if force.name in texts(facts, "none"):
        return []
    place = re.sub(r" (?:Constabulary|Police(?: Service)?)$", "", force.name)
    place = text(facts, force.name) if force.name in facts else place
    ended = {str(name): as_day(day) for name, day in lists(facts, "ended")}
    name, gone = f"Police and Crime Commissioner for {place}", ended.get(force.name)
    founded = day_of(facts, "founded")
    return [Entry(name, "police", "", founded, gone, areas=force.areas)]


def _probation(facts: Facts) -> list[Entry]:
    forms = table(facts, "probation_forms")
    entries = []
    for group in tables(facts, "probation"):
        founded, dissolved = day_of(group, "founded"), day_of(group, "dissolved")
        for place in texts(group, "places"):
            name = f"{place} {text(group, 'kind')}"
            alt = [*texts(forms, name)] if name in forms else []
            entries.append(Entry(name, "probation", "", founded, dissolved, alt=sorted({*alt})))
    return entries


def _fire(facts: Facts) -> list[Entry]:
    return [
        Entry(f"{place} Fire and Rescue Service", "fire")
        for place in texts(table(facts, "fire"), "places")
    ]


def _listed(facts: Facts) -> list[Entry]:
    """The bodies that are listed one by one, with their usual forms after "|"."""
    entries = []
    for group in tables(facts, "bodies"):
        founded = day_of(group, "founded") if "founded" in group else None
        dissolved = day_of(group, "dissolved") if "dissolved" in group else None
        weak = texts(group, "weak")
        for listed in texts(group, "bodies"):
            name, *alt = listed.split("|")
            entry = Entry(name, text(group, "type"), "", founded, dissolved)
            entry.alt = [form for form in alt if form not in weak]
            entry.weak = [form for form in (name, *alt) if form in weak]
            entries.append(entry)
    return entries


# -- changes --------------------------------------------------------------------------------


def _changes(entries: Sequence[Entry], facts: Facts) -> list[Change]:
    by_code = {body.code: body for body in entries if body.code}
    by_name = {body.name: body for body in entries}
    changes = [
        Change(
            day_of(entry, "on"),
            tuple(by_code[code].curie for code in texts(entry, "old")),
            (by_code[text(entry, "new")].curie,),
        )
        for entry in tables(facts, "change")
    ]
    changes += [
        Change(
            day_of(entry, "on"),
            tuple(by_name[name].curie for name in texts(entry, "old")),
            (by_name[text(entry, "new")].curie,),
        )
        for entry in tables(facts, "change_by_name")
    ]
    return changes + _group_changes(by_code, facts) + _trust_to_group(entries)


def _group_changes(by_code: Mapping[str, Entry], facts: Facts) -> list[Change]:
    """Groups that merged into a later group of the same board, or gave way to the board."""
    heirs = {
        old: by_code[text(merger, "new")]
        for merger in tables(facts, "merged_groups")
        for old in texts(merger, "old")
    }
    together: dict[tuple[date, str], list[str]] = {}
    for entry in by_code.values():
        if not entry.board or not entry.dissolved:
            continue
        heir = heirs.get(entry.code) or _heir(entry, by_code)
        if heir:
            together.setdefault((entry.dissolved, heir.curie), []).append(entry.curie)
    return [Change(on, tuple(sorted(old)), (new,)) for (on, new), old in together.items()]


def _heir(entry: Entry, by_code: Mapping[str, Entry]) -> Entry | None:
    """The one body that began in the same board's area on the day when a group ended."""
    if entry.dissolved == ICB_FOUNDED:
        return by_code.get(entry.board)
    fresh = [
        other
        for other in by_code.values()
        if other.board == entry.board and other.founded == entry.dissolved
    ]
    return fresh[0] if len(fresh) == 1 else None


def _trust_to_group(entries: Sequence[Entry]) -> list[Change]:
    """Primary care trusts that a single group of the same name followed in 2013."""
    groups = {
        entry.name.removesuffix(" Clinical Commissioning Group"): entry
        for entry in entries
        if entry.board and entry.founded == PCT_ENDED
    }
    return [
        Change(PCT_ENDED, (entry.curie,), (groups[entry.name].curie,))
        for entry in entries
        if entry.dissolved == PCT_ENDED and entry.code and entry.name in groups
    ]


# -- Turtle ---------------------------------------------------------------------------------


def _header() -> Iterator[Triple]:
    graph = f"<{terms.BODIES_GRAPH}>"
    yield graph, "dcterms:source", english(_SOURCES)


def _inspectorates(facts: Facts) -> Iterator[Triple]:
    group = table(facts, "inspectorates")
    for name in texts(group, "slugs"):
        yield f"body:{name}", "a", "ig:Agency"
        yield f"body:{name}", "ig:agencyType", f"agencytype:{text(group, 'type')}"


def _entry_triples(entry: Entry) -> Iterator[Triple]:
    me = entry.curie
    yield me, "a", "ig:Agency"
    yield me, "a", "org:FormalOrganization"
    yield me, "skos:prefLabel", english(entry.name)
    yield me, "ig:agencyType", f"agencytype:{entry.type}"
    if entry.code:
        yield me, "dcterms:identifier", quoted(entry.code)
    if entry.founded:
        yield me, "schema:foundingDate", dated(entry.founded)
    if entry.dissolved:
        yield me, "schema:dissolutionDate", dated(entry.dissolved)
    for form in entry.alt:
        yield me, "skos:altLabel", english(form)
    for form in entry.weak:
        yield me, "skos:hiddenLabel", english(form)
    for area in entry.areas:
        yield me, "ig:areaServed", area
    for name, until in entry.earlier:
        node = f"{me}-until-{until}"
        yield me, "ig:formerName", node
        yield node, "a", "ig:NameAssignment"
        yield node, "rdfs:label", english(name)
        yield node, "schema:validThrough", dated(until - timedelta(days=1))


def _change_triples(change: Change) -> Iterator[Triple]:
    names = "-and-".join(new.removeprefix("body:") for new in change.new)
    event = f"body:change-{change.on}-{names}"
    yield event, "a", "org:ChangeEvent"
    yield event, "rdfs:label", english(f"{change.on}: change of bodies")
    yield event, "schema:startDate", dated(change.on)
    for old in change.old:
        yield event, "org:originalOrganization", old
    for new in change.new:
        yield event, "org:resultingOrganization", new


def _compact(day: str) -> date:
    return date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}")


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


if __name__ == "__main__":
    main()
