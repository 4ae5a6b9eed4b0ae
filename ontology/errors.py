"""Errors that a user can act on: each has a stable code, a message and a cure.

What is known about each code (when it occurs, the usual cure) is in `problems.py`; docs/errors.md
has a section for each.

Exit codes: 1 general, 2 usage, 3 `build --strict` or `fetch` with refused files, 4 validation.
"""

# ruff: noqa: N818 - the names say what is wrong; that they are errors, the base class says

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from inspectgraph.ontology.problems import REGISTRY, UNNAMED, UNREADABLE


class InspectgraphError(Exception):
    """Base of all errors: `code`, `message` and `cure`, and the process's `exit_code`."""

    code: ClassVar[str] = UNNAMED
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, cure: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.cure = REGISTRY[self.code].cure if cure is None else cure

    def __str__(self) -> str:
        return f"{self.message} [{self.code}] {self.cure}".rstrip()


class FilesRefused(InspectgraphError):
    """Some files gave no report, and `build --strict` was asked for."""

    code = "IG-101"
    exit_code = 3

    def __init__(self, count: int, cure: str | None = None) -> None:
        noun = "file was" if count == 1 else "files were"
        super().__init__(f"{count} {noun} refused", cure)
        self.count = count


class ValidationFailed(InspectgraphError):
    """The graph breaks the output contract of `shapes.ttl`."""

    code = "IG-102"
    exit_code = 4

    def __init__(self, count: int, cure: str | None = None) -> None:
        noun = "result" if count == 1 else "results"
        super().__init__(f"the graph is not valid: {count} {noun}", cure)
        self.count = count


class BadProfile(InspectgraphError):
    """A profile whose files cannot be read or do not fit together: the file and the entry."""

    code = "IG-407"
    exit_code = 2

    def __init__(self, file: str, entry: str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{file}{f', {entry}' if entry else ''}: {reason}", cure)
        self.file, self.entry, self.reason = file, entry, reason


class ReadError(InspectgraphError):
    """A file that could not be read, and why."""

    code = UNREADABLE

    def __init__(self, path: Path | str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{path}: {reason}", cure)
        self.path = Path(path)
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        """How it is sent from a worker process: as the arguments that it was made from."""
        return type(self), (str(self.path), self.reason, self.cure)


class EmptyFile(ReadError):
    """A file with no bytes, or with nothing but white space."""

    code = "IG-202"

    def __init__(self, path: Path | str, reason: str = "empty", cure: str | None = None) -> None:
        super().__init__(path, reason, cure)


class DamagedFile(ReadError):
    """A file that is cut off, or is not in the format that its first bytes show."""

    code = "IG-203"


class EncryptedFile(ReadError):
    """A file that opens only with a password."""

    code = "IG-204"

    def __init__(
        self, path: Path | str, reason: str = "encrypted", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class NoText(ReadError):
    """A file with pictures of pages, and without text."""

    code = "IG-205"

    def __init__(
        self, path: Path | str, reason: str = "no text (a scan?)", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class TooLarge(ReadError):
    """A file beyond the limits on pages, bytes or unpacked size."""

    code = "IG-206"


class UnsupportedFormat(ReadError):
    """A file in a format that is not read."""

    code = "IG-207"


class NotAReport(ReadError):
    """A document that could be read, but is not an inspection report."""

    code = "IG-208"


class StoreError(InspectgraphError):
    """A store that cannot be used; `path` names it."""

    code = "IG-301"

    def __init__(self, path: Path | str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"store {path}: {reason}", cure)
        self.path = Path(path)
        self.reason = reason


class StoreMissing(StoreError):
    """There is no store at the path."""

    code = "IG-302"

    def __init__(
        self, path: Path | str, reason: str = "not found", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class StoreLocked(StoreError):
    """Another process is writing to the store."""

    code = "IG-303"

    def __init__(
        self, path: Path | str, reason: str = "in use by another process", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class OtherProfile(StoreError):
    """A store that was built with another profile."""

    code = "IG-304"

    def __init__(self, folder: Path | str, holds: str, asked: str, cure: str | None = None) -> None:
        super().__init__(folder, f"contains reports of the profile {holds!r}, not {asked!r}", cure)
        self.holds, self.asked = holds, asked


class QueryError(InspectgraphError):
    """A query that could not be answered."""

    code = "IG-401"


class UnknownQuery(QueryError):
    """No query of the catalogue has that name; `suggestions` are the most similar ones."""

    code = "IG-402"
    exit_code = 2

    def __init__(
        self, name: str, suggestions: tuple[str, ...] = (), cure: str | None = None
    ) -> None:
        super().__init__(f"there is no query called {name!r}{_did_you_mean(suggestions)}", cure)
        self.name = name
        self.suggestions = suggestions


class BadParameter(QueryError):
    """A parameter that a query does not have, or a value that it cannot use."""

    code = "IG-403"
    exit_code = 2

    def __init__(self, parameter: str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{parameter}: {reason}", cure)
        self.parameter = parameter
        self.reason = reason


class BadSparql(QueryError):
    """SPARQL that is not valid, or that would change data or use the network."""

    code = "IG-404"
    exit_code = 2


class UnknownName(InspectgraphError):
    """A name that no body, theme or other concept has; `suggestions` are similar ones."""

    code = "IG-405"
    exit_code = 2

    def __init__(
        self, name: str, what: str, suggestions: tuple[str, ...] = (), cure: str | None = None
    ) -> None:
        super().__init__(f"there is no {what} called {name!r}{_did_you_mean(suggestions)}", cure)
        self.name = name
        self.what = what
        self.suggestions = suggestions


class NotUnderstood(QueryError):
    """A question in words that cannot be answered, and why.

    `words` are those that were not understood, `near` similar ones that are known;
    `readings` are the queries that it could mean, if it could mean several.
    """

    code = "IG-406"
    exit_code = 2

    def __init__(
        self,
        reason: str,
        words: tuple[str, ...] = (),
        near: tuple[str, ...] = (),
        readings: tuple[str, ...] = (),
        cure: str | None = None,
    ) -> None:
        listed = f": {', '.join(map(repr, words))}" if words else ""
        either = f": {'; or '.join(readings)}" if readings else ""
        super().__init__(f"{reason}{listed}{either}{_did_you_mean(near)}", cure)
        self.reason = reason
        self.words = words
        self.near = near
        self.readings = readings


class BadTable(ReadError):
    """A table of addresses that cannot be read."""

    code = "IG-601"


class NoAddresses(ReadError):
    """A table in which no addresses of reports are found; the message lists its columns."""

    code = "IG-602"
    exit_code = 2


class FetchIncomplete(InspectgraphError):
    """Some addresses of a table gave no report; the others did."""

    code = "IG-603"
    exit_code = 3

    def __init__(self, count: int, cure: str | None = None) -> None:
        noun = "address" if count == 1 else "addresses"
        super().__init__(f"{count} {noun} gave no report", cure)
        self.count = count


class NotFetched(InspectgraphError):
    """An address that gave no report, and why."""

    code = "IG-605"

    def __init__(self, address: str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{address}: {reason}", cure)
        self.address = address
        self.reason = reason


class AddressRefused(NotFetched):
    """An address that is not asked at all, in a table or in a redirect."""

    code = "IG-604"


class WrongContent(NotFetched):
    """What a server sent is not a report."""

    code = "IG-606"


class DownloadTooLarge(NotFetched):
    """More bytes than any report has."""

    code = "IG-607"


def _did_you_mean(suggestions: tuple[str, ...]) -> str:
    """The end of a message, with similar names; nothing if there are none."""
    return f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
