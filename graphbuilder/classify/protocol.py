"""What a classifier of sentences takes and returns, whatever its models are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.ontology.profiles import Framework


@dataclass(frozen=True)
class ThemeGuess:
    """A theme of a sentence, and how likely (0 to 1) it is one."""

    id: str
    confidence: float


@dataclass(frozen=True)
class SignedClause:
    """A clause of a mixed sentence and what it says: strength, weakness or mixed."""

    text: str
    sign: str


@dataclass(frozen=True)
class Classified:
    """What a classifier says about one sentence.

    ``polarity`` is strength, weakness, mixed, none or recommendation, ``confidence`` (0 to 1)
    how sure that is, ``reasons`` what weighed most for it. ``themes`` come surest first;
    mixed sentences with several clauses have them in ``clauses``.
    """

    polarity: str
    confidence: float
    reasons: tuple[str, ...]
    themes: tuple[ThemeGuess, ...]
    clauses: tuple[SignedClause, ...] = ()


class Classifier(Protocol):
    """Any model that reads the sentences of a report."""

    @property
    def themes(self) -> ThemeSet:
        """The themes that it distinguishes."""

    def classify(
        self, sentences: Sequence[Sentence], framework: Framework, title: str
    ) -> Sequence[Classified]:
        """What each sentence of one report says, in order."""
