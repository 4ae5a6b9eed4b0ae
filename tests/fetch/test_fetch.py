"""A table → a folder: files, names, journal, sidecar; runs that go on where one stopped."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.fetch.addresses import checked_address, same_server, stem_of
from inspectgraph.graphbuilder.fetch.fetch import Fetched, Step, fetch, read_listing
from inspectgraph.graphbuilder.fetch.folder import JOURNAL, Folder
from inspectgraph.graphbuilder.read.inputs import SIDECAR as NAME
from inspectgraph.graphbuilder.sidecar import Row, read_rows, update_rows
from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.ontology.profiles import packaged_authorities
from misbehaving import PAGE, PDF, Answer, Server, Waits

Table = Callable[..., Path]
OTHER_PDF = PDF + b"% another\n%%EOF\n"


@pytest.fixture
def run(table: Table, tmp_path: Path, waits: Waits) -> Callable[..., Fetched]:
    """Fetch rows of (authority, address, day) into tmp_path/reports."""

    def call(*rows: Sequence[str], authorities: Sequence[str] = (), **how: object) -> Fetched:
        listing = read_listing(table(*rows), packaged_authorities(), "", authorities)
        return fetch(listing, tmp_path / "reports", waits.client(), **how)  # type: ignore[arg-type]

    return call


Run = Callable[..., Fetched]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def files(folder: Path) -> dict[str, bytes]:
    """The files of the folder but for journal and sidecar."""
    return {
        one.name: one.read_bytes() for one in folder.iterdir() if one.name not in (JOURNAL, NAME)
    }


def rows(folder: Path) -> dict[str, tuple[str, str, str]]:
    found = read_rows((folder / NAME).read_bytes(), NAME)
    return {row.file: (row.authority, row.published, row.source) for row in found}


def test_reports_come_with_their_rows(run: Run, server: Server, folder: Path) -> None:
    one = server.says("/v1/file/50004318")
    two = server.says("/news/marlshire%20report", PAGE)
    found = run(("norfolk", one, "27/10/23"), ("suffolk", two, ""))
    assert (found.new, found.refused) == (2, 0)
    assert files(folder) == {"50004318.pdf": PDF, "marlshire-report.html": PAGE}
    assert rows(folder) == {
        "50004318.pdf": ("Norfolk County Council", "2023-10-27", one),
        "marlshire-report.html": ("Suffolk County Council", "", two),
    }


def test_what_is_there_is_not_asked_again(run: Run, server: Server) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "")
    run(row)
    found = run(row)
    assert (found.new, found.unchanged) == (0, 1)
    assert server.asked == ["/1.pdf"]


def test_one_that_is_refused_stops_nothing(run: Run, server: Server, folder: Path) -> None:
    found = run(
        ("Norfolk", server.says("/1.pdf", PAGE), ""),
        ("Norfolk", "file:///etc/passwd", ""),
        ("Norfolk", f"{server.url}/2.pdf", ""),
        ("Norfolk", server.says("/3.pdf"), ""),
    )
    assert (found.new, found.refused) == (1, 3)
    assert [problem.code for problem in found.problems] == ["IG-604", "IG-606", "IG-605"]
    assert files(folder).keys() == rows(folder).keys() == {"3.pdf"}


def test_a_run_goes_on_where_it_stopped(run: Run, server: Server, folder: Path) -> None:
    table = [("Norfolk", server.says(f"/{number}.pdf"), "") for number in range(5)]

    def interrupt(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(*table, on_step=interrupt)
    assert files(folder).keys() == rows(folder).keys() == {"0.pdf", "1.pdf"}
    found = run(*table)
    assert (found.new, found.unchanged) == (3, 2)
    assert len(server.asked) == 5
    assert files(folder).keys() == rows(folder).keys() == {f"{number}.pdf" for number in range(5)}


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_a_run_that_is_killed_between_a_file_and_its_row(
    run: Run, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "1/2/2024")
    remember = Folder._remember
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_remember", lambda *_: (_ for _ in ()).throw(kind()))
        with pytest.raises(kind):
            run(row)
    assert files(folder) == {"1.pdf": PDF}
    assert not (folder / NAME).exists()

    def late(*given: object) -> None:
        remember(*given)  # type: ignore[arg-type]
        raise kind

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_remember", late)
        with pytest.raises(kind):
            run(row)
    assert rows(folder)["1.pdf"][1] == "2024-02-01"
    (folder / NAME).unlink()
    assert run(row).unchanged == 1
    assert rows(folder)["1.pdf"][1] == "2024-02-01"
    assert files(folder) == {"1.pdf": PDF}


def test_a_disk_that_is_full_leaves_no_half_file(
    run: Run, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "")
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        write(path, data[:9])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(BadParameter, match="No space left"):
            run(row)
    assert files(folder) == {}
    assert run(row).new == 1


def test_refresh_asks_whether_it_changed(run: Run, server: Server, folder: Path) -> None:
    tags = {"ETag": '"7"', "Last-Modified": "Wed, 04 Mar 2026 12:00:00 GMT"}
    row = ("Norfolk", server.says("/1.pdf", Answer(headers=tags), Answer(304, b"")), "")
    run(row)
    found = run(row, refresh=True)
    assert (found.new, found.replaced, found.unchanged, found.refused) == (0, 0, 1, 0)
    first, second = server.headers
    assert "If-None-Match" not in first
    assert second["If-None-Match"] == '"7"'
    assert second["If-Modified-Since"] == tags["Last-Modified"]
    server.says("/1.pdf", OTHER_PDF)
    assert run(row, refresh=True).replaced == 1
    assert files(folder) == {"1.pdf": OTHER_PDF}
    assert run(row, refresh=True).unchanged == 1


def test_an_error_page_never_replaces_a_report(run: Run, server: Server, folder: Path) -> None:
    row = ("Norfolk", server.says("/1", Answer(), Answer(body=PAGE)), "")
    run(row)
    found = run(row, refresh=True)
    assert found.refused == 1
    assert "1.pdf, which is kept" in found.problems[0].message
    assert files(folder) == {"1.pdf": PDF}


def test_a_file_that_was_changed_is_fetched_again_and_kept(
    run: Run, server: Server, folder: Path
) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "")
    run(row)
    (folder / "1.pdf").write_bytes(PDF[:9])
    found = run(row)
    assert (found.new, found.replaced, found.unchanged) == (0, 1, 0)
    assert [problem.code for problem in found.problems] == ["IG-609"]
    assert found.refused == 0
    assert files(folder) == {"1.pdf": PDF, "1.pdf.changed": PDF[:9]}
    assert "If-None-Match" not in server.headers[1]


def test_a_file_that_was_removed_is_fetched_again(run: Run, server: Server, folder: Path) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "")
    run(row)
    (folder / "1.pdf").unlink()
    assert run(row).new == 1
    assert files(folder) == {"1.pdf": PDF}


def test_files_of_others_are_never_overwritten(run: Run, server: Server, folder: Path) -> None:
    folder.mkdir()
    (folder / "A.PDF").write_bytes(b"mine")
    (folder / "b.pdf").write_bytes(PDF)
    found = run(
        ("Norfolk", server.says("/x/a.pdf"), ""),
        ("Norfolk", server.says("/x/b.pdf"), ""),
        ("Norfolk", server.says("/y/B.pdf", OTHER_PDF), ""),
    )
    assert found.new == 3
    held = files(folder)
    assert held.pop("A.PDF") == b"mine"
    assert held.pop("b.pdf") == PDF
    assert sorted(name[:2] for name in held) == ["B-", "a-"]
    assert len(rows(folder)) == 3
    assert len({name.casefold() for name in rows(folder)}) == 3


def test_what_stands_in_the_sidecar_stays(run: Run, server: Server, folder: Path) -> None:
    address = server.says("/1.pdf")
    run(("Norfolk", address, "1/2/2024"))
    update_rows(folder / NAME, [Row("1.pdf", authority="Suffolk")], overwrite=True)
    update_rows(folder / NAME, [Row("mine.pdf", kind="other")])
    run(("Norfolk", address, "3/4/2024"), ("Norfolk", server.says("/2.pdf"), ""))
    assert rows(folder)["1.pdf"] == ("Suffolk", "2024-02-01", address)
    assert rows(folder).keys() == {"1.pdf", "2.pdf", "mine.pdf"}


def test_a_broken_sidecar_is_said_before_anything_is_asked(
    run: Run, server: Server, folder: Path
) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "")
    run(row)
    (folder / NAME).write_text("file,colour\n1.pdf,red\n", encoding="utf-8")
    with pytest.raises(BadParameter, match="colour"):
        run(row, ("Norfolk", server.says("/2.pdf"), ""))
    assert server.asked == ["/1.pdf"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"fetched": 3}',
        '{"fetched": {"http://x/": {"file": "../../x", "sha256": ""}}}',
        '{"fetched": {"http://x/": {"name": 3}}}',
    ],
)
def test_a_broken_journal_remembers_nothing(
    run: Run, server: Server, folder: Path, text: str
) -> None:
    row = ("Norfolk", server.says("/1.pdf"), "")
    run(row)
    (folder / JOURNAL).write_text(text, encoding="utf-8")
    assert run(row).new == 1
    assert files(folder) == {"1.pdf": PDF}
    assert json.loads((folder / JOURNAL).read_bytes())["fetched"].keys() == {row[1]}


def test_at_most_so_many_are_asked(run: Run, server: Server) -> None:
    table = [("Norfolk", server.says(f"/{number}.pdf"), "") for number in range(5)]
    found = run(*table, limit=2)
    assert (found.new, found.left) == (2, 3)
    found = run(*table, limit=2)
    assert (found.new, found.unchanged, found.left) == (2, 2, 1)


def test_only_one_council_and_those_before_it(run: Run, server: Server) -> None:
    table = [
        ("Dorset", server.says("/old.pdf"), "1/2/2016"),
        ("dorset", server.says("/new.pdf"), "1/2/2022"),
        ("Norfolk", server.says("/other.pdf"), ""),
    ]
    assert run(*table, authorities=["Dorset Council"]).new == 2
    assert server.asked == ["/old.pdf", "/new.pdf"]
    with pytest.raises(UnknownName):
        run(*table, authorities=["Dorsset Xyz"])


def test_a_folder_that_cannot_be_made(run: Run, server: Server, folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(BadParameter, match="FOLDER"):
        run(("Norfolk", server.says("/1.pdf"), ""))


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("//files.ofsted.gov.uk/v1/file/50004318", "50004318"),
        ("//reports.ofsted.gov.uk/provider/files/2637494/urn/80490.pdf", "2637494"),
        ("//example.org/a/b/Report%20on%20Marlshire.PDF", "Report-on-Marlshire"),
        ("//example.org/download.aspx?id=12&v=2", "download-id-12-v-2"),
        ("//example.org/", "example.org"),
        ("//example.org", "example.org"),
        ("//example.org/..%2f..%2fetc%2fpasswd", "passwd"),
        ("//example.org/..%5c..%5cx.pdf", "x"),
        ("//example.org/%2e%2e", "example.org"),
        ("//example.org/.hidden.pdf", "hidden"),
        ("//example.org/CON.pdf", "file-CON"),
        ("//example.org/nul", "file-nul"),
        ("//example.org/README.pdf", "file-README"),
        ("//example.org/r%C3%A9sum%C3%A9.pdf", "r-sum"),
        ("//example.org/%00a%0Ab.pdf", "a-b"),
        (f"//example.org/{'a' * 300}.pdf", "a" * 80),
    ],
)
def test_names_are_safe(path: str, stem: str) -> None:
    assert stem_of(checked_address(f"https:{path}")) == stem


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://Example.org/a b.pdf", "https://example.org/a%20b.pdf"),
        ("HTTPS://example.org", "https://example.org/"),
        ("https://example.org/é?q=|", "https://example.org/%C3%A9?q=%7C"),
        ("https://example.org/a%2Fb#page=3", "https://example.org/a%2Fb"),
    ],
)
def test_addresses_in_their_usual_spelling(text: str, address: str) -> None:
    assert checked_address(text) == address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.org/", "https://a.org/", True),
        ("http://a.org:80/", "http://a.org/", True),
        ("https://a.org/", "http://a.org/", False),
        ("https://a.org/", "https://www.a.org/", False),
        ("https://a.org/", "https://a.org.example/", False),
        ("http://a.org:8080/", "https://a.org/", False),
        ("http://a.org/", "https://a.org:8443/", False),
    ],
)
def test_where_redirects_may_lead(one: str, other: str, same: bool) -> None:
    assert same_server(one, other) is same
