"""The registry of problems: each error that is raised, each trouble that a build notes.

A code stays what it is for ever. Whoever raises or notes a problem names its code; severity and
cure are looked up here, and docs/errors.md is made out of this by `python docs/make_errors.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """What is known of a kind of problem before it occurs.

    ``cure`` is told with the message, ``advice`` is added to it in the documentation.
    """

    code: str
    title: str
    severity: Severity
    when: str
    cure: str
    advice: str = ""


UNNAMED: Final = "IG-100"
UNREADABLE: Final = "IG-201"
CONTRADICTION: Final = "IG-501"
UNKNOWN_AUTHORITY: Final = "IG-502"
UNREADABLE_PAGE: Final = "IG-503"
UNKNOWN_KIND: Final = "IG-504"
MISSING_FACT: Final = "IG-505"
UNKNOWN_GRADE: Final = "IG-506"
SAME_REPORT: Final = "IG-507"
UNRESOLVED_AGENCY: Final = "IG-508"
UNUSED_CORRECTION: Final = "IG-509"

RAISED: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        UNNAMED,
        "an error without a code of its own",
        "error",
        "something failed that has no code of its own.",
        "Please report this, with the command that you ran.",
    ),
    ProblemType(
        "IG-101",
        "files were refused",
        "error",
        "`build --strict` met files that gave no report. The others are built; each refused "
        "file has its own line with its own code.",
        "Mend or remove the files named above, or build without --strict.",
    ),
    ProblemType(
        "IG-102",
        "the graph breaks the contract",
        "error",
        "`validate` found facts that break the contract in `ontology/schema/shapes.ttl`.",
        "Look at the results above; rebuild the reports that they name.",
        "After an upgrade, build the whole folder anew. If it stays, report it.",
    ),
    ProblemType(
        UNREADABLE,
        "a file that cannot be read",
        "error",
        "a file could not be opened: it is missing, it is a broken link, or you have no right "
        "to read it; or it is an archive that is damaged or lies in another one.",
        "Check that the file exists and that you may open it.",
    ),
    ProblemType(
        "IG-202",
        "an empty file",
        "error",
        "a file has no bytes, or nothing but white space. An interrupted download often leaves "
        "such a file.",
        "Download it again.",
    ),
    ProblemType(
        "IG-203",
        "a damaged file",
        "error",
        "a file is cut off, or its content is not what its first bytes say.",
        "Download it again, or open and re-save it.",
    ),
    ProblemType(
        "IG-204",
        "an encrypted file",
        "error",
        "a file opens only with a password.",
        "Save a copy without the password.",
    ),
    ProblemType(
        "IG-205",
        "a file without text",
        "error",
        "the pages are pictures, and hold no text.",
        "Run text recognition on it (for instance `ocrmypdf in.pdf out.pdf`).",
        "Build from the result.",
    ),
    ProblemType(
        "IG-206",
        "a file that is too large",
        "error",
        "a file has more pages or bytes than any inspection report, or unpacks to far more than "
        'it weighs (a "zip bomb").',
        "Inspection reports are smaller: take it out, or split it.",
    ),
    ProblemType(
        "IG-207",
        "a format that is not read",
        "error",
        "a file is in a format that is not read, for instance an old `.doc` or a picture.",
        "Save it as PDF, text, Markdown, HTML or Word (.docx).",
    ),
    ProblemType(
        "IG-208",
        "a document that is no report",
        "error",
        "a document could be read, but is no inspection report, for instance an error page of a "
        "web site that was saved under the name of a PDF.",
        "Take it out of the folder, or download the report itself.",
    ),
    ProblemType(
        "IG-301",
        "a store that cannot be used",
        "error",
        "a store exists but cannot be used: it is damaged, was written by another version, or "
        "its folder holds other files or cannot be made.",
        "Build it anew with `inspectgraph build`.",
    ),
    ProblemType(
        "IG-302",
        "no store",
        "error",
        "there is no store where one was looked for.",
        "Make it with `inspectgraph build FOLDER`, or name another with --store or "
        "INSPECTGRAPH_STORE.",
    ),
    ProblemType(
        "IG-303",
        "a store in use",
        "error",
        "another process is writing to the store.",
        "Wait until the other process has ended.",
        "A process that was killed leaves no lock behind.",
    ),
    ProblemType(
        "IG-304",
        "a store of another profile",
        "error",
        "`build` was given a store that holds the reports of another profile: frameworks, code "
        "lists and IRIs of two profiles are not mixed. Nothing was changed.",
        "Name another store with --store, or build with the profile that it holds.",
    ),
    ProblemType(
        "IG-401",
        "a query that failed",
        "error",
        "a query was understood but failed, for instance because a remote address did not answer.",
        "Check the query, or the address that answers it.",
        "Ask for less where it took too long.",
    ),
    ProblemType(
        "IG-402",
        "no query of that name",
        "error",
        "no query of the catalogue has that name. The nearest names are offered.",
        "List the queries with `inspectgraph queries`.",
    ),
    ProblemType(
        "IG-403",
        "a parameter or value that cannot be used",
        "error",
        "a query or a command was given a parameter that it does not take, or a value that it "
        "cannot use, such as a date that does not exist.",
        "See the parameters with `inspectgraph queries show NAME`.",
    ),
    ProblemType(
        "IG-404",
        "SPARQL that cannot be run",
        "error",
        "SPARQL does not parse, or would change data or reach the network (`SERVICE`, `LOAD`, "
        "updates).",
        "Correct the query; SELECT, ASK, CONSTRUCT and DESCRIBE are run.",
        "Run federated queries on a server of your own.",
    ),
    ProblemType(
        "IG-405",
        "a name that is not known",
        "error",
        "a name or code given for an authority, theme, aspect, kind or report is not known. Near "
        "ones are offered.",
        "Use a full name or a code, in quotation marks where it has spaces.",
        'A usual short name ("Norfolk") will do, and a GSS code ("E10000020").',
    ),
    ProblemType(
        "IG-406",
        "a question that was not understood",
        "error",
        "`inspectgraph ask` did not understand a question: it holds words or signs that the "
        "grammar does not know, a negation, a comparison or another thing that no query can "
        "honour, or it can be read in two ways.",
        "Ask in other words, or name a query: `inspectgraph queries` lists them.",
        "The message names the words or shows the readings; [ask.md](ask.md) tells what can be "
        "asked.",
    ),
    ProblemType(
        "IG-407",
        "a profile that cannot be used",
        "error",
        "a profile (`build --profile DIR`) has a file that is missing or no TOML, or an entry "
        "with an unknown or missing key, a value of a wrong type, a pattern that does not "
        "compile, or the id of a concept that no code list has.",
        "Mend the entry; docs/profiles.md tells what each file holds.",
    ),
)
NOTED: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        CONTRADICTION,
        "a report that contradicts itself",
        "warning",
        "a report's table of judgements and its body give different grades, or it was published "
        "before the inspection that it prints ended.",
        "Look at both places in the report.",
        "The rule that decided is stored with the judgement, and its confidence is lower.",
    ),
    ProblemType(
        UNKNOWN_AUTHORITY,
        "an authority that is not in the reference data",
        "warning",
        "a report is about an authority that is not in the reference data. A body of its own is "
        "made and marked as `ig:minted`.",
        "Check the name; if it is a usual form of a known council, report it.",
    ),
    ProblemType(
        UNREADABLE_PAGE,
        "a page without text",
        "warning",
        "a page of a report gave no text, while others did.",
        "Look at that page; if it is a picture with words, run text recognition on the file.",
    ),
    ProblemType(
        UNKNOWN_KIND,
        "a kind of report that is not recognised",
        "warning",
        "the framework that a report follows was not recognised. It is kept as `other`, without "
        "judgements.",
        "Check that it is an inspection report of children's services; if it is, report it.",
    ),
    ProblemType(
        MISSING_FACT,
        "an expected fact that was not found",
        "note",
        "the days of the inspection, which such a report usually prints, were not found.",
        "None is needed where the report has none.",
    ),
    ProblemType(
        UNKNOWN_GRADE,
        "a grade that is not recognised",
        "warning",
        "a row of a table names an aspect that is graded, and gives it a grade that is not in the "
        "code lists.",
        "Look at the line that is quoted; if it is a judgement, report it.",
    ),
    ProblemType(
        SAME_REPORT,
        "one report under several names",
        "note",
        "the same report was given under several names (same bytes, or same text). It stands "
        "once, with all its names. `build` tells it; it is not stored as a problem.",
        "None is needed.",
    ),
    ProblemType(
        UNRESOLVED_AGENCY,
        "a name of an agency that means no one body",
        "note",
        "words look like the name of an agency, and no one body can be meant by them (two bodies "
        "fit, or none that is known).",
        "None is needed; `inspectgraph query unresolved` lists them with the reason.",
        "Report a body that is missing from the reference data.",
    ),
    ProblemType(
        UNUSED_CORRECTION,
        "a correction that fits no finding",
        "warning",
        "a line of the file given by `--corrections` fits no sentence of any report in the store. "
        "`build` tells it; it is not stored as a problem.",
        "Compare its words with those of the finding (`inspectgraph explain`), or take the line "
        "out.",
    ),
)
REGISTRY: Final[Mapping[str, ProblemType]] = {one.code: one for one in (*RAISED, *NOTED)}


@dataclass(frozen=True)
class Problem:
    """One case: a file that gave no report, or something that a reader of one should know.

    ``about`` is what it concerns, such as an aspect as printed; ``told_cure`` is the cure of
    this case where the registered one does not fit.
    """

    code: str
    message: str
    file_name: str = ""
    page: int | None = None
    about: str = ""
    told_cure: str | None = None

    def __post_init__(self) -> None:
        if self.code not in REGISTRY:
            raise ValueError(f"{self.code} is not registered")

    @property
    def severity(self) -> Severity:
        """How grave a problem of its code is."""
        return REGISTRY[self.code].severity

    @property
    def cure(self) -> str:
        """What to do about it."""
        return REGISTRY[self.code].cure if self.told_cure is None else self.told_cure
