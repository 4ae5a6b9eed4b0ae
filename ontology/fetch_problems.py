"""The errors and problems of `inspectgraph fetch`: a part of the registry in `problems.py`."""

from __future__ import annotations

from typing import Final

from inspectgraph.ontology.problem_type import ProblemType

UNCLEAR_CELL: Final = "IG-608"
CHANGED_FILE: Final = "IG-609"

FETCHING: Final[tuple[ProblemType, ...]] = (
    ProblemType(
        "IG-601",
        "a table that cannot be read",
        "error",
        "`fetch` was given a table that is missing, damaged, encrypted or no table at all.",
        "Open it and save it as .csv, .xlsx or .ods.",
    ),
    ProblemType(
        "IG-602",
        "a table without addresses",
        "error",
        "no column of the table is known to hold addresses of reports, or the column that was "
        "named is not there or holds none. The message lists the columns.",
        "Name the column with --column.",
        "Addresses must stand in the cells themselves, not only behind words as links.",
    ),
    ProblemType(
        "IG-603",
        "some addresses gave no report",
        "error",
        "`fetch` went through the table, and some of its addresses gave no report. Each has a line "
        "with its own code; the others are in the folder.",
        "Run the same command again later: only what is missing is asked for.",
    ),
    ProblemType(
        "IG-604",
        "an address that is not asked",
        "error",
        "an address in a table is not an http or https address, or it holds a user or password, "
        "a backslash or hidden characters; or a server sent us on to such an address, to another "
        "server, from https to http, or in a circle.",
        "Correct the address in the table, or download this report by hand.",
    ),
    ProblemType(
        "IG-605",
        "a report that was not got",
        "error",
        "a server could not be reached, did not answer in time, broke off, or answered with an "
        "error, and asking again a few times did not help; or it asked us to stay away for longer "
        "than we wait.",
        "Open the address in a browser; if it is there, run the command again later.",
    ),
    ProblemType(
        "IG-606",
        "what was got is no report",
        "error",
        "what a server sent is no PDF, HTML or Word document by its bytes, or it is empty or cut "
        "off, or a web page in place of a document, most often an error page.",
        "Open the address in a browser, and download the report by hand if it is there.",
    ),
    ProblemType(
        "IG-607",
        "a download that is too large",
        "error",
        "what a server sends is larger than any report. It is not read to its end.",
        "Open the address in a browser to see what it is.",
    ),
    ProblemType(
        UNCLEAR_CELL,
        "a cell of a table that says nothing clear",
        "warning",
        "a cell with the authority or the day of publication could not be understood, or the name "
        "and the code in a row mean two authorities. The report is fetched, the sidecar says "
        "nothing of it in that column.",
        "Correct the table, or fill in the cell of the sidecar.",
    ),
    ProblemType(
        CHANGED_FILE,
        "a file that was changed since it was fetched",
        "warning",
        "a file in the folder is not what was fetched, so it was fetched again. The changed one is "
        "kept beside it, with `.changed` at the end of its name.",
        "Remove the one that you do not need.",
        "To keep a file of your own (with recognised text, say), give it another name.",
    ),
)
