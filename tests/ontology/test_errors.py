"""Each error has a stable code of its own, a cure, and a section in docs/errors.md."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from inspectgraph.ontology import errors
from inspectgraph.ontology.fetch_problems import FETCHING
from inspectgraph.ontology.problems import NOTED, RAISED, REGISTRY, Problem

SCRIPT = Path(__file__).parents[2] / "docs" / "make_errors.py"


def tree(base: type[errors.InspectgraphError]) -> Iterator[type[errors.InspectgraphError]]:
    yield base
    for child in base.__subclasses__():
        yield from tree(child)


# Other rooms may subclass these errors; the codes are those of errors.py
CLASSES = [c for c in tree(errors.InspectgraphError) if c.__module__ == errors.__name__]


def test_codes_are_unique_and_well_formed() -> None:
    assert len(REGISTRY) == len(RAISED) + len(NOTED) + len(FETCHING)
    assert all(re.fullmatch(r"IG-\d{3}", code) for code in REGISTRY)
    assert list(REGISTRY) == sorted(REGISTRY)


def test_what_is_raised_is_registered_and_what_is_registered_is_raised() -> None:
    assert [kind.code for kind in CLASSES].count("IG-100") == 1
    assert sorted(kind.code for kind in CLASSES) == [
        problem.code for problem in REGISTRY.values() if problem.severity == "error"
    ]


@pytest.mark.skipif(not SCRIPT.exists(), reason="run outside the source tree")
def test_the_documentation_is_made_from_the_registry(
    page_maker: Callable[[str], ModuleType],
) -> None:
    maker = page_maker("make_errors")
    written = maker.PAGE.read_text(encoding="utf-8")
    assert written == maker.page(), "run `python docs/make_errors.py`"
    assert re.findall(r"^## (.*)$", written, re.MULTILINE) == list(REGISTRY)


@pytest.mark.parametrize("problem", REGISTRY.values(), ids=lambda problem: problem.code)
def test_every_problem_says_when_and_what_to_do(problem) -> None:
    assert problem.when.endswith(".")
    assert problem.cure.endswith(".")
    assert not problem.advice or problem.advice.endswith(".")
    assert problem.severity in ("error", "warning", "note")


def test_a_problem_is_of_a_registered_code() -> None:
    with pytest.raises(ValueError, match="IG-999 is not registered"):
        Problem("IG-999", "odd")


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_has_a_docstring(kind: type[errors.InspectgraphError]) -> None:
    assert kind.__doc__


@pytest.mark.parametrize(
    ("error", "exit_code", "words"),
    [
        (errors.InspectgraphError("went wrong"), 1, ["went wrong", "IG-100", "report"]),
        (errors.FilesRefused(1), 3, ["1 file was refused", "IG-101"]),
        (errors.FilesRefused(2), 3, ["2 files were refused"]),
        (errors.ValidationFailed(3), 4, ["3 results", "IG-102"]),
        (errors.ReadError("a.pdf", "permission denied"), 1, ["a.pdf", "permission denied"]),
        (errors.EmptyFile("a.pdf"), 1, ["a.pdf: empty", "IG-202", "again"]),
        (errors.DamagedFile("a.pdf", "cut off"), 1, ["a.pdf: cut off", "IG-203"]),
        (errors.EncryptedFile("a.pdf"), 1, ["encrypted", "password"]),
        (errors.NoText("a.pdf"), 1, ["scan", "ocrmypdf"]),
        (errors.TooLarge("a.pdf", "2,000 pages"), 1, ["2,000 pages", "IG-206"]),
        (errors.UnsupportedFormat("a.doc", "an old Word file"), 1, ["a.doc", ".docx"]),
        (errors.NotAReport("a.pdf", "an error page"), 1, ["error page", "IG-208"]),
        (errors.StoreMissing("x.db"), 1, ["x.db", "inspectgraph build"]),
        (errors.StoreLocked("x.db"), 1, ["another process", "Wait"]),
        (errors.UnknownQuery("judgments", ("judgements",)), 2, ["did you mean judgements?"]),
        (errors.UnknownQuery("x"), 2, ["no query called 'x'", "inspectgraph queries"]),
        (errors.BadParameter("since", "no such day"), 2, ["since: no such day"]),
        (errors.BadSparql("line 1: expected {"), 2, ["line 1", "IG-404"]),
        (errors.BadTable("t.csv", "cut off"), 1, ["t.csv: cut off", "IG-601", ".xlsx"]),
        (errors.NoAddresses("t.csv", "its columns: a, b"), 2, ["a, b", "--column"]),
        (errors.FetchIncomplete(1), 3, ["1 address gave", "again later"]),
        (errors.FetchIncomplete(2), 3, ["2 addresses gave"]),
        (errors.AddressRefused("file:///a", "odd"), 1, ["file:///a: odd", "IG-604"]),
        (errors.NotFetched("http://a/", "late"), 1, ["http://a/: late", "IG-605"]),
        (errors.UnknownName("Norfolc", "authority", ("Norfolk",)), 2, ["mean Norfolk?"]),
    ],
)
def test_message_says_what_and_how_to_cure(
    error: errors.InspectgraphError, exit_code: int, words: list[str]
) -> None:
    assert error.exit_code == exit_code
    for word in words:
        assert word in str(error)


def test_a_cure_can_be_given_where_the_usual_one_does_not_fit() -> None:
    error = errors.TooLarge("a.zip", "unpacks to 9 GB", cure="Unpack it yourself.")
    assert (error.path, error.reason) == (Path("a.zip"), "unpacks to 9 GB")
    assert str(error).endswith("Unpack it yourself.")
