"""Any classifier can stand behind the protocol, and a profile's models are part of the build."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import BuildOptions, build, extract
from inspectgraph.graphbuilder.classify import load_classifier
from inspectgraph.graphbuilder.classify.protocol import Classified, SignedClause, ThemeGuess
from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet
from inspectgraph.graphbuilder.parse.sentences import Sentence
from inspectgraph.ontology.errors import BadProfile
from inspectgraph.ontology.profiles import Framework, load_profile

TEXT = """# Inspection of Norfolk local authority children’s services

Inspection dates: 3 to 7 June 2024

## The experiences of children

1. Plans are drawn on squared paper. Supervision is warm, but caseloads are cold.
"""


class Opposite:
    """Takes each sentence for a weakness, and one with a "but" for a mixed one."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.linear = load_classifier(load_profile())

    @property
    def themes(self) -> ThemeSet:
        return self.linear.themes

    def classify(
        self, sentences: Sequence[Sentence], framework: Framework, title: str
    ) -> list[Classified]:
        self.asked.append((framework.id, title))
        return [self._classified(sentence.text) for sentence in sentences]

    @staticmethod
    def _classified(text: str) -> Classified:
        about = (ThemeGuess("supervision", 0.9), ThemeGuess("caseloads", 0.8))
        first, but, second = text.partition(", but ")
        if not but:
            return Classified("weakness", 0.75, ("paper",), about[:1])
        clauses = (SignedClause(first, "strength"), SignedClause(but + second, "weakness"))
        return Classified("mixed", 0.5, (), about, clauses)


def test_another_classifier_reads_the_sentences() -> None:
    reader = Opposite()
    plain, mixed = extract("own.md", TEXT.encode(), load_profile(), reader).findings
    assert [kind for kind, _ in reader.asked] == ["ilacs"]
    assert (plain.polarity, plain.confidence, plain.reasons) == ("weakness", 0.75, ("paper",))
    assert plain.themes == (("supervision", "weakness"),)
    assert mixed.themes == (("supervision", "strength"), ("caseloads", "weakness"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the package's profile."""
    shutil.copytree(load_profile().folder.path, tmp_path / "profile")
    return tmp_path / "profile"


def test_a_classifier_that_nobody_knows_is_refused(folder: Path) -> None:
    card = folder / "models" / "card.toml"
    card.write_text(card.read_text(encoding="utf-8").replace('"linear"', '"oracle"'))
    with pytest.raises(BadProfile, match="'oracle' is none of linear"):
        load_classifier(load_profile(folder))


def test_a_report_is_read_again_when_a_weight_changes(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own.md").write_text(TEXT, encoding="utf-8")
    options = BuildOptions(profile=str(folder))
    counts = []
    for _ in range(2):
        done = build([tmp_path / "own.md"], tmp_path / "store", options)
        counts.append((done.replaced + done.built, done.unchanged))
    weights = folder / "models" / "polarity-context.tsv"
    weights.write_text(weights.read_text(encoding="utf-8") + "never-seen\t0:1\n", encoding="utf-8")
    changed = tmp_path / "changed"  # a process reads a folder once, so the changed one moves
    folder.rename(changed)
    done = build([tmp_path / "own.md"], tmp_path / "store", BuildOptions(profile=str(changed)))
    counts.append((done.replaced + done.built, done.unchanged))
    assert counts == [(1, 0), (0, 1), (1, 0)]
