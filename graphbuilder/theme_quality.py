"""How far the themes of a profile can be trusted, as statements on their concepts.

Each measure is a `dqv:QualityMeasurement` of the Data Quality Vocabulary, and a `skos:note`
says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from inspectgraph.ontology import terms
from inspectgraph.ontology.profiles import Profile, ThemeQuality
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize


def theme_quality_turtle(profile: Profile) -> bytes:
    """What was measured of the themes, in Turtle; nothing where nothing was."""
    base, how = profile.base_below(terms.MEASUREMENT), profile.card.themes_measured
    statements = (_statements(quality, base, how) for quality in profile.theme_quality)
    triples = chain.from_iterable(statements)
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _statements(quality: ThemeQuality, base: str, how: str) -> Iterator[Triple]:
    """A node for each measure, and the note."""
    theme = NamedNode(terms.THEME + quality.theme)
    yield Triple(theme, NamedNode(terms.NOTE), Literal(_note(quality, how), language="en"))
    for metric, value in (
        (terms.SUPPORT, _number(str(quality.support), terms.XSD_INTEGER)),
        (terms.PRECISION, _number(f"{quality.precision:.2f}", terms.XSD_DECIMAL)),
        (terms.RECALL, _number(f"{quality.recall:.2f}", terms.XSD_DECIMAL)),
        (terms.F1, _number(f"{quality.f1:.2f}", terms.XSD_DECIMAL)),
    ):
        node = NamedNode(f"{base}{quality.theme}/{metric.removeprefix(terms.IG)}")
        yield Triple(node, NamedNode(terms.RDF_TYPE), NamedNode(terms.QUALITY_MEASUREMENT))
        yield Triple(node, NamedNode(terms.COMPUTED_ON), theme)
        yield Triple(node, NamedNode(terms.IS_MEASUREMENT_OF), NamedNode(metric))
        yield Triple(node, NamedNode(terms.MEASURED_VALUE), value)


def _number(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(datatype))


def _note(quality: ThemeQuality, how: str) -> str:
    """The measures in words."""
    noun = "sentence" if quality.support == 1 else "sentences"
    measured = f"(measured {how or 'on labels'}; {quality.support} labelled {noun})"
    if not quality.recall:
        return f"No finding that is about this theme was given it {measured}."
    right, found = f"{quality.precision:.0%}", f"{quality.recall:.0%}"
    return (
        f"Of findings given this theme {right} are right, and {found} of those that are about "
        f"it are found {measured}."
    )
