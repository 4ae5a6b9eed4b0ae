"""Sentences → polarity and themes, with confidence and reasons.

`protocol.py` is the seam; a profile's `models/card.toml` names the classifier that reads its
models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from inspectgraph.graphbuilder.classify.linear_classifier import LinearClassifier
from inspectgraph.graphbuilder.classify.protocol import Classifier
from inspectgraph.ontology.errors import BadProfile
from inspectgraph.ontology.profiles import Profile

__all__ = ["CLASSIFIERS", "Classifier", "load_classifier"]

CLASSIFIERS: dict[str, Callable[[Profile, Iterable[bytes]], Classifier]] = {
    "linear": LinearClassifier.load,
}


def load_classifier(profile: Profile, extra_themes: Iterable[bytes] = ()) -> Classifier:
    """The classifier that a profile's card names, with its models. Raises BadProfile."""
    name = profile.card.classifier
    if name not in CLASSIFIERS:
        known = ", ".join(sorted(CLASSIFIERS))
        raise BadProfile("models/card.toml", "classifier", f"{name!r} is none of {known}")
    return CLASSIFIERS[name](profile, extra_themes)
