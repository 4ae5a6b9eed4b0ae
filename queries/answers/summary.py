"""The whole graph as a workbook: one row an authority, all judgements, weak themes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from inspectgraph.queries.answers.authority_sheet import authority_sheet
from inspectgraph.queries.answers.cells import plain
from inspectgraph.queries.answers.whole_file import whole_file
from inspectgraph.queries.answers.workbook import Sheet, write_workbook
from inspectgraph.queries.named.answer import Row, Value, records, select_rows
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run, whole_table
from inspectgraph.queries.source.local import Source

_WEAK: Final = """SELECT ?authority ?theme ?label ?weak ?findings WHERE {
  { SELECT ?area ?broad (COUNT(DISTINCT ?one) AS ?weak) (COUNT(DISTINCT ?finding) AS ?findings)
    WHERE {
      { SELECT DISTINCT ?area ?inspection ?finding ?part WHERE {
          {
            ?finding ig:polarity polarity:weakness ; ig:theme ?part ;
                     ig:inspection ?inspection ; ig:area ?area
          } UNION {
            ?finding ig:polarity polarity:mixed ; ig:theme ?part ;
                     ig:inspection ?inspection ; ig:area ?area .
            OPTIONAL { ?half ig:finding ?finding ; ig:about ?part ; ig:polarity ?own }
            FILTER(COALESCE(?own, polarity:mixed) != polarity:strength)
          }
      } }
      ?inspection ig:countsAs ?one .
      { SELECT ?part ?broad WHERE {
          ?part skos:broader* ?broad .
          ?broad skos:inScheme <https://w3id.org/inspectgraph/theme>
      } }
  } GROUP BY ?area ?broad }
  ?broad skos:prefLabel ?themeName .
  ?area skos:prefLabel ?name .
  BIND(STR(?name) AS ?authority)
  BIND(STR(?themeName) AS ?label)
  BIND(STRAFTER(STR(?broad), "/theme/") AS ?theme)
} ORDER BY ?authority ?theme"""


def export_summary(store: Source, path: Path, *, quotes: bool = True) -> dict[str, int]:
    """Write the graph as a workbook, one row an authority first; the rows of each sheet."""
    judgements = _judgements(store, quotes=quotes)
    sheets = [authority_sheet(store), judgements, *_theme_sheets(store)]
    with whole_file(path) as beside:
        write_workbook(beside, sheets, _summary_notes(store, sheets[0]))
    return {sheet.name: len(sheet.rows) for sheet in sheets}


def _judgements(store: Source, *, quotes: bool) -> Sheet:
    """Every grade with its evidence; without the quotes where they are left out."""
    table = whole_table(store, "judgements")
    keep = [at for at, name in enumerate(table.columns) if quotes or name != "quote"]
    first = ("authority", "inspection_end", "kind", "section", "aspect", "grade")
    order = sorted(keep, key=lambda at: _place(table.columns[at], first))
    rows = [tuple(row[at] for at in order) for row in table.rows]
    rows.sort(key=lambda row: tuple(map(plain, row)))
    return Sheet("All judgements", tuple(table.columns[at] for at in order), rows, fixed=1)


def _place(name: str, first: Sequence[str]) -> int:
    return first.index(name) if name in first else len(first)


def _theme_sheets(store: Source) -> tuple[Sheet, Sheet]:
    """Weaknesses by theme: authorities by themes, and as a long list to pivot."""
    authorities = records(run(store, load_question("authorities"), {}))
    read = {str(row["authority"]): row["inspections"] for row in authorities}
    rows = select_rows(store, _WEAK)
    return _theme_grid(read, rows), _theme_list(read, rows)


def _theme_grid(read: Mapping[str, Value], rows: Sequence[Row]) -> Sheet:
    themes = sorted({str(row[1]) for row in rows})
    weak = {(str(row[0]), str(row[1])): row[3] for row in rows}
    grid = [
        (authority, inspections, *(weak.get((authority, theme), 0) for theme in themes))
        for authority, inspections in read.items()
    ]
    columns = ("authority", "inspections_read", *themes)
    return Sheet("Weak themes", columns, grid, fixed=2, grid=True)


def _theme_list(read: Mapping[str, Value], rows: Sequence[Row]) -> Sheet:
    columns = ("authority", "theme", "label", "inspections_weak", "inspections_read", "findings")
    listed = [
        (authority, theme, label, number, read.get(str(authority)), findings)
        for authority, theme, label, number, findings in rows
    ]
    return Sheet("Weak themes (list)", columns, listed, fixed=1)


def _summary_notes(store: Source, sheet: Sheet) -> list[Row]:
    """What the sheets hold and out of how much."""
    reports = whole_table(store, "reports")
    notes = Path(__file__).with_name("summary_notes.toml").read_text(encoding="utf-8")
    at = sheet.columns.index("inspections_read")
    read = sum(int(str(row[at])) for row in sheet.rows)
    return [
        ("read", f"{len(reports.rows)} reports of {read} inspections in {len(sheet.rows)} areas"),
        *((note["what"], note["meaning"]) for note in tomllib.loads(notes)["note"]),
    ]
