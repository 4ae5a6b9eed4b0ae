"""Errors that a user can act on: each has a stable code, a message and a cure.

Codes (docs/errors.md has a section for each):

IG-100 an error without a class of its own
IG-101 files were refused and the build is strict
IG-102 the graph breaks the output contract
IG-201 a file that cannot be read          IG-202 an empty file
IG-203 a damaged file                      IG-204 an encrypted file
IG-205 a file without text (a scan)        IG-206 a file that is too large
IG-207 a format that is not read           IG-208 a document that is no report
IG-301 a store that cannot be used         IG-302 no store
IG-303 a store in use by another process
IG-401 a query that failed                 IG-402 no query of that name
IG-403 a parameter with a wrong value      IG-404 SPARQL that cannot be run
IG-405 a name that is not known            IG-406 a question that was not understood
IG-407 a profile that cannot be used

Codes of problems that are stored in the graph, not raised (`PROBLEMS`):

IG-501 table and body contradict           IG-502 an authority not in the reference data
IG-503 an unreadable page                  IG-504 a kind not recognised
IG-505 an expected fact not found          IG-506 a grade or aspect not recognised
IG-507 the same report under several names
IG-508 a name of an agency not resolved   IG-509 a correction that fits no finding

Exit codes: 1 general, 2 usage, 3 `build --strict` with refused files, 4 validation.
"""

# ruff: noqa: N818 - the names say what is wrong, and the base class that they are errors

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final


class InspectgraphError(Exception):
    """Base of all errors: `code`, `message` and `cure`, and the process's `exit_code`."""

    code: ClassVar[str] = "IG-100"
    exit_code: ClassVar[int] = 1
    default_cure: ClassVar[str] = "Please report this, with the command that you ran."

    def __init__(self, message: str, cure: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.cure = self.default_cure if cure is None else cure

    def __str__(self) -> str:
        return f"{self.message} [{self.code}] {self.cure}".rstrip()


class FilesRefused(InspectgraphError):
    """`build --strict` was asked, and some files gave no report."""

    code = "IG-101"
    exit_code = 3
    default_cure = "Mend or remove the files named above, or build without --strict."

    def __init__(self, count: int, cure: str | None = None) -> None:
        noun = "file was" if count == 1 else "files were"
        super().__init__(f"{count} {noun} refused", cure)
        self.count = count


class ValidationFailed(InspectgraphError):
    """The graph breaks the output contract of `shapes.ttl`."""

    code = "IG-102"
    exit_code = 4
    default_cure = "Look at the results above; rebuild the reports that they name."

    def __init__(self, count: int, cure: str | None = None) -> None:
        noun = "result" if count == 1 else "results"
        super().__init__(f"the graph is not valid: {count} {noun}", cure)
        self.count = count


class BadProfile(InspectgraphError):
    """A profile whose files cannot be read, or do not fit together: which file and entry."""

    code = "IG-407"
    exit_code = 2
    default_cure = "Mend the entry; docs/profiles.md tells what each file holds."

    def __init__(self, file: str, entry: str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{file}{f', {entry}' if entry else ''}: {reason}", cure)
        self.file, self.entry, self.reason = file, entry, reason


class ReadError(InspectgraphError):
    """A file that could not be read, and why."""

    code = "IG-201"
    default_cure = "Check that the file exists and that you may open it."

    def __init__(self, path: Path | str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{path}: {reason}", cure)
        self.path = Path(path)
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        """How it travels from a worker process: by what it was made from."""
        return type(self), (str(self.path), self.reason, self.cure)


class EmptyFile(ReadError):
    """A file of zero bytes, or of white space alone."""

    code = "IG-202"
    default_cure = "Download it again."

    def __init__(self, path: Path | str, reason: str = "empty", cure: str | None = None) -> None:
        super().__init__(path, reason, cure)


class DamagedFile(ReadError):
    """A file that is truncated, or is not what its bytes promise."""

    code = "IG-203"
    default_cure = "Download it again, or open and re-save it."


class EncryptedFile(ReadError):
    """A file that opens only with a password."""

    code = "IG-204"
    default_cure = "Save a copy without the password."

    def __init__(
        self, path: Path | str, reason: str = "encrypted", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class NoText(ReadError):
    """A file that holds pictures of pages, and no text."""

    code = "IG-205"
    default_cure = "Run text recognition on it (for instance `ocrmypdf in.pdf out.pdf`)."

    def __init__(
        self, path: Path | str, reason: str = "no text (a scan?)", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class TooLarge(ReadError):
    """A file beyond the limits on pages, bytes or unpacked size."""

    code = "IG-206"
    default_cure = "Inspection reports are smaller: take it out, or split it."


class UnsupportedFormat(ReadError):
    """A file in a format that is not read."""

    code = "IG-207"
    default_cure = "Save it as PDF, text, Markdown, HTML or Word (.docx)."


class NotAReport(ReadError):
    """A document that was read, and is no inspection report."""

    code = "IG-208"
    default_cure = "Take it out of the folder, or download the report itself."


class StoreError(InspectgraphError):
    """A store that cannot be used; `path` names it."""

    code = "IG-301"
    default_cure = "Build it anew with `inspectgraph build`."

    def __init__(self, path: Path | str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"store {path}: {reason}", cure)
        self.path = Path(path)
        self.reason = reason


class StoreMissing(StoreError):
    """There is no store at the path."""

    code = "IG-302"
    default_cure = (
        "Make it with `inspectgraph build FOLDER`, or name another with --store "
        "or INSPECTGRAPH_STORE."
    )

    def __init__(
        self, path: Path | str, reason: str = "not found", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class StoreLocked(StoreError):
    """Another process is writing to the store."""

    code = "IG-303"
    default_cure = "Wait until the other process has ended."

    def __init__(
        self, path: Path | str, reason: str = "in use by another process", cure: str | None = None
    ) -> None:
        super().__init__(path, reason, cure)


class QueryError(InspectgraphError):
    """A query that could not be answered."""

    code = "IG-401"
    default_cure = "Check the query, or the address that answers it."


class UnknownQuery(QueryError):
    """No catalogue query has that name; `suggestions` are the nearest that exist."""

    code = "IG-402"
    exit_code = 2
    default_cure = "List the queries with `inspectgraph queries`."

    def __init__(
        self, name: str, suggestions: tuple[str, ...] = (), cure: str | None = None
    ) -> None:
        super().__init__(f"no query is called {name!r}{_did_you_mean(suggestions)}", cure)
        self.name = name
        self.suggestions = suggestions


class BadParameter(QueryError):
    """A parameter that a query does not take, or a value that it cannot use."""

    code = "IG-403"
    exit_code = 2
    default_cure = "See the parameters with `inspectgraph queries show NAME`."

    def __init__(self, parameter: str, reason: str, cure: str | None = None) -> None:
        super().__init__(f"{parameter}: {reason}", cure)
        self.parameter = parameter
        self.reason = reason


class BadSparql(QueryError):
    """SPARQL that does not parse, or that would change data or reach the network."""

    code = "IG-404"
    exit_code = 2
    default_cure = "Correct the query; SELECT, ASK, CONSTRUCT and DESCRIBE are run."


class UnknownName(InspectgraphError):
    """A name that no body, theme or other concept has; `suggestions` are near ones."""

    code = "IG-405"
    exit_code = 2
    default_cure = "Use a full name or a code, in quotation marks where it has spaces."

    def __init__(
        self, name: str, what: str, suggestions: tuple[str, ...] = (), cure: str | None = None
    ) -> None:
        super().__init__(f"no {what} is called {name!r}{_did_you_mean(suggestions)}", cure)
        self.name = name
        self.what = what
        self.suggestions = suggestions


class NotUnderstood(QueryError):
    """A question in words that is refused, and why.

    `words` are those that were not understood, `near` known ones that look like them;
    `readings` are the queries that it could mean, where it could mean several.
    """

    code = "IG-406"
    exit_code = 2
    default_cure = "Ask in other words, or name a query: `inspectgraph queries` lists them."

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


def _did_you_mean(suggestions: tuple[str, ...]) -> str:
    """The tail of a message that offers near names, or nothing."""
    return f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""


@dataclass(frozen=True, slots=True)
class ProblemCode:
    """A kind of trouble that is stored in the graph beside what could be read."""

    code: str
    title: str
    severity: str


CONTRADICTION: Final = ProblemCode("IG-501", "table and body contradict", "warning")
UNKNOWN_AUTHORITY: Final = ProblemCode("IG-502", "authority not in the reference data", "warning")
UNREADABLE_PAGE: Final = ProblemCode("IG-503", "unreadable page", "warning")
UNKNOWN_KIND: Final = ProblemCode("IG-504", "kind not recognised", "warning")
MISSING_FACT: Final = ProblemCode("IG-505", "expected fact not found", "note")
UNKNOWN_GRADE: Final = ProblemCode("IG-506", "grade or aspect not recognised", "warning")
SAME_REPORT: Final = ProblemCode("IG-507", "same report under several names", "note")
UNRESOLVED_AGENCY: Final = ProblemCode("IG-508", "name of an agency that means no one body", "note")
UNUSED_CORRECTION: Final = ProblemCode("IG-509", "correction that fits no finding", "warning")

PROBLEMS: Final[tuple[ProblemCode, ...]] = (
    CONTRADICTION,
    UNKNOWN_AUTHORITY,
    UNREADABLE_PAGE,
    UNKNOWN_KIND,
    MISSING_FACT,
    UNKNOWN_GRADE,
    SAME_REPORT,
    UNRESOLVED_AGENCY,
    UNUSED_CORRECTION,
)
