"""The numbers of a store: how many of everything, how often, how long; no words of a report.

Kinds of report, how many findings, recommendations, judgements and agencies they hold, how
often each theme, polarity, grade and sector is there, how long sentences are.
`made_shape.json` holds these numbers for 104 real reports; `made_graph.py` draws from
them, and `made_graph.py measure STORE` prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

PREFIXES = """PREFIX ig: <https://w3id.org/inspectgraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
"""
PER_REPORT = {
    "findings": "?x a ig:Finding ; ig:statedIn ?report",
    "recommendations": "?x a ig:Recommendation ; ig:statedIn ?report",
    "agencies": "?x a ig:Naming ; ig:statedIn ?report",
    "pages": "?report ig:pages ?x",
}
WEIGHTS = {
    "polarity": "?x a ig:Finding ; ig:polarity ?value",
    "theme": "?x a ig:Finding ; ig:theme ?value",
    "subject": "?x a ig:Finding ; ig:subject ?value",
    "sector": "?x a ig:Finding ; ig:sector ?value",
    "agency_type": "?x a ig:Naming ; ig:agencyType ?value",
    "role": "?x a ig:Naming ; ig:role ?value",
    "inferred": "?x a ig:Naming ; ig:inferred ?value",
    "timescale": "?x a ig:Recommendation ; ig:timescale ?value",
}
COUNTS = {
    "themes_a_finding": ("?x a ig:Finding", "?x ig:theme ?value"),
    "themes_a_recommendation": ("?x a ig:Recommendation", "?x ig:theme ?value"),
    "agencies_a_finding": ("?x a ig:Finding", "?x ig:agency ?value"),
    "part_polarities_a_mixed_finding": (
        "?x ig:polarity <https://w3id.org/inspectgraph/polarity/mixed> ; ig:subject ?s",
        "?value ig:finding ?x",
    ),
}
NUMBERS = {
    "finding_length": "?x a ig:Finding ; oa:exact ?words BIND(STRLEN(?words) AS ?value)",
    "recommendation_length": "?x a ig:Recommendation ; oa:exact ?w BIND(STRLEN(?w) AS ?value)",
    "mentions": "?x ig:mentions ?value",
}


def measure(store: Store) -> dict[str, object]:
    """The numbers of a store, in the form of `made_shape.json`."""
    reports = _rows(store, "?report ?kind", "?report a ig:Report ; ig:kind ?kind")
    kinds = {row[0]: row[1] for row in reports}
    shape: dict[str, object] = {"kinds": _kinds(store, kinds)}
    for name, pattern in WEIGHTS.items():
        found = Counter(value for _, value in _rows(store, "?x ?value", pattern))
        shape[name] = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    for name, (everything, part) in COUNTS.items():
        every = [x for (x,) in _rows(store, "?x", everything)]
        having = Counter(x for x, _ in _rows(store, "?x ?value", f"{everything} . {part}"))
        numbers = Counter(having.get(x, 0) for x in every)
        shape[name] = {str(number): numbers[number] for number in sorted(numbers)}
    for name, pattern in NUMBERS.items():
        shape[name] = _quantiles([int(v) for _, v in _rows(store, "?x ?value", pattern)])
    resolved = len(_rows(store, "?x", "?x ig:status ?status"))
    shape["resolved_of_strengths"] = round(resolved / shape["polarity"]["strength"], 4)  # type: ignore[index]
    return shape


def _kinds(store: Store, kinds: Mapping[str, str]) -> dict[str, dict[str, object]]:
    out: dict[str, dict[str, object]] = {kind: {} for kind in sorted(set(kinds.values()))}
    reports = Counter(kinds.values())
    for kind, numbers in out.items():
        numbers["reports"] = reports[kind]
    for name, pattern in PER_REPORT.items():
        values = [(r, v) for r, v in _rows(store, "?report ?x", pattern)]
        found = Counter(r for r, _ in values) if name != "pages" else {r: int(v) for r, v in values}
        for kind, numbers in out.items():
            mine = [found.get(report, 0) for report, one in kinds.items() if one == kind]
            numbers[name] = _quantiles(mine)
    day = "OPTIONAL { ?r schema:endDate ?e } OPTIONAL { ?r dcterms:issued ?i }"
    dated = (
        f"?r a ig:Report ; ig:kind ?kind . {day} BIND(SUBSTR(STR(COALESCE(?e, ?i)), 1, 4) AS ?y)"
    )
    graded = "?j ig:aspect ?aspect ; ig:grade ?grade ; ig:statedIn ?r . ?r ig:kind ?kind"
    section = "OPTIONAL { ?j ig:section ?section }"
    for kind, numbers in out.items():
        years = Counter(y for _, k, y in _rows(store, "?r ?kind ?y", dated) if k == kind)
        numbers["years"] = {y: years[y] for y in sorted(years) if y}
        said = _rows(store, "?j ?kind ?section ?aspect ?grade", f"{graded} {section}")
        numbers["aspects"] = _shares(Counter(f"{s}/{a}" for _, k, s, a, _ in said if k == kind))
        numbers["grades"] = _shares(Counter(g for _, k, _, _, g in said if k == kind))
    return out


def _shares(found: Counter[str]) -> dict[str, int]:
    return {name: found[name] for name in sorted(found)}


def _quantiles(values: Sequence[int]) -> list[int]:
    ordered = sorted(values)
    return [ordered[min(len(ordered) - 1, len(ordered) * p // 100)] for p in (0, 25, 50, 75, 100)]


def _rows(store: Store, variables: str, pattern: str) -> list[tuple[str, ...]]:
    """Rows as text, concepts by their ids."""
    sparql = f"{PREFIXES} SELECT DISTINCT {variables} WHERE {{ {pattern} }}"
    found = store.query(sparql, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [tuple(map(_text, row)) for row in found]


def _text(term: object) -> str:
    if isinstance(term, NamedNode) and "/id/" not in term.value:
        return term.value.rsplit("/", 1)[-1]
    return term.value if isinstance(term, NamedNode | Literal) else ""
