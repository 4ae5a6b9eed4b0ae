"""A table of addresses → a folder of reports and its sidecar. Names the order of the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from inspectgraph.graphbuilder.fetch.addresses import stem_of
from inspectgraph.graphbuilder.fetch.client import Client
from inspectgraph.graphbuilder.fetch.content import ending_of
from inspectgraph.graphbuilder.fetch.folder import KEPT, Folder, usable
from inspectgraph.graphbuilder.fetch.rows import Listed, Listing, list_reports
from inspectgraph.graphbuilder.fetch.table import read_table
from inspectgraph.graphbuilder.read.inputs import SIDECAR
from inspectgraph.graphbuilder.sidecar import Row, update_rows
from inspectgraph.ontology.authorities import AuthorityIndex
from inspectgraph.ontology.errors import NotFetched, UnknownName, WrongContent
from inspectgraph.ontology.fetch_problems import CHANGED_FILE
from inspectgraph.ontology.problems import Problem


@dataclass(frozen=True)
class Step:
    """How far a run is: ``name`` is what is being asked, or why it waits."""

    done: int
    total: int
    name: str


@dataclass
class Fetched:
    """What a run came to."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0
    left: int = 0  # not asked, for the limit of this run was reached
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many addresses gave no report."""
        return sum(problem.severity == "error" for problem in self.problems)


def read_listing(
    table: Path, index: AuthorityIndex, column: str = "", authorities: Iterable[str] = ()
) -> Listing:
    """The reports that a table lists; with ``authorities`` only theirs and their predecessors'.

    Raises BadTable, NoAddresses, or UnknownName for an authority.
    """
    listing = list_reports(table, read_table(table), index, column)
    wanted: set[str] = set()
    for name in authorities:
        authority = index.match(name)
        if authority is None:
            raise UnknownName(name, "authority", index.suggest(name))
        wanted |= {one.iri for one in (authority, *index.lineage(authority))}
    if not wanted:
        return listing
    theirs = [one for one in listing.reports if one.authority and one.authority.iri in wanted]
    return Listing(tuple(theirs), listing.problems, listing.without)


def to_ask(listing: Listing, folder: Folder, *, refresh: bool = False) -> list[Listed]:
    """The reports that a run asks for: those that are not in the folder as they were fetched."""
    states = ((report, folder.state(report.address)) for report in listing.reports)
    return [report for report, state in states if refresh or state != "whole"]


def fetch(
    listing: Listing,
    path: Path,
    client: Client,
    *,
    refresh: bool = False,
    limit: int | None = None,
    on_step: Callable[[Step], None] = lambda _: None,
) -> Fetched:
    """Fetch what a folder lacks of a listing, file by file; each gets its row in the sidecar.

    What is in the folder unchanged is not asked for, but with ``refresh``: then its server is
    asked whether it changed. An address that gives no report is a problem, and the rest goes on.
    """
    folder = Folder(path)
    _describe(folder, listing.reports)
    asked = to_ask(listing, folder, refresh=refresh)
    found = Fetched(unchanged=len(listing.reports) - len(asked), problems=list(listing.problems))
    if limit is not None:
        found.left = max(0, len(asked) - limit)
        asked = asked[:limit]
    for done, report in enumerate(asked):
        on_step(Step(done, len(asked), report.address))
        try:
            _fetch_one(report, folder, client, found)
        except NotFetched as error:
            found.problems.append(Problem(error.code, error.message, own_cure=error.cure))
    on_step(Step(len(asked), len(asked), ""))
    return found


def _fetch_one(report: Listed, folder: Folder, client: Client, found: Fetched) -> None:
    """Ask for one report and keep it. Raises NotFetched, or a kind of it."""
    address = report.address
    before, state = folder.entries.get(address), folder.state(address)
    conditions = {}
    if before and state == "whole":
        pairs = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
        conditions = {name: value for name, value in pairs.items() if value}
    reply = client.get(address, conditions)
    if reply.body is None:
        if not conditions:
            raise NotFetched(address, "the server says that it is unchanged, and it is not here")
        found.unchanged += 1
        return
    ending = ending_of(address, reply.media_type, reply.body)
    if before and state and not before.file.endswith(ending):
        raise WrongContent(address, f"{ending} in place of {before.file}, which is kept")
    try:
        name = folder.keep(
            address, stem_of(address), ending, reply.body, (reply.etag, reply.modified)
        )
    finally:  # when it is interrupted too
        _describe(folder, (report,))
    if state == "changed":
        reason = f"it was changed since it was fetched; that one is now {name}{KEPT}"
        found.problems.append(Problem(CHANGED_FILE, reason, name))
    if not before or not state:
        found.new += 1
    elif state == "whole" and before.sha256 == folder.entries[address].sha256:
        found.unchanged += 1
    else:
        found.replaced += 1


def _describe(folder: Folder, reports: Iterable[Listed]) -> None:
    """Give each report that is in the folder its row; what a row says already stays as it is.

    Raises BadSidecar, or BadParameter where the sidecar cannot be written.
    """
    rows = [
        Row(
            folder.entries[report.address].file,
            authority=report.authority.name if report.authority else "",
            published=report.published.isoformat() if report.published else "",
            source=report.address,
        )
        for report in reports
        if folder.holds(report.address)
    ]
    if rows:
        with usable(folder.path):
            update_rows(folder.path / SIDECAR, rows)
