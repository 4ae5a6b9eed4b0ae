"""The command: what it prints, how it ends, and that `build` reads what it fetched."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import CliRunner, Result
from inspectgraph.cli import cli
from misbehaving import Server

SAMPLES = Path(__file__).parents[2] / "samples"
Table = Callable[..., Path]


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)), prog_name="inspectgraph")


def test_help_has_examples() -> None:
    said = call("fetch", "--help").stdout
    assert "inspectgraph fetch ilacs-overview.xlsx reports/" in said
    assert "Seconds between two requests.  [default: 1.0" in " ".join(said.split(" "))


def test_all_is_well(server: Server, table: Table, tmp_path: Path) -> None:
    path = table(("Norfolk", server.says("/1.pdf"), "1/2/2024"), ("Norfolk", "", ""))
    done = call("fetch", path, tmp_path / "reports")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    summary = "1 fetched, 0 replaced, 0 unchanged, 0 refused; rows without an address: 1"
    assert done.stderr == f"{tmp_path / 'reports'}: {summary}\n"


def test_one_line_for_each_that_is_refused(server: Server, table: Table, tmp_path: Path) -> None:
    path = table(
        ("Norfolk", server.says("/1.pdf"), ""),
        ("Norfolk", server.says("/2.pdf", b"<html><title>Oh"), ""),
        ("Norfolk", "ftp://example.org/3.pdf", ""),
        ("Nowhereshire", server.says("/4.pdf"), ""),
    )
    done = call("fetch", path, tmp_path / "reports", "--pause", "0")
    assert done.exit_code == 3
    lines = done.stderr.splitlines()
    assert [line for line in lines if "(IG-604)" in line and "row 4" in line]
    assert [line for line in lines if "/2.pdf: a web page in place" in line and "(IG-606)" in line]
    assert [line for line in lines if "Nowhereshire" in line and "(IG-608)" in line]
    assert "error [IG-603]: 2 addresses gave no report" in lines
    quiet = call("fetch", path, tmp_path / "reports", "--pause", "0", "--quiet")
    assert quiet.exit_code == 3
    assert "IG-608" not in quiet.stderr
    assert "fetched" not in quiet.stderr


def test_a_dry_run_asks_nothing_and_makes_nothing(
    server: Server, table: Table, tmp_path: Path
) -> None:
    addresses = [server.says("/1.pdf"), server.says("/2.pdf")]
    path = table(*(("Norfolk", one, "") for one in addresses))
    done = call("fetch", path, tmp_path / "reports", "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == addresses
    assert "2 would be asked, 0 are in" in done.stderr
    assert server.asked == []
    assert not (tmp_path / "reports").exists()


def test_an_unknown_table_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("council,where\nNorfolk,https://example.org/a.pdf\n", encoding="utf-8")
    done = call("fetch", path, tmp_path / "reports")
    assert done.exit_code == 2
    assert "error [IG-602]" in done.stderr
    assert "--column; addresses stand in: where." in done.stderr
    assert not (tmp_path / "reports").exists()


def test_what_is_fetched_is_built(server: Server, tmp_path: Path) -> None:
    names = ["ashford-vale-ilacs-2019.pdf", "port-wexcombe-send-2024.pdf"]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["urn", "local_authority", "inspection_link", "publication_date"])
    for number, name in enumerate(names):
        body = (SAMPLES / name).read_bytes()
        sheet.append([1, "norfolk", server.says(f"/v1/file/5000{number}", body), "27/10/24"])
    book.save(tmp_path / "overview.xlsx")
    done = call("fetch", tmp_path / "overview.xlsx", tmp_path / "reports", "--pause", "0")
    assert done.exit_code == 0, done.output
    store = tmp_path / "graph.db"
    done = call("build", tmp_path / "reports", "--store", store)
    assert done.exit_code == 0, done.output
    assert "2 reports" in done.stderr
    done = call("query", "reports", "--store", store, "--format", "csv")
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(found) == 2
