"""Learn weights: of polarity and of themes, two passes each, from the labels of reports.

Nothing is random: the same labels and reports give the same weights. First passes are learned
side by side, one for each part of the reports that is held out and one of all.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import Corpus
from inspectgraph.graphbuilder.classify import linear_classifier
from inspectgraph.graphbuilder.classify.linear import Weights
from learn_polarity import polarity_passes
from learn_themes import theme_passes
from ways import Ways


def learn(corpus: Corpus, chosen: Sequence[int], ways: Ways) -> dict[str, Weights]:
    """All weights by the names of their files, from the labels of the chosen reports."""
    passes = (*polarity_passes(corpus, chosen, ways), *theme_passes(corpus, chosen, ways))
    return dict(zip(linear_classifier.MODELS, passes, strict=True))
