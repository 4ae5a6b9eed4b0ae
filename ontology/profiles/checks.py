"""Checks that the files of a profile fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import BadProfile
from inspectgraph.ontology.nodes import Node, read_nodes
from inspectgraph.ontology.profiles.framework import Framework
from inspectgraph.ontology.profiles.profile import Profile
from inspectgraph.ontology.profiles.theme_quality import FILE as QUALITY

GRADES_PRINTED = ("rows", "halves", "outcome", "prose")
ASKS = ("lists", "inside")
COUNCILS = "council"  # a prefix may lead to the authorities, which are no family
REQUIRED_FAMILIES = ("trust", "ccg")  # hospitals go by many forms; boards followed these groups
SCHEMES = {
    "kind": terms.KIND,
    "aspect": terms.ASPECT,
    "grade": terms.GRADE,
    "section": terms.SECTION,
    "subject": terms.SUBJECT,
    "sector": terms.SECTOR,
    "agency type": terms.AGENCY_TYPE,
    "theme": terms.THEME,
}


@dataclass(frozen=True)
class Reference:
    """A concept that an entry of a file names."""

    scheme: str
    id: str
    file: str
    entry: str


def check_profile(profile: Profile) -> None:
    """Raises BadProfile for the first thing that is wrong."""
    nodes = read_nodes(profile.codes().values())
    concepts = _concepts_of(nodes)
    for reference in _references(profile):
        if reference.id not in concepts[reference.scheme]:
            reason = f"{reference.id!r} is not a {reference.scheme} in the code lists"
            raise BadProfile(reference.file, reference.entry, reason)
    _check_published(profile)
    _check_kinds(profile, concepts["kind"])
    _check_frameworks(profile)
    _check_families(profile)
    _check_labels(profile)
    _check_code_lists(profile, nodes)
    _check_segment(profile)


def _check_code_lists(profile: Profile, nodes: Mapping[str, Node]) -> None:
    """That the code lists agree with the frameworks, as queries ask the code lists."""
    for framework in profile.frameworks:
        file, kind = f"frameworks/{framework.id}.toml", terms.KIND + framework.id
        relays = "true" if framework.relays else "false"
        if relays not in _values(nodes, kind, terms.RELAYS):
            raise BadProfile(file, "relays", "the code list of kinds does not say the same")
        for aspect in (*framework.aspects, *(row.id for row in framework.label)):
            if kind not in _values(nodes, terms.ASPECT + aspect, terms.USED_IN_KIND):
                reason = f"the code list does not say that {aspect!r} is used in this kind"
                raise BadProfile(file, "aspects", reason)
        scales = _values(nodes, kind, terms.SCALE_OF)
        members = {one for scale in scales for one in _values(nodes, scale, terms.MEMBER)}
        for row in framework.grade:
            if terms.GRADE + row.id not in members:
                raise BadProfile(file, "grade", f"{row.id!r} is not on the scale of this kind")


def _values(nodes: Mapping[str, Node], iri: str, predicate: str) -> list[str]:
    return nodes.get(iri, {}).get(predicate, [])


def _concepts_of(nodes: Iterable[str]) -> dict[str, set[str]]:
    """The ids of the concepts of the code lists, by scheme."""
    return {
        scheme: {iri.removeprefix(namespace) for iri in nodes if iri.startswith(namespace)}
        for scheme, namespace in SCHEMES.items()
    }


def _references(profile: Profile) -> Iterator[Reference]:
    for framework in profile.frameworks:
        file = f"frameworks/{framework.id}.toml"
        for scheme, named in _named_by(framework).items():
            yield from (Reference(scheme, concept, file, scheme) for concept in named)
    tables: list[tuple[str, str, str, Iterable[str]]] = [
        ("grade", "grades", "grade", (row.id for row in profile.grades.grade)),
        ("aspect", "aspects", "aspect", (row.id for row in profile.aspects.aspect)),
        ("section", "aspects", "half", (row.id for row in profile.aspects.half)),
        ("section", "aspects", "half_heading", (r.id for r in profile.aspects.half_heading)),
        ("aspect", "news", "service", (row.id for row in profile.news.service)),
        ("subject", "findings", "section", (row.id for row in profile.findings.section)),
        ("subject", "findings", "opening", (row.id for row in profile.findings.opening)),
        ("sector", "findings", "sector", (row.id for row in profile.findings.sector)),
        ("agency type", "agencies", "title", (row.type for row in profile.agencies.title)),
        ("agency type", "agencies", "family", (row.type for row in profile.agencies.family)),
        ("agency type", "agencies", "pattern", (row.type for row in profile.agencies.pattern)),
        ("theme", "profile", "topics", profile.header.topics),
    ]
    for scheme, name, entry, ids in tables:
        file = f"{name}.toml" if name == "profile" else f"words/{name}.toml"
        yield from (Reference(scheme, concept, file, entry) for concept in ids)
    yield from (Reference("theme", row.theme, QUALITY, "theme") for row in profile.theme_quality)


def _named_by(framework: Framework) -> dict[str, list[str]]:
    aspects = [*framework.aspects, *(row.aspect for row in framework.sentence)]
    aspects += [row.id for row in framework.label]
    return {
        "kind": [framework.id],
        "aspect": [*aspects, *([framework.outcome] if framework.outcome else [])],
        "grade": [*(r.grade for r in framework.statement), *(r.id for r in framework.grade)],
        "section": [framework.half] if framework.half else [],
        "subject": [framework.subject],
    }


def _check_published(profile: Profile) -> None:
    for each in profile.header.published:
        if not each.address.startswith(("http://", "https://")) or "{number}" not in each.address:
            reason = f"{each.address!r} must be an address with {{number}} in it"
            raise BadProfile("profile.toml", "published", reason)


def _check_kinds(profile: Profile, kinds: set[str]) -> None:
    ids = [framework.id for framework in profile.frameworks]
    duplicates = sorted({kind for kind in ids if ids.count(kind) > 1})
    if duplicates:
        raise BadProfile("frameworks", "id", f"two files have the kind {duplicates[0]!r}")
    if sum(framework.fallback for framework in profile.frameworks) != 1:
        raise BadProfile("frameworks", "fallback", "exactly one framework must be the fallback")
    if profile.header.inherit_frameworks and kinds - set(ids):
        lacking = min(kinds - set(ids))
        raise BadProfile("frameworks", "", f"the kind {lacking!r} of the code lists has no file")


def _check_frameworks(profile: Profile) -> None:
    shared = {row.id for row in profile.aspects.aspect}
    for framework in profile.frameworks:
        labels = shared | {row.id for row in framework.label}
        file = f"frameworks/{framework.id}.toml"
        if framework.grades not in GRADES_PRINTED:
            raise BadProfile(file, "grades", f"{framework.grades!r} is none of {GRADES_PRINTED}")
        if framework.asks not in ASKS:
            raise BadProfile(file, "asks", f"{framework.asks!r} is none of {ASKS}")
        for aspect in framework.aspects:
            if aspect not in labels:
                raise BadProfile(file, "aspects", f"words/aspects.toml has no label of {aspect!r}")
        if framework.grades == "outcome" and not (framework.outcome and framework.statement):
            raise BadProfile(file, "outcome", "an outcome needs its aspect and its statements")


def _check_families(profile: Profile) -> None:
    """That words which begin a name lead to families that there are."""
    families = {row.id for row in profile.agencies.family}
    file = "words/agencies.toml"
    for row in profile.agencies.prefix:
        for family in row.family:
            if family not in families | {COUNCILS}:
                raise BadProfile(file, f"prefix {row.id}", f"there is no family {family!r}")
    for family in REQUIRED_FAMILIES:
        if family not in families:
            raise BadProfile(file, "family", f"the family {family!r} is missing: code asks for it")


def _check_labels(profile: Profile) -> None:
    """That patterns compile when the shared words are filled in."""
    rows = [("words/aspects.toml", f"aspect {r.id}", r.pattern) for r in profile.aspects.aspect]
    for framework in profile.frameworks:
        file = f"frameworks/{framework.id}.toml"
        rows += [(file, "sentence", row.pattern.pattern) for row in framework.sentence]
        rows += [(file, f"label {row.id}", row.pattern) for row in framework.label]
    for file, entry, pattern in rows:
        try:
            re.compile(profile.aspects.spelled(pattern))
        except re.error as error:
            raise BadProfile(file, entry, f"the pattern does not compile: {error}") from None


def _check_segment(profile: Profile) -> None:
    """That a profile which extends another keeps its own ids below its segment."""
    segment = profile.header.segment
    if not profile.header.extends:
        return
    if not re.fullmatch(r"[a-z][a-z0-9-]*", segment):
        raise BadProfile(
            "profile.toml", "segment", "it must consist of lower-case letters, digits and hyphens"
        )
    for path in sorted(profile.folder.path.glob("codes/*.ttl")):
        for iri in sorted(read_nodes([path.read_bytes()])):
            for namespace in SCHEMES.values():
                own = iri.startswith(namespace) and not iri.startswith(f"{namespace}{segment}/")
                if own:
                    reason = f"<{iri}> must lie below <{namespace}{segment}/>"
                    raise BadProfile(f"codes/{path.name}", "", reason)
