"""Questions in words, answered: understood by `understand.py`, run as named queries.

understood, answer = answer_question(store, "which authorities had CAF weaknesses since 2015?")
understood.command → inspectgraph query weak-authorities --theme caf --since 2015
"""

from __future__ import annotations

from datetime import date

from inspectgraph.ontology.errors import BadParameter
from inspectgraph.queries.ask.readings import NETWORK
from inspectgraph.queries.ask.understand import Understood, understand
from inspectgraph.queries.named.answer import Answer
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.parameters import bindings_of
from inspectgraph.queries.named.run import run
from inspectgraph.queries.source.local import Source, bind, with_prefixes
from pyoxigraph import Store

__all__ = ["Understood", "answer", "answer_question", "sparql_of", "understand"]


def answer_question(
    store: Source, question: str, today: date | None = None
) -> tuple[Understood, Answer]:
    """Understand a question and answer it; `NotUnderstood` where it is refused."""
    understood = understand(store, question, today)
    return understood, answer(store, understood)


def answer(store: Source, understood: Understood) -> Answer:
    """The answer to a question that was understood."""
    if understood.question not in NETWORK:
        return run(store, load_question(understood.question), understood.given)
    from inspectgraph.queries import network  # networkx takes a while to import

    if not isinstance(store, Store):
        raise BadParameter("endpoint", "the network is computed over a store of your own")
    national = "through-national" in understood.given
    if understood.question == "network path":
        start, end = understood.given["end"]
        return network.path(store, start, end, through_national=national)
    top = int(understood.given.get("top", ("20",))[0])
    return network.central(store, through_national=national, top=top)


def sparql_of(store: Source, understood: Understood) -> str:
    """The SPARQL that answers, parameters bound; empty for the network, which is no query."""
    if understood.question in NETWORK:
        return ""
    question = load_question(understood.question)
    bound = bind(question.text, bindings_of(store, question.parameters, understood.given))
    return with_prefixes(bound)
