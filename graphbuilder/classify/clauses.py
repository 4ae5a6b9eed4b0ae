"""The clauses of mixed sentences, and which of them praise and which criticise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from inspectgraph.graphbuilder.classify.features import ALTHOUGH, BUT
from inspectgraph.graphbuilder.classify.polarity import POLARITIES, PolarityModel
from inspectgraph.graphbuilder.classify.protocol import SignedClause
from inspectgraph.graphbuilder.classify.theme_labels import stems_of
from inspectgraph.graphbuilder.model import Block
from inspectgraph.graphbuilder.parse.sentences import Sentence

_flags = re.IGNORECASE
_turns = "|".join(sorted((BUT | ALTHOUGH) - {"yet"}))
# Where a sentence may turn: "…, but …", "…; …", ", yet"; not "yet" alone ("are not yet good").
TURN = re.compile(rf"[,;:–—]?\s+\b(?:{_turns})\b|[,;:–—]\s+yet\b|;|(?<=\w),\s", _flags)
# ", but the quality varies": what a clause must lose to be read as a sentence.
LEADING = re.compile(rf"^[\s,;:–—-]*(?:(?:{'|'.join(sorted(BUT | ALTHOUGH))}|and)\b)?,?\s*", _flags)
SIGN = 0.15  # score; with a smaller gap between strength and weakness a clause says neither
APART = 1.0  # score; two halves further apart say opposite things, whatever their own scores
SHORTEST = 4  # words of a clause; shorter pieces ("however,") stay with the one before


def sign_clauses(
    mixed: Sequence[Sentence], model: PolarityModel
) -> dict[int, tuple[SignedClause, ...]]:
    """The clauses of mixed sentences, by the offset of the sentence; none if there is only one."""
    clauses = {s.start: parts for s in mixed if len(parts := clauses_in(s.text)) > 1}
    clause_sentences = [
        _by_itself(clause, s.block) for s in mixed for clause in clauses.get(s.start, ())
    ]
    if not clause_sentences:
        return {}
    gaps = iter(_gaps(clause_sentences, model).tolist())
    return {
        start: tuple(map(SignedClause, parts, _signs([next(gaps) for _ in parts])))
        for start, parts in clauses.items()
    }


def _by_itself(clause: str, block: Block) -> Sentence:
    """A clause as a sentence of its own, under no heading: the grade of a section is about the
    sentence as a whole."""
    bare = LEADING.sub("", clause)
    return Sentence(0, len(clause), bare, replace(block, path=()), 0, 1)


def _gaps(clauses: Sequence[Sentence], model: PolarityModel) -> npt.NDArray[np.float32]:
    """How much more the first pass takes each for a strength than for a weakness."""
    scores = model.first_scores(clauses, "")
    good, bad = (POLARITIES.index(name) for name in ("strength", "weakness"))
    return np.asarray(scores[:, good] - scores[:, bad], np.float32)


def _signs(gaps: Sequence[float]) -> list[str]:
    """What each clause of a sentence says; of two halves, the better one is the strength."""
    apart = len(gaps) == 2 and abs(gaps[0] - gaps[1]) > APART
    middle = sum(gaps) / len(gaps) if apart else 0.0
    return [
        "strength" if gap - middle > SIGN else "weakness" if gap - middle < -SIGN else "mixed"
        for gap in gaps
    ]


def clauses_in(text: str) -> list[str]:
    """The clauses of a sentence, split where it turns."""
    pieces, at = [], 0
    for turn in TURN.finditer(text):
        if len(stems_of(text[at : turn.start()])) >= SHORTEST:
            pieces.append(text[at : turn.start()])
            at = turn.start()
    return [*pieces, text[at:]]
