"""The registry of problems: each error that is raised, and each problem that a build notes.

The meaning of a code never changes. Whoever raises or notes a problem gives its code; severity
and cure are looked up here, and `python docs/make_errors.py` makes docs/errors.md from this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.fetch_problems import FETCHING
from inspectgraph.ontology.problem_type import ProblemType, Severity

UNNAMED: Final = "IG-100"
UNREADABLE: Final = "IG-201"
NOT_A_REPORT: Final = "IG-208"
CONTRADICTION: Final = "IG-501"
UNKNOWN_AUTHORITY: Final = "IG-502"
UNREADABLE_PAGE: Final = "IG-503"
UNKNOWN_KIND: Final = "IG-504"
MISSING_FACT: Final = "IG-505"
UNKNOWN_GRADE: Final = "IG-506"
SAME_REPORT: Final = "IG-507"
UNRESOLVED_AGENCY: Final = "IG-508"
UNUSED_CORRECTION: Final = "IG-509"
SEVERAL_AUTHORITIES: Final = "IG-510"
UNREAD_ROW: Final = "IG-511"
UNLIKELY_LIST: Final = "IG-512"
OVERRIDDEN: Final = "IG-513"

RAISED: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        UNNAMED,
        "an error without a code of its own",
        "error",
        "something failed for which there is no code.",
        "Please report this, with the command that you ran.",
    ),
    ProblemType(
        "IG-101",
        "files were refused",
        "error",
        "`build --strict` found files that gave no report. The others are built; each refused "
        "file has a line with its own code.",
        "Repair or remove the files named above, or build without --strict.",
    ),
    ProblemType(
        "IG-102",
        "the graph breaks the contract",
        "error",
        "`validate` found facts that break the contract in `ontology/schema/shapes.ttl`.",
        "Look at the results above, and rebuild the reports that they name.",
        "After an upgrade, build the whole folder again. If the problem persists, report it.",
    ),
    ProblemType(
        UNREADABLE,
        "a file that cannot be read",
        "error",
        "a file could not be opened: it is missing, it is a broken link, or you are not allowed "
        "to read it; or it is an archive that is damaged or inside another one.",
        "Check that the file exists and that you may open it.",
    ),
    ProblemType(
        "IG-202",
        "an empty file",
        "error",
        "a file has no bytes, or nothing but white space. An interrupted download often leaves "
        "such a file behind.",
        "Download it again.",
    ),
    ProblemType(
        "IG-203",
        "a damaged file",
        "error",
        "a file is cut off, or its content is not in the format that its first bytes show.",
        "Download it again, or open it and save it again.",
    ),
    ProblemType(
        "IG-204",
        "an encrypted file",
        "error",
        "a file can only be opened with a password.",
        "Save a copy without the password.",
    ),
    ProblemType(
        "IG-205",
        "a file without text",
        "error",
        "the pages are pictures, without any text.",
        "Run text recognition on it (for instance `ocrmypdf in.pdf out.pdf`).",
        "Then build from the result.",
    ),
    ProblemType(
        "IG-206",
        "a file that is too large",
        "error",
        "a file has more pages or bytes than any inspection report, or unpacks to far more than "
        'it weighs (a "zip bomb").',
        "Inspection reports are smaller: remove the file, or split it.",
    ),
    ProblemType(
        "IG-207",
        "a format that is not read",
        "error",
        "a file is in a format that is not read, for instance an old `.doc` or a picture.",
        "Save it as PDF, text, Markdown, HTML or Word (.docx).",
    ),
    ProblemType(
        NOT_A_REPORT,
        "a document that is not a report",
        "error",
        "a document could be read, but is not an inspection report: for instance the error page of "
        "a website, saved under the name of a PDF. Or a folder was given in which no file gives a "
        "report.",
        "Remove it from the folder, or download the report itself.",
        "If it is a report, give its kind in a sidecar (`inspectgraph.csv`).",
    ),
    ProblemType(
        "IG-301",
        "a store that cannot be used",
        "error",
        "a store exists but cannot be used: it is damaged, it was written by another version, or "
        "its folder contains other files or cannot be created.",
        "Build it again with `inspectgraph build`.",
    ),
    ProblemType(
        "IG-302",
        "no store",
        "error",
        "there is no store at the path that was given or assumed.",
        "Create it with `inspectgraph build FOLDER`, or name another with --store or "
        "INSPECTGRAPH_STORE.",
    ),
    ProblemType(
        "IG-303",
        "a store in use",
        "error",
        "another process is writing to the store.",
        "Wait until the other process has finished.",
        "A process that was killed leaves no lock behind.",
    ),
    ProblemType(
        "IG-304",
        "a store of another profile",
        "error",
        "`build` was given a store with the reports of another profile: the frameworks, code "
        "lists and IRIs of two profiles are not mixed. Nothing was changed.",
        "Name another store with --store, or build with the profile of this one.",
    ),
    ProblemType(
        "IG-401",
        "a query that failed",
        "error",
        "a query was understood but failed, for instance because a remote address did not answer.",
        "Check the query, or the address that answers it.",
        "If it took too long, ask for less.",
    ),
    ProblemType(
        "IG-402",
        "no query of that name",
        "error",
        "no query in the catalogue has that name. The most similar names are suggested.",
        "List the queries with `inspectgraph queries`.",
    ),
    ProblemType(
        "IG-403",
        "a parameter or value that cannot be used",
        "error",
        "a query or a command was given a parameter that it does not have, or a value that it "
        "cannot use, such as a date that does not exist.",
        "See the parameters with `inspectgraph queries show NAME`.",
    ),
    ProblemType(
        "IG-404",
        "SPARQL that cannot be run",
        "error",
        "the SPARQL is not valid, or would change data or use the network (`SERVICE`, `LOAD`, "
        "updates).",
        "Correct the query; SELECT, ASK, CONSTRUCT and DESCRIBE can be run.",
        "Federated queries can be run on a server of your own.",
    ),
    ProblemType(
        "IG-405",
        "a name that is not known",
        "error",
        "a name or code given for an authority, theme, aspect, kind or report is not known. "
        "Similar ones are suggested.",
        "Use a full name or a code, in quotation marks if it contains spaces.",
        'A usual short name ("Norfolk") will do, and a GSS code ("E10000020").',
    ),
    ProblemType(
        "IG-406",
        "a question that was not understood",
        "error",
        "`inspectgraph ask` did not understand a question: it contains words or signs that the "
        "grammar does not know, or a negation, a comparison or something else that no query can "
        "answer, or it can be read in two ways.",
        "Ask in other words, or name a query: `inspectgraph queries` lists them.",
        "The message quotes the words or lists the readings; [ask.md](ask.md) explains what can be "
        "asked.",
    ),
    ProblemType(
        "IG-407",
        "a profile that cannot be used",
        "error",
        "a profile (`build --profile DIR`) has a file that is missing or not valid TOML, or an "
        "entry with an unknown or missing key, a value of the wrong type, a pattern that does not "
        "compile, or the id of a concept that is in no code list.",
        "Correct the entry; docs/profiles.md explains what each file contains.",
    ),
)
NOTED: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        CONTRADICTION,
        "a report that contradicts itself",
        "warning",
        "the table of judgements in a report and its body give different grades, or it was "
        "published before the end of the inspection that it is about.",
        "Look at both places in the report.",
        "The rule that decided is stored with the judgement, whose confidence is lower.",
    ),
    ProblemType(
        UNKNOWN_AUTHORITY,
        "an authority that is not in the reference data",
        "warning",
        "a report is about an authority that is not in the reference data: a new authority is "
        "created and marked as `ig:minted`. Or no title, addressee or sentence states whose "
        "inspection it is: it is kept under `Unknown authority`.",
        "Check the name; if it is a usual name of a known council, report it.",
        "Where none is stated, give it with --authority NAME, or name it in a sidecar CSV.",
    ),
    ProblemType(
        UNREADABLE_PAGE,
        "a page without text",
        "warning",
        "a page of a report has no text, while others do.",
        "Look at that page; if it is a picture of text, run text recognition on the file.",
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
        "the dates of the inspection, which such a report usually gives, were not found.",
        "Nothing needs to be done if the report does not give them.",
    ),
    ProblemType(
        UNKNOWN_GRADE,
        "a grade that is not recognised",
        "warning",
        "a row of a table gives a graded aspect a grade that is not in the code lists.",
        "Look at the row that is quoted; if it is a judgement, report it.",
    ),
    ProblemType(
        SAME_REPORT,
        "one report under several names",
        "note",
        "the same report was given under several names: the same bytes, or a copy in another form, "
        "such as the text of a PDF. It is stored once, with all its names, as it is read from the "
        "PDF, else from Word, HTML or text. `build` reports this; it is not stored as a problem.",
        "Nothing needs to be done.",
    ),
    ProblemType(
        UNRESOLVED_AGENCY,
        "a name of an agency that could not be resolved",
        "note",
        "words look like the name of an agency, but could mean two bodies, or none that is known.",
        "Nothing needs to be done; `inspectgraph query unresolved` lists them with the reason.",
        "Report a body that is missing from the reference data.",
    ),
    ProblemType(
        UNUSED_CORRECTION,
        "a correction that fits no finding",
        "warning",
        "a line of the file given by `--corrections` fits no sentence of any report in the store. "
        "`build` reports this; it is not stored as a problem.",
        "Compare its words with those of the finding (`inspectgraph explain`), or remove the line.",
    ),
    ProblemType(
        SEVERAL_AUTHORITIES,
        "a report that names several authorities",
        "warning",
        "the title or the headings of a report name several authorities, so that it is not clear "
        "whose inspection it tells of. It is kept under no authority.",
        "Give the authority with --authority NAME, or name it in a sidecar CSV.",
        "A page that tells of the inspections of several councils is best removed: the reports "
        "themselves say more.",
    ),
    ProblemType(
        UNREAD_ROW,
        "a row of grades that is not read",
        "warning",
        "a row of a table of grades names nothing that such reports grade, or has several grades "
        "and it cannot be told which of them this inspection gave.",
        "Look at the row that is quoted; the grade is missing from the graph.",
    ),
    ProblemType(
        UNLIKELY_LIST,
        "a list of recommendations that cannot be right",
        "warning",
        "a list of recommendations goes on for too many pages, has an item of several sentences "
        "that ask for nothing, begins to number anew, or is missing although the report refers "
        "to it: its end or its heading was not recognised.",
        "Compare the list with the page that is named, and report it.",
        "`validate` lists these problems, too.",
    ),
    ProblemType(
        OVERRIDDEN,
        "a fact that a sidecar gives otherwise than the report",
        "note",
        "a sidecar (`inspectgraph.csv`, `--sidecar`) or `--authority` gives the kind, authority or "
        "days of a report, and something else was read from it. What is given stands.",
        "Nothing needs to be done, if the sidecar is right.",
    ),
)
REGISTRY: Final[Mapping[str, ProblemType]] = {
    kind.code: kind for kind in (*RAISED, *NOTED, *FETCHING)
}


@dataclass(frozen=True)
class Problem:
    """One case: a file that gave no report, or something that a reader of a report should know.

    ``about`` is what it concerns, such as an aspect as printed; ``own_cure`` is the cure in
    this case if the registered one does not fit.
    """

    code: str
    message: str
    file_name: str = ""
    page: int | None = None
    about: str = ""
    own_cure: str | None = None

    def __post_init__(self) -> None:
        if self.code not in REGISTRY:
            raise ValueError(f"{self.code} is not registered")

    @property
    def severity(self) -> Severity:
        """How serious it is."""
        return REGISTRY[self.code].severity

    @property
    def cure(self) -> str:
        """What to do about it."""
        return REGISTRY[self.code].cure if self.own_cure is None else self.own_cure
