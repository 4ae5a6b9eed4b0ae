"""Write docs/themes.md out of the themes of the profile and what was measured of them.

    python docs/make_themes.py

A test compares the page with what this makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from inspectgraph.ontology import terms
from inspectgraph.ontology.nodes import Node, read_nodes
from inspectgraph.ontology.profiles import ThemeQuality, load_profile
from inspectgraph.queries.named.trust import WEAK

PAGE = Path(__file__).parent / "themes.md"
_OPENING = """# Themes

Made from `codes/themes.ttl` and `models/themes-quality.csv` of `ontology/profiles/ofsted` by
`python docs/make_themes.py`.

What a finding or recommendation is about: up to three of these themes, the most specific. A query
that is given a theme includes its narrower ones. [findings.md](findings.md) tells how themes come
about, [CONTRIBUTING.md](../CONTRIBUTING.md) how one is added.

## How far each can be trusted

*Sentences* are the findings and recommendations that were labelled with the theme; *precision* is
the share of those given it that are about it, *recall* the share of those about it that were given
it, *F1* the harmonic mean of the two. The theme alone is counted, without its narrower ones: where
a broader theme was given in its place, it counts as missed. Figures of few sentences are unsure,
and a theme without figures was not measured.

{measured}

In the graph each figure is a `dqv:QualityMeasurement` (W3C Data Quality Vocabulary), computed on
the theme's concept, of the metric `ig:precision`, `ig:recall`, `ig:f1` or `ig:support`; a
`skos:note` on the concept says it in words:

```console
$ inspectgraph sparql 'SELECT ?theme ?note WHERE {{ ?theme skos:note ?note }}'
```

Where a query, or a question in words, is restricted to a theme whose F1 is below {weak}
(`WEAK` in `queries/named/trust.py`), a note behind the answer (on stderr, or on the sheet of notes
of a workbook) says how many of its findings are right, and how many are found. It is read from the
graph that is asked, that of a server too.

## The themes

| id | theme | broader | scope | sentences | precision | recall | F1 |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    profile = load_profile()
    nodes = {
        iri.removeprefix(terms.THEME): node
        for iri, node in read_nodes(profile.codes().values()).items()
        if iri.startswith(terms.THEME)
    }
    quality = {row.theme: row for row in profile.theme_quality}
    opening = _OPENING.format(
        measured=_measured(profile.card.themes_measured) if quality else "None was measured yet.",
        weak=WEAK,
    )
    return opening + "".join(_row(name, nodes[name], quality.get(name)) for name in _tree(nodes))


def _measured(how: str) -> str:
    return f"Measured {how}." if how else "How the figures were measured is not noted."


def _tree(nodes: Mapping[str, Node], broader: str = "") -> Iterator[str]:
    """The themes below a theme, or all, each before its narrower ones."""
    for name in sorted(nodes):
        if _broader(nodes[name]) == broader:
            yield name
            yield from _tree(nodes, name)


def _broader(node: Node) -> str:
    return next(iter(node.get(terms.BROADER, [])), "").removeprefix(terms.THEME)


def _row(name: str, node: Node, quality: ThemeQuality | None) -> str:
    label, scope = (_text(node, terms.PREF_LABEL), _text(node, terms.SCOPE_NOTE))
    cells = [f"`{name}`", label, f"`{_broader(node)}`" if _broader(node) else "", scope]
    if quality:
        shares = (quality.precision, quality.recall, quality.f1)
        cells += [f"{quality.support:,}", *(f"{share:.2f}" for share in shares)]
    else:
        cells += [""] * 4
    return f"| {' | '.join(cells)} |\n"


def _text(node: Node, predicate: str) -> str:
    return next(iter(node.get(predicate, [])), "").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
