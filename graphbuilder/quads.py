"""The quads of one graph as lines of N-Quads.

Written by hand: a serialiser that builds terms first would cost more than extracting them.
"""

from __future__ import annotations

import re
from datetime import date

from inspectgraph.ontology import terms

ENGLISH = "en"
# What N-Quads do not allow inside quotation marks, as their specification writes it.
ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\x0b": "\\u000B",
        "\x0c": "\\f",
    }
)
# Few texts have any of these, and to look is faster than to translate.
SPECIAL = re.compile(f"[{re.escape(''.join(map(chr, ESCAPES)))}]")


class GraphWriter:
    """Collects the quads of one graph."""

    def __init__(self, graph: str) -> None:
        self.lines: list[str] = []
        self._end = f" <{graph}> .\n"

    def link(self, subject: str, predicate: str, thing: str) -> None:
        """That the subject is linked with a thing, by its IRI."""
        self.lines.append(f"<{subject}> <{predicate}> <{thing}>{self._end}")

    def text(self, subject: str, predicate: str, value: str, language: str = "") -> None:
        """A text of the subject; nothing where it is empty."""
        if value:
            tag = f"@{language}" if language else ""
            quoted = value.translate(ESCAPES) if SPECIAL.search(value) else value
            self.lines.append(f'<{subject}> <{predicate}> "{quoted}"{tag}{self._end}')

    def typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        """A value with its datatype; nothing where it is None."""
        if value is not None:
            self.lines.append(f'<{subject}> <{predicate}> "{value}"^^<{datatype}>{self._end}')

    def day(self, subject: str, predicate: str, value: date | None) -> None:
        """A day; nothing where it is None."""
        self.typed(subject, predicate, value.isoformat() if value else None, terms.XSD_DATE)

    def number(self, subject: str, predicate: str, value: int | None) -> None:
        """A whole number; nothing where it is None."""
        self.typed(subject, predicate, value, terms.XSD_INTEGER)

    def nquads(self) -> bytes:
        """The graph, each line once."""
        return "".join(dict.fromkeys(self.lines)).encode()
