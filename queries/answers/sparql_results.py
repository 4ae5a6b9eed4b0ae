"""The SPARQL 1.1 results formats in JSON and XML: they hold the terms themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TextIO

from inspectgraph.queries.answers.cells import plain
from inspectgraph.queries.characters import xml_text
from inspectgraph.queries.named.answer import Answer, Solution, Term, Value
from pyoxigraph import BlankNode, Literal, NamedNode

_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_SPECIAL: Final = re.compile(r'[&<>"\r]')


def write_srj(answer: Answer, out: TextIO) -> None:
    """SPARQL 1.1 Query Results JSON; one solution a line."""
    import json

    if answer.truth is not None:
        out.write(json.dumps({"head": {}, "boolean": answer.truth}) + "\n")
        return
    head = json.dumps({"vars": answer.columns}, ensure_ascii=False)
    out.write(f'{{"head": {head}, "results": {{"bindings": [')
    mark = "\n"
    for solution in _solutions(answer):
        bound = {
            name: _term_json(term)
            for name, term in zip(answer.columns, solution, strict=True)
            if term is not None
        }
        out.write(mark + json.dumps(bound, ensure_ascii=False))
        mark = ",\n"
    out.write("\n]}}\n")


def _term_json(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        if term.datatype.value.endswith("#string"):
            return {"type": "literal", "value": term.value}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {
        "type": "triple",
        "value": {name: _term_json(part) for name, part in parts.items()},
    }


def write_srx(answer: Answer, out: TextIO) -> None:
    """SPARQL 1.1 Query Results XML; what XML cannot hold becomes U+FFFD."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write('<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n')
    if answer.truth is not None:
        out.write(f"<head/>\n<boolean>{plain(answer.truth)}</boolean>\n</sparql>\n")
        return
    names = "".join(f'<variable name="{_escaped(name)}"/>' for name in answer.columns)
    out.write(f"<head>{names}</head>\n<results>\n")
    for solution in _solutions(answer):
        bound = "".join(
            f'<binding name="{_escaped(name)}">{_term_escaped(term)}</binding>'
            for name, term in zip(answer.columns, solution, strict=True)
            if term is not None
        )
        out.write(f"<result>{bound}</result>\n")
    out.write("</results>\n</sparql>\n")


def _term_escaped(term: Term) -> str:
    if isinstance(term, NamedNode):
        return f"<uri>{_escaped(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_escaped(term.value)}</bnode>"
    if isinstance(term, Literal):
        mark = ""
        if term.language:
            mark = f' xml:lang="{_escaped(term.language)}"'
        elif not term.datatype.value.endswith("#string"):
            mark = f' datatype="{_escaped(term.datatype.value)}"'
        return f"<literal{mark}>{_escaped(term.value)}</literal>"
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    inner = "".join(f"<{name}>{_term_escaped(part)}</{name}>" for name, part in parts.items())
    return f"<triple>{inner}</triple>"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], xml_text(text))


def _solutions(answer: Answer) -> Iterable[Solution]:
    """The terms of the rows; literals where an answer was computed and has none."""
    if answer.terms or not answer.rows:
        return answer.terms
    return (tuple(map(_literal, row)) for row in answer.rows)


def _literal(value: Value) -> Term | None:
    return None if value is None else Literal(value)
