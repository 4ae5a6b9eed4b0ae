"""What an answer is the answer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspectgraph.queries.named.header import Question


@dataclass(frozen=True)
class AskedQuestion:
    """What an answer is the answer to; it goes along where a format has room for it."""

    name: str = "answer"
    title: str = ""
    description: str = ""
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sparql: str = ""


def asked_question(question: Question, given: Mapping[str, Sequence[str]]) -> AskedQuestion:
    """A named question and its parameters, defaults filled in."""
    filled = {
        parameter.name: tuple(given.get(parameter.name) or (parameter.default or "",))
        for parameter in question.parameters
        if given.get(parameter.name) or parameter.default
    }
    return AskedQuestion(question.name, question.title, question.description, filled, question.text)
