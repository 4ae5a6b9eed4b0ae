"""Write docs/queries.md out of the headers of the catalogue.

    python docs/make_queries.py

A test compares the page with what this makes.
"""

from __future__ import annotations

from pathlib import Path

from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.header import Question
from inspectgraph.queries.named.parameters import TYPES, Parameter

PAGE = Path(__file__).parent / "queries.md"
_OPENING = """# Queries

Made from the headers of `queries/catalogue/*.rq` by `python docs/make_queries.py`.

`inspectgraph queries` lists them, `inspectgraph queries show NAME` prints the SPARQL, and
`inspectgraph query NAME` runs it, over the local store or, with `--endpoint URL`, over a
SPARQL server ([servers.md](servers.md)). Options can be given more than once unless
marked "one value"; several values of one option are alternatives.

| query | question |
|---|---|
"""
_OWN = """## Queries of your own

Put `.rq` files into a folder and name it: `inspectgraph query mine --catalogue my-queries/`
(or set `INSPECTGRAPH_CATALOGUE`). `inspectgraph queries --catalogue my-queries/` lists them
with the name of their folder; a query with the same name as one of ours replaces it. A broken
file is refused with the line at fault; the others go on working.

```sparql
# title: Reports of a kind
# description: Title and file of each report of a kind; a line that goes on
#   is indented by two more spaces.
# parameter: kind -> ?kindIri (kind; required) Kind of report.
# columns: title, file
# example: inspectgraph query mine --kind sif
SELECT ?title ?file WHERE {
  #PARAMETERS
  ?report ig:kind ?kindIri ; ig:fileName ?file ; dcterms:title ?title .
} ORDER BY ?file
```

| line of the header | says |
|---|---|
| `title`, `description` | what is asked, in words |
| `parameter` | `name -> ?variable (type; …) description`; after the type come settings |
| `columns` | the variables that the query selects, in their order |
| `lists` | a column that holds several values and what separates them, such as `themes ;` |
| `note` | `NAME.note`: the one row of NAME.note.rq fills the braces of its title (a denominator) |
| `example` | a command to copy |

Settings of parameters: `default: X`, `choices: a|b`, `required`, `single` (one value). Types:
{types}. Values are bound as RDF terms at the line
`#PARAMETERS`. A line that begins with `#IF ?variable` counts only where a value was given, one with
`#UNLESS ?variable` only where none was. The usual prefixes are known. Only SELECT is run,
and never SERVICE.
"""


def page() -> str:
    """The whole page."""
    questions = [load_question(name) for name in question_names()]
    index = "".join(f"| [{one.name}](#{one.name}) | {_cell(one.title)} |\n" for one in questions)
    sections = "\n".join(map(_section, questions))
    own = _OWN.replace("{types}", ", ".join(f"`{name}`" for name in TYPES))
    return f"{_OPENING}{index}\n{sections}\n{own}"


def _section(question: Question) -> str:
    lines = [f"## {question.name}", "", f"**{question.title}.** {question.description}", ""]
    if question.parameters:
        lines += ["| option | type | |", "|---|---|---|"]
        lines += [*map(_option, question.parameters), ""]
    lines += [f"Columns: {', '.join(f'`{name}`' for name in question.columns)}.", ""]
    lines += ["```console", *(f"$ {example}" for example in question.examples), "```", ""]
    return "\n".join(lines)


def _option(parameter: Parameter) -> str:
    kind = " or ".join(parameter.choices) or parameter.kind
    marks = [
        "required" if parameter.required else "",
        f"default {parameter.default}" if parameter.default else "",
        "one value" if parameter.single else "",
    ]
    marked = "; ".join(mark for mark in marks if mark)
    description = f"{parameter.description} ({marked})" if marked else parameter.description
    return f"| `--{parameter.name}` | {_cell(kind)} | {_cell(description)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
