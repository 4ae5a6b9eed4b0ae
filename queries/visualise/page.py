"""A drawing as one HTML page that asks the network for nothing.

The page is `page.html` with its styles and scripts put in. Data stand in it as JSON in
which no character can end the script element; the page's own script writes them as text,
never as markup. A content security policy admits the two scripts and the style by their
hashes and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from inspectgraph.ontology.terms import AGENCY_TYPE, GRADE, KIND
from inspectgraph.queries.characters import page_text
from inspectgraph.queries.visualise import picture
from inspectgraph.queries.visualise.model import Drawing, Link, Node, Report, Statement

POLARITIES: Final = ("strength", "weakness", "mixed", "recommendation", "mention", "judgement")
_ESCAPED: Final = str.maketrans(
    {
        "<": "\\u003c",
        ">": "\\u003e",
        "&": "\\u0026",
        "\u2028": "\\u2028",
        "\u2029": "\\u2029",
    }
)
_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def render(drawing: Drawing, quotes: int) -> str:
    """The page; at most `quotes` quotes of one polarity of one link (0: all)."""
    script, style, library = _script(), _own("page.css"), _vis_network()
    values = {
        "policy": _policy(script, library, style),
        "title": html.escape(page_text(drawing.title)),
        "style": style,
        "data": as_json(_Data(drawing, quotes).whole()),
        "library": library,
        "script": script,
    }
    return _SLOT.sub(lambda slot: values[slot[1]], _own("page.html"))


def as_json(data: Json) -> str:
    """JSON that may stand in a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPED)


def _own(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _script() -> str:
    """Our scripts in one block, in the order of their names, so that no name is global."""
    names = sorted(file.name for file in files(__package__).iterdir() if file.name.endswith(".js"))
    return '"use strict";\n{\n' + "".join(map(_own, names)) + "}\n"


def _vis_network() -> str:
    """vis-network as pyvis ships it, its notice of copyright and licence included."""
    import pyvis

    folder = Path(pyvis.__file__).parent / "lib"
    versions = sorted(folder.glob("vis-*/vis-network.min.js"), key=_version)
    text = versions[-1].read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=\S*", "", text).replace("</script", "<\\/script")


def _version(path: Path) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", path.parent.name)]


def _policy(script: str, library: str, style: str) -> str:
    scripts = " ".join(f"'sha256-{_hash(text)}'" for text in (library, script))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'sha256-{_hash(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


class _Data:
    """The page's data: statements and reports once each, links and nodes by numbers."""

    def __init__(self, drawing: Drawing, quotes: int) -> None:
        self._drawing = drawing
        self._reports = sorted(drawing.reports, key=lambda r: (r.day, r.iri))
        self._days = {report.iri: report.day for report in self._reports}
        self._number_of = {report.iri: n for n, report in enumerate(self._reports)}
        statements = {statement for node in drawing.nodes for statement in node.statements}
        statements |= {statement for link in drawing.links for statement in link.statements}
        statements |= {naming.passage for link in drawing.links for naming in link.namings}
        self._statements = sorted(
            statements, key=lambda s: (self._number_of[s.report], s.start, s.iri)
        )
        self._position_of = {statement: n for n, statement in enumerate(self._statements)}
        themes = {theme for statement in statements for theme, _ in statement.themes}
        themes |= {link.theme for link in drawing.links if link.theme}
        self._themes = {theme: n for n, theme in enumerate(sorted(themes))}
        self._kept = self._quoted(quotes)

    def whole(self) -> dict[str, Json]:
        drawing = self._drawing
        network = picture.picture(drawing)
        return {
            "title": page_text(drawing.title),
            "notes": [page_text(note) for note in drawing.notes],
            "all": [drawing.all_nodes, drawing.all_links],
            "nodes": network.nodes,
            "edges": [self._edge(edge) for edge in network.edges],
            "options": network.options,
            "about": [self._node(node) for node in drawing.nodes],
            "links": [self._link(link) for link in drawing.links],
            "reports": [self._report(report) for report in self._reports],
            "statements": [self._statement(statement) for statement in self._statements],
            "themes": [self._drawing.label_of(theme) for theme in self._themes],
            "kinds": self._kinds(),
            "legend": self._legend(),
            "lines": self._lines(),
        }

    def _edge(self, edge: Mapping[str, Json]) -> dict[str, Json]:
        return {key: value for key, value in edge.items() if key != "arrows"}

    def _quoted(self, quotes: int) -> set[Statement]:
        """The latest statements of each polarity of each link, and all of single nodes."""
        if not quotes:
            return set(self._statements)
        kept = {statement for node in self._drawing.nodes for statement in node.statements}
        for link in self._drawing.links:
            by_polarity: dict[str, list[Statement]] = {}
            for statement in (*link.statements, *(naming.passage for naming in link.namings)):
                own = statement.polarity_of(link.theme) if link.theme else statement.polarity
                by_polarity.setdefault(own, []).append(statement)
            for statements in by_polarity.values():
                statements.sort(key=lambda s: (self._days[s.report], -s.start, s.iri), reverse=True)
                kept.update(statements[:quotes])
        return kept

    def _statement(self, statement: Statement) -> list[Json]:
        return [
            self._number_of[statement.report],
            POLARITIES.index(statement.polarity),
            [8 * self._themes[t] + POLARITIES.index(own) for t, own in statement.themes],
            statement.page,
            page_text(statement.paragraph),
            page_text(statement.heading),
            page_text(statement.quote) if statement in self._kept else None,
        ]

    def _report(self, report: Report) -> list[Json]:
        links = (report.url, report.pages_at, report.licence)
        safe = (link if link.startswith(("http://", "https://")) else "" for link in links)
        url, pages_at, licence = map(page_text, safe)
        return [
            page_text(report.title),
            self._drawing.label_of(KIND + report.kind),
            report.day,
            page_text(report.file),
            url,
            report.kind,
            pages_at,
            licence,
        ]

    def _node(self, node: Node) -> dict[str, Json]:
        return {
            "iri": node.id,
            "kind": node.kind,
            "type": (node.balance and f"balance-{node.balance}") or node.type,
            "title": page_text(node.title),
            "names": [page_text(name) for name in node.names],
            "facts": _details(node.details),
            "weight": node.weight,
            "said": self._positions(node.statements),
        }

    def _link(self, link: Link) -> dict[str, Json]:
        named: list[Json] = [
            [
                self._number_of[naming.passage.report],
                naming.mentions,
                int(naming.inferred),
                self._position_of[naming.passage],
            ]
            for naming in link.namings
        ]
        return {
            "label": page_text(link.label),
            "theme": self._themes[link.theme] if link.theme else -1,
            "inferred": int(link.inferred),
            "facts": _details(link.details),
            "named": named,
            "said": self._positions(link.statements),
        }

    def _positions(self, statements: Iterable[Statement]) -> Json:
        return sorted(self._position_of[statement] for statement in statements)

    def _kinds(self) -> dict[str, Json]:
        kinds = sorted({report.kind for report in self._reports})
        return {kind: self._drawing.label_of(KIND + kind) for kind in kinds}

    def _legend(self) -> list[Json]:
        """The types that are drawn, in the order of their styles, each with its look."""
        drawn: dict[str, Node] = {}
        for node in self._drawing.nodes:
            if node.kind != "row":
                drawn.setdefault(f"balance-{node.balance}" if node.balance else node.type, node)
        out: list[Json] = []
        for key in sorted(drawn, key=lambda name: (*picture.place_in_legend(drawn[name]), name)):
            style = picture.node_style(drawn[key])
            space = GRADE if drawn[key].kind == "judgement" else AGENCY_TYPE
            label = style.label or self._drawing.label_of(space + drawn[key].type)
            if drawn[key].kind == "theme" and drawn[key].balance:
                label = f"Theme: {style.label.lower()}"
            out.append({"type": key, "label": label, "shape": style.shape, "color": style.colour})
        return out

    def _lines(self) -> list[Json]:
        drawn = {picture.line_of(link) for link in self._drawing.links}
        return [
            {"label": line.label, "color": line.colour, "dashes": list(line.dashes)}
            for key, line in picture.LINES.items()
            if key in drawn
        ]


def _details(details: Iterable[tuple[str, str]]) -> list[Json]:
    return [[name, page_text(value)] for name, value in details if value]
