"""Where a fact comes from: the words, their place, and why they were read so.

What `explain` says stands in the graph; nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology import terms
from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.queries.characters import one_line
from inspectgraph.queries.named.answer import Value, to_value
from inspectgraph.queries.source.local import iri, literals, select
from pyoxigraph import Literal, NamedNode, Store

Detail = Value | tuple[Value, ...] | tuple[Mapping[str, Value], ...]
_LONGEST: Final = 500

_KINDS: Final = {
    terms.FINDING: "finding",
    terms.RECOMMENDATION: "recommendation",
    terms.JUDGEMENT: "judgement",
    terms.NAMING: "naming",
    terms.REPORT: "report",
}
_BY_TAIL: Final = """SELECT DISTINCT ?node WHERE {
  #PARAMETERS
  VALUES ?class { ig:Finding ig:Recommendation ig:Judgement ig:Naming ig:Report }
  ?node a ?class
  FILTER(STRENDS(STR(?node), ?tail))
} ORDER BY ?node LIMIT 6"""
_BY_FILE: Final = """SELECT DISTINCT ?node WHERE {
  #PARAMETERS
  { ?node ig:fileName ?file ; a ig:Report } UNION { ?copy ig:fileName ?file ; ig:copyOf ?node }
} ORDER BY ?node"""
_LABEL: Final = (
    "SELECT ?name WHERE { #PARAMETERS\n ?thing skos:prefLabel|rdfs:label|foaf:name ?name }"
)
_PARTS: Final = """SELECT ?theme ?polarity WHERE {
  #PARAMETERS
  ?part ig:finding ?finding ; ig:about ?theme ; ig:polarity ?polarity
} ORDER BY ?theme"""
_COUNTS: Final = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {
  #PARAMETERS
  ?thing ig:statedIn ?report ; a ?class
} GROUP BY ?class ORDER BY ?class"""

_COPIES: Final = """SELECT DISTINCT ?file WHERE {
  #PARAMETERS
  ?copy ig:copyOf ?report ; ig:fileName ?file
} ORDER BY ?file"""
_ADDRESSES: Final = ("source", "license")  # shown whole, not by what is at the other end

# What is said of each kind, in order: the key and the property behind it.
_PLACE: Final = (
    ("words", terms.OA_EXACT),
    ("page", terms.PAGE),
    ("paragraph", terms.PARAGRAPH),
    ("heading", terms.HEADING),
    ("position", terms.ORDINAL),
)
_DETAILS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "finding": (
        *_PLACE,
        ("polarity", terms.POLARITY_OF),
        ("status", terms.STATUS_OF),
        ("subject", terms.SUBJECT_OF),
        ("themes", terms.THEME_OF),
        ("agencies", terms.AGENCY_OF),
        ("sectors", terms.SECTOR_OF),
        ("framework", terms.FRAMEWORK),
        ("confidence", terms.CONFIDENCE),
        ("corrected", terms.CORRECTED),
    ),
    "recommendation": (
        *_PLACE,
        ("timescale", terms.TIMESCALE),
        ("subject", terms.SUBJECT_OF),
        ("themes", terms.THEME_OF),
        ("responsible", terms.RESPONSIBLE),
        ("framework", terms.FRAMEWORK),
    ),
    "judgement": (
        ("aspect", terms.ASPECT_OF),
        ("section", terms.SECTION_OF),
        ("grade", terms.GRADE_OF),
        ("aspect_as_printed", terms.ASPECT_AS_PRINTED),
        ("grade_as_printed", terms.GRADE_AS_PRINTED),
        ("confidence", terms.CONFIDENCE),
    ),
    "naming": (
        ("agency", terms.AGENCY_OF),
        ("name_at_the_time", terms.NAME_AT_THE_TIME),
        ("type", terms.AGENCY_TYPE_OF),
        ("identifier", terms.DC_IDENTIFIER),
        ("roles", terms.ROLE_OF),
        ("surface_forms", terms.SURFACE_FORM),
        ("mentions", terms.MENTIONS),
        ("inferred", terms.INFERRED),
        ("on_pages", terms.PAGE),
    ),
    "report": (
        ("title", terms.DC_TITLE),
        ("published", terms.DC_ISSUED),
        ("lead_inspector", terms.LEAD_INSPECTOR),
        ("inspectorates", terms.INSPECTORATE_OF),
        ("reference", terms.DC_IDENTIFIER),
        ("pages", terms.PAGES),
        ("sha256", terms.SHA256),
        ("source", terms.DC_SOURCE),
        ("source_inferred", terms.SOURCE_INFERRED),
        ("license", terms.DC_LICENSE),
        ("corrections", terms.CORRECTION),
    ),
}
# Always lists, so that programs find the same type whatever their number.
_MANY: Final = frozenset(
    (
        *("agencies", "copies", "corrections", "files", "framework", "inspectorates", "on_pages"),
        *("responsible", "roles", "sectors", "surface_forms", "themes"),
    )
)
_Properties = dict[str, list[NamedNode | Literal]]


@dataclass(frozen=True)
class Explanation:
    """A fact of the graph, what it says and where it comes from; empty details are left out."""

    iri: str
    kind: str
    details: Mapping[str, Detail]


def explain(store: Store, name: str) -> Explanation:
    """Explain a finding, recommendation, judgement, naming or report, by its IRI or its end.

    Raises `UnknownName` where nothing has that name, `BadParameter` where several have.
    """
    node = _node(store, name)
    properties = _properties_of(store, node)
    classes = {term.value for term in properties.get(terms.RDF_TYPE, ())}
    kind = next((kind for name, kind in _KINDS.items() if name in classes), "")
    if not kind:
        raise UnknownName(name[:80], "finding, recommendation, judgement, naming or report")
    details: dict[str, Detail] = {
        key: _values(store, key, properties.get(name, ())) for key, name in _DETAILS[kind]
    }
    if kind == "finding":
        details["themes"] = _themes(store, node, properties)
    details["evidence"] = _evidence(store, properties)
    details["why"] = _why(properties)
    about = node if kind == "report" else _report_of(properties)
    report = _properties_of(store, about) if about else {}
    details |= _source(store, report)
    if about:
        details["copies"] = tuple(
            to_value(row[0]) for row in select(store, _COPIES, {"report": [about]})
        )
    if kind != "report":
        details["link"] = _link(details, report)
    if kind == "report":
        details |= _contents(store, node)
    return Explanation(node.value, kind, {k: v for k, v in details.items() if v not in (None, ())})


def _node(store: Store, name: str) -> NamedNode:
    text = name.strip()
    if not text or len(text) > _LONGEST:
        raise UnknownName(text[:80], "fact")
    if text.startswith(("http://", "https://")):
        return iri(text)
    rows = list(select(store, _BY_TAIL, {"tail": [Literal(f"/{text.lstrip('/')}")]}))
    rows = rows or list(select(store, _BY_FILE, {"file": literals([text])}))
    nodes = [row[0] for row in rows if isinstance(row[0], NamedNode)]
    if len(nodes) > 1:
        listed = "; ".join(node.value for node in nodes[:5])
        raise BadParameter("IRI", f"{text} means several: {listed}", "Give more of its IRI.")
    if not nodes:
        raise UnknownName(text[:80], "finding, recommendation, judgement, naming or report")
    return nodes[0]


def _properties_of(store: Store, node: NamedNode) -> _Properties:
    """All that the graphs say of a node, each value once and in order."""
    values: dict[str, set[NamedNode | Literal]] = {}
    for quad in store.quads_for_pattern(node, None, None):
        if isinstance(quad.object, NamedNode | Literal):
            values.setdefault(quad.predicate.value, set()).add(quad.object)
    return {name: sorted(objects, key=_order) for name, objects in values.items()}


def _order(term: NamedNode | Literal) -> tuple[int, str]:
    return (int(term.value) if term.value.isdecimal() else 0, term.value)


def _values(store: Store, key: str, values: Sequence[NamedNode | Literal]) -> Detail:
    """One value as such, several as a tuple; names for things."""
    if key in _ADDRESSES:
        plain: tuple[Value, ...] = tuple(value.value for value in values)
    else:
        plain = tuple(_plain(store, value) for value in values)
    return plain[0] if len(plain) == 1 and key not in _MANY else plain


def _plain(store: Store, value: NamedNode | Literal) -> Value:
    return _name(store, value) if isinstance(value, NamedNode) else to_value(value)


def _name(store: Store, thing: NamedNode) -> str:
    """Its label, or the end of its IRI."""
    labels = sorted(str(to_value(row[0])) for row in select(store, _LABEL, {"thing": [thing]}))
    return labels[0] if labels else thing.value.rsplit("/", 1)[-1]


def _themes(store: Store, node: NamedNode, properties: _Properties) -> tuple[Value, ...]:
    """Labels of themes, each with its own polarity where the clauses of a finding part."""
    polarities = dict(list(row) for row in select(store, _PARTS, {"finding": [node]}))
    out: list[Value] = []
    for theme in properties.get(terms.THEME_OF, ()):
        polarity = polarities.get(theme)
        mark = f" ({_name(store, polarity)})" if isinstance(polarity, NamedNode) else ""
        out.append(f"{_plain(store, theme)}{mark}")
    return tuple(out)


def _evidence(store: Store, properties: _Properties) -> tuple[Mapping[str, Value], ...]:
    """The passages of a judgement or naming, in the order of the text."""
    nodes = [term for term in properties.get(terms.EVIDENCE, ()) if isinstance(term, NamedNode)]
    passages = [_properties_of(store, node) for node in nodes]
    passages.sort(key=lambda passage: _order(passage[terms.OA_START][0]))
    return tuple(
        {key: to_value(passage[at][0]) for key, at in _PLACE if passage.get(at)}
        for passage in passages
    )


def _why(properties: _Properties) -> tuple[Value, ...]:
    """Reasons, the heaviest first, and the rule."""
    printed = properties.get(terms.REASON, ())
    reasons = [reason for term in printed for reason in term.value.split(" · ")]
    rules = [f"rule {term.value}" for term in properties.get(terms.RULE, ())]
    return tuple(reasons + rules)


def _report_of(properties: _Properties) -> NamedNode | None:
    stated = properties.get(terms.STATED_IN, ())
    return next((term for term in stated if isinstance(term, NamedNode)), None)


def _source(store: Store, report: _Properties) -> dict[str, Detail]:
    """Where and when: authority, inspection and file."""
    ends = (*report.get(terms.START_DATE, ()), *report.get(terms.END_DATE, ()))
    return {
        "authority": _values(store, "authority", report.get(terms.AREA, ())),
        "kind_of_report": _values(store, "kind_of_report", report.get(terms.KIND_OF, ())),
        "inspection": _values(store, "inspection", report.get(terms.REPORTS_ON, ())),
        "dates": tuple(to_value(term) for term in ends),
        "files": _values(store, "files", report.get(terms.FILE_NAME, ())),
    }


def _link(details: Mapping[str, Detail], report: _Properties) -> Value:
    """Where the report is published: at the page of the fact, where it has pages."""
    evidence = details.get("evidence") or ()
    first = evidence[0] if isinstance(evidence, tuple) and evidence else details
    page = first.get("page") if isinstance(first, Mapping) else None
    at = report.get(terms.PAGES_AT, ()) if page else ()
    whole = report.get(terms.DC_SOURCE, ())
    return f"{at[0].value}{page}" if at else whole[0].value if whole else None


def _contents(store: Store, report: NamedNode) -> dict[str, Detail]:
    """How many facts a report gave."""
    rows = select(store, _COUNTS, {"report": [report]})
    counts = {row[0].value: to_value(row[1]) for row in rows if isinstance(row[0], NamedNode)}
    return {f"{kind}s": counts.get(name, 0) for name, kind in _KINDS.items() if kind != "report"}


def as_text(explanation: Explanation, width: int = 96) -> str:
    """For a terminal: the words first, then a line for each fact."""
    import textwrap

    lines = [f"{explanation.kind} {explanation.iri}", ""]
    for key, value in explanation.details.items():
        label = key.replace("_", " ")
        for index, part in enumerate(value if isinstance(value, tuple) else (value,)):
            head = (label if index == 0 else "").ljust(18)
            text = one_line(_line(part))
            indent = " " * 18
            lines.extend(
                textwrap.wrap(text, width, initial_indent=head, subsequent_indent=indent) or [head]
            )
    return "\n".join(lines) + "\n"


def _line(value: Value | Mapping[str, Value]) -> str:
    if not isinstance(value, Mapping):
        return str(value).lower() if isinstance(value, bool) else str(value)
    place = ", ".join(f"{key} {value[key]}" for key in ("page", "paragraph") if key in value)
    words = str(value.get("words", ""))
    return f"{place}: {words}" if place else words


def as_json(explanation: Explanation) -> str:
    """For programs: one object."""
    import json

    fields = {"iri": explanation.iri, "kind": explanation.kind, **explanation.details}
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
