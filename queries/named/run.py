"""A named query, run: its parameters bound, its rows, and notes on what they leave out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from inspectgraph.queries.named.answer import Answer, Row, Solution, Term, to_value
from inspectgraph.queries.named.folders import TABLES, load_question
from inspectgraph.queries.named.header import Question, read_question
from inspectgraph.queries.named.parameters import bindings_of, understood
from inspectgraph.queries.named.trust import trust_notes
from inspectgraph.queries.source.local import Bindings, Source, select
from pyoxigraph import Literal


def run(source: Source, question: Question, given: Mapping[str, Sequence[str]]) -> Answer:
    """Answer a question; `given` maps names of parameters to their values."""
    bindings = bindings_of(source, question.parameters, given)
    terms = _bound_terms(source, question, bindings)
    notes = (
        *understood(source, question.parameters, given, bindings),
        *_denominator(source, question, bindings),
        *_undated_note(source, question, given),
        *trust_notes(source, question.parameters, bindings),
    )
    return Answer(question.columns, to_rows(question, terms), notes, terms)


def run_bound(source: Source, question: Question, bindings: Bindings) -> tuple[Row, ...]:
    """The rows of a question whose parameters are terms already."""
    return to_rows(question, select(source, question.text, bindings))


def whole_table(source: Source, name: str) -> Answer:
    """A table of `export --tables`, of all reports."""
    table = load_question(name, TABLES)
    return Answer(table.columns, run_bound(source, table, {}))


def run_terms(
    source: Source, question: Question, given: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, ...], tuple[Solution, ...]]:
    """The columns of an answer and its rows as RDF terms, without notes."""
    bindings = bindings_of(source, question.parameters, given)
    return question.columns, _bound_terms(source, question, bindings)


def _bound_terms(source: Source, question: Question, bindings: Bindings) -> tuple[Solution, ...]:
    """Rows of terms, lists sorted."""
    solutions = map(tuple, select(source, question.text, bindings))
    places = _list_places(question)
    return tuple(_sort_literals(row, places) if places else row for row in solutions)


def _sort_literals(row: Solution, places: Sequence[tuple[int, str]]) -> Solution:
    out = list(row)
    for place, separator in places:
        term = out[place]
        if isinstance(term, Literal):
            out[place] = Literal(_sorted_list(term.value, separator))
    return tuple(out)


def to_rows(question: Question, solutions: Iterable[Iterable[Term | None]]) -> tuple[Row, ...]:
    """Plain values out of terms, lists sorted."""
    rows = (tuple(map(to_value, solution)) for solution in solutions)
    places = _list_places(question)
    return tuple(_sort_lists(row, places) if places else row for row in rows)


def _list_places(question: Question) -> list[tuple[int, str]]:
    return [(question.columns.index(name), separator) for name, separator in question.lists]


def _sort_lists(row: Row, places: Sequence[tuple[int, str]]) -> Row:
    out = list(row)
    for place, separator in places:
        out[place] = _sorted_list(str(out[place] or ""), separator)
    return tuple(out)


def _sorted_list(text: str, separator: str) -> str:
    parts = text.split(separator)
    return separator.join(sorted({part.strip() for part in parts} - {""}))


def _denominator(source: Source, question: Question, bindings: Bindings) -> tuple[str, ...]:
    """Out of how many the rows are, as the question's note tells it."""
    if not question.note:
        return ()
    note = read_question(question.folder / f"{question.note}.rq")
    row = run_bound(source, note, bindings)[0]
    return (note.title.format(**dict(zip(note.columns, row, strict=True))),)


def _undated_note(
    source: Source, question: Question, given: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """What a question between dates leaves out: the reports without any date."""
    if not (given.get("since") or given.get("until")):
        return ()
    undated = load_question("undated")
    shared = {name: given[name] for name in ("authority", "kind") if given.get(name)}
    bindings = bindings_of(source, undated.parameters, shared)
    rows = run_bound(source, undated, bindings)
    if not rows:
        return ()
    noun = "report has no date and is" if len(rows) == 1 else "reports have no date and are"
    names = ", ".join(str(row[0]) for row in rows[:5])
    more = ", …" if len(rows) > 5 else ""
    return (f"{len(rows)} {noun} left out: {names}{more} (`inspectgraph query undated`)",)
