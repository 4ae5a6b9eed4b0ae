"""The linear classifier: polarity, themes and clause signs, by the weights of a profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.classify.clauses import sign_clauses
from inspectgraph.graphbuilder.classify.cues import CueLexicon
from inspectgraph.graphbuilder.classify.linear import Weights, parse_weights
from inspectgraph.graphbuilder.classify.polarity import PolarityModel, Verdict
from inspectgraph.graphbuilder.classify.protocol import Classified, SignedClause, ThemeGuess
from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet, read_themes
from inspectgraph.graphbuilder.classify.themes import ThemeModel
from inspectgraph.graphbuilder.classify.valence import Valence
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.ontology.profiles import Framework, Profile

# The files of the weights in a profile's `models` folder.
POLARITY, POLARITY_CONTEXT = "polarity.tsv", "polarity-context.tsv"
THEMES, THEMES_CONTEXT = "themes.tsv", "themes-context.tsv"


@dataclass(frozen=True, eq=False)
class LinearClassifier:
    """A `Classifier` of two linear models, each of two passes."""

    polarity: PolarityModel
    theme_model: ThemeModel

    @classmethod
    def load(cls, profile: Profile, extra_themes: Iterable[bytes] = ()) -> LinearClassifier:
        """With the weights of a profile; ``extra_themes`` is Turtle with labels and themes to
        add to those of its code lists. Raises SyntaxError where that cannot be parsed."""
        weights = [parse_weights(profile.model(name)) for name in MODELS]
        return cls.of(profile, weights, extra_themes)

    @classmethod
    def of(
        cls, profile: Profile, weights: Sequence[Weights], extra_themes: Iterable[bytes] = ()
    ) -> LinearClassifier:
        """With given weights, in the order of MODELS."""
        polarity, polarity_context, themes, themes_context = weights
        labels = read_themes([*profile.codes().values(), *extra_themes])
        topics = frozenset(profile.header.topics)
        cues = CueLexicon(profile.cues)
        return cls(
            PolarityModel(polarity, polarity_context, cues, Valence(profile.valence), profile.stop),
            ThemeModel(themes, themes_context, labels, profile.stop, topics),
        )

    @property
    def themes(self) -> ThemeSet:
        """The themes that it distinguishes."""
        return self.theme_model.themes

    def classify(
        self, sentences: Sequence[Sentence], framework: Framework, title: str
    ) -> list[Classified]:
        """What each sentence of one report says, in order."""
        verdicts = self.polarity.judge(sentences, framework.id)
        themes = self.theme_model.find(sentences, framework, title)
        mixed = [
            sentence
            for sentence, verdict, about in zip(sentences, verdicts, themes, strict=True)
            if verdict.polarity == "mixed" and about
        ]
        clauses = sign_clauses(mixed, self.polarity)
        return [
            _classified(verdict, about, clauses.get(sentence.start, ()))
            for sentence, verdict, about in zip(sentences, verdicts, themes, strict=True)
        ]


MODELS = (POLARITY, POLARITY_CONTEXT, THEMES, THEMES_CONTEXT)


def _classified(
    verdict: Verdict, themes: tuple[ThemeGuess, ...], clauses: tuple[SignedClause, ...]
) -> Classified:
    return Classified(verdict.polarity, verdict.confidence, verdict.reasons, themes, clauses)
