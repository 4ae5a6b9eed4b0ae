"""Write docs/errors.md out of the registry of problems.

    python docs/make_errors.py

A test compares the page with what this makes.
"""

from __future__ import annotations

from pathlib import Path

from inspectgraph.ontology.fetch_problems import FETCHING
from inspectgraph.ontology.problem_type import ProblemType
from inspectgraph.ontology.problems import NOTED, RAISED

PAGE = Path(__file__).parent / "errors.md"
_OPENING = """# Errors

Made from `ontology/problems.py` and `ontology/fetch_problems.py` by `python docs/make_errors.py`.

Every error has a code that stays, a message and a cure. `inspectgraph` ends with

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | a general error |
| 2 | wrong usage: an unknown query, parameter or name, or SPARQL that cannot be run |
| 3 | `build --strict`: some files gave no report; `fetch`: some addresses gave none |
| 4 | `validate`: the graph breaks the contract |
| 130 | interrupted |
"""
_NOTED = """# Problems that a build notes

These stop nothing. They are stored as `ig:Problem` with the code in `ig:problemCode`, as is each
file that gave no report; `inspectgraph query problems` lists them, `inspectgraph info` counts them.
"""
_FETCHING = """# Errors and problems of `fetch`

One address that gives no report stops nothing: it has a line, and the others are fetched.
"""


def page() -> str:
    """The whole page."""
    raised = map(_section, RAISED)
    noted = map(_section, NOTED)
    fetching = map(_section, FETCHING)
    return "\n".join([_OPENING, *raised, _NOTED, *noted, _FETCHING, *fetching])


def _section(problem: ProblemType) -> str:
    advice = f" {problem.advice}" if problem.advice else ""
    return (
        f"## {problem.code}\n\n"
        f"{problem.title[0].upper()}{problem.title[1:]} ({problem.severity}).\n\n"
        f"**When:** {problem.when}\n"
        f"**Fix:** {problem.cure}{advice}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
