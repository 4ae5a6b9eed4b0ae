"""What users type for parameters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectgraph.ontology.errors import BadParameter, InspectgraphError, UnknownName
from inspectgraph.queries.named.agencies import resolve_agency
from inspectgraph.queries.named.authorities import resolve_authority
from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.parameters import Parameter, bindings_of
from inspectgraph.queries.named.run import run
from pyoxigraph import NamedNode, Store

AUTH = "https://w3id.org/inspectgraph/authority/"
NORCHESTER = [f"{AUTH}norchester-county-council"]
WESTVALES = [f"{AUTH}westvale-council", f"{AUTH}westvale-county-council"]


@pytest.mark.parametrize(
    ("typed", "expected", "reason"),
    [
        ("Norchester County Council", NORCHESTER, "official name"),
        ("Norchester", NORCHESTER, "short name"),
        ("  norchester ", NORCHESTER, "case and blanks"),
        ("County of Norchester", NORCHESTER, "alternative name"),
        ("E99000001", NORCHESTER, "a former code"),
        ("E99000009", NORCHESTER, "the current code"),
        ("Westvale", WESTVALES, "old and new council share the name"),
        ("WESTVALE", WESTVALES, "whatever the case"),
        ("Westvale County Council", WESTVALES[1:], "the old one alone"),
        ("zedland", ["https://w3id.org/inspectgraph/id/authority/zedland"], "a minted one"),
        (
            "Zedland Borough Council",
            ["https://w3id.org/inspectgraph/id/authority/zedland"],
            "whatever its kind of council",
        ),
        ("LB Hounslow", [f"{AUTH}london-borough-of-hounslow"], "any usual form, by the index"),
        (NORCHESTER[0], NORCHESTER, "an IRI"),
    ],
)
def test_authorities(typed, expected, reason, store: Store) -> None:
    assert [node.value for node in resolve_authority(store, typed)] == expected, reason


def test_one_authority_is_the_one_that_exists(store: Store) -> None:
    assert resolve_authority(store, "Westvale", single=True)[0].value == WESTVALES[0]


@pytest.mark.parametrize(
    ("name", "typed", "offered"),
    [
        ("authority", "Norfork", "Norfolk County Council"),
        ("kind", "silacs", "ilacs"),
        ("aspect", "adoptions", "adoption"),
        ("grade", "inadequat", "inadequate"),
        ("region", "North Wst", "North West"),
    ],
)
def test_wrong_names_get_near_ones(name, typed, offered, store: Store) -> None:
    with pytest.raises(UnknownName, match="did you mean") as caught:
        run(store, load_question("judgements"), {name: [typed]})
    assert offered in caught.value.suggestions


def bound(store: Store, kind: str, typed: str) -> str:
    parameter = Parameter("p", "p", kind, "")
    return bindings_of(store, [parameter], {"p": [typed]})["p"][0].value


@pytest.mark.parametrize(
    ("kind", "typed", "expected", "reason"),
    [
        ("date", "2019", "2019-01-01", "the first day of a year"),
        ("date", "2019-04", "2019-04-01", "the first day of a month"),
        ("date", "2019-04-30", "2019-04-30", "a day"),
        ("end-date", "2019", "2019-12-31", "the last day of a year"),
        ("end-date", "2020-02", "2020-02-29", "the last day of a month"),
        ("integer", "+7", "7", "a number"),
        ("kind", "Single inspection framework", "https://w3id.org/inspectgraph/kind/sif", "label"),
        ("region", "EAST of england", "East of England", "case"),
        ("text", "}} DROP ALL", "}} DROP ALL", "text is data"),
    ],
)
def test_values(kind, typed, expected, reason, store: Store) -> None:
    assert bound(store, kind, typed) == expected, reason


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("date", "2019-02-30"),
        ("date", "0000"),
        ("date", "2019-13"),
        ("end-date", "0000-01"),
        ("date", "1/4/2019"),
        ("date", "٢٠١٩"),
        ("integer", "many"),
        ("integer", "1e9"),
        ("text", "\udcff"),
    ],
)
def test_values_that_are_none(kind, typed, store: Store) -> None:
    with pytest.raises(BadParameter):
        bound(store, kind, typed)


def test_unknown_missing_and_unlisted_parameters_are_refused(store: Store) -> None:
    listed = Parameter("p", "p", "text", "", choices=("a", "b"), required=True)
    for given_values in ({}, {"p": ["c"]}, {"q": ["a"], "p": ["a"]}):
        with pytest.raises(BadParameter):
            bindings_of(store, [listed], given_values)


BOARD = "https://w3id.org/inspectgraph/id/agency/norchester-safeguarding-children-board"
BODY = "https://w3id.org/inspectgraph/body/"


@pytest.mark.parametrize(
    ("typed", "areas", "expected", "reason"),
    [
        ("Family Court Service", [], f"{BODY}family-court-service", "official name"),
        ("the family court service", [], f"{BODY}family-court-service", "case and article"),
        ("FCS", [], f"{BODY}family-court-service", "usual name"),
        ("X2W", [], f"{BODY}westvale-and-dale", "code"),
        ("x2w", [], f"{BODY}westvale-and-dale", "code in lower case"),
        ("Dale trust", [], f"{BODY}westvale-and-dale", "hidden label"),
        ("Dale and Vale NHS Trust", [], f"{BODY}westvale-and-dale", "former name"),
        ("Westvale Hospital", [], f"{BODY}westvale-hospital", "a form in a report"),
        ("LSCB", NORCHESTER, BOARD, "an abbreviation belongs to the area"),
        (BOARD, [], BOARD, "an IRI"),
    ],
)
def test_agencies(typed, areas, expected, reason, store: Store) -> None:
    found = resolve_agency(store, typed, [NamedNode(area) for area in areas])
    assert found[0].value == expected, reason


def test_an_agency_stands_for_its_predecessors(store: Store) -> None:
    found = [node.value for node in resolve_agency(store, "X2W")]
    assert found == [f"{BODY}westvale-and-dale", f"{BODY}westvale-hospital"]


def test_an_abbreviation_of_several_agencies_is_refused_with_their_names(store: Store) -> None:
    with pytest.raises(BadParameter, match=r"Norchester Safe.*; Westvale") as caught:
        resolve_agency(store, "LSCB")
    assert "--authority" in caught.value.cure


def test_unknown_agencies_get_near_names(store: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        resolve_agency(store, "Norchester Constabulery")
    assert "Norchester Constabulary" in caught.value.suggestions


@pytest.mark.parametrize(
    ("typed", "first", "size", "reason"),
    [
        ("caf", "caf", 1, "id"),
        ("Common assessment framework (CAF)", "caf", 1, "label"),
        ("eha", "caf", 1, "other label"),
        ("early-help", "early-help", 3, "with its narrower themes"),
        ("Early intervention", "early-help", 3, "other label of a broader one"),
    ],
)
def test_themes(typed, first, size, reason, store: Store) -> None:
    found = bindings_of(store, [Parameter("p", "p", "theme", "")], {"p": [typed]})["p"]
    assert found[0].value == f"https://w3id.org/inspectgraph/theme/{first}", reason
    assert len(found) == size, reason


def test_unknown_themes_get_near_ones(store: Store) -> None:
    with pytest.raises(UnknownName) as caught:
        bound(store, "theme", "supervison")
    assert caught.value.suggestions == ("supervision",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("immediate", "immediately"),
        ("Immediately", "immediately"),
        ("3 months", "within three months"),
        ("within 6 months", "within six months"),
        ("other", "other"),
    ],
)
def test_timescales(typed: str, expected: str, store: Store) -> None:
    assert bound(store, "timescale", typed) == expected


def test_timescales_that_are_none(store: Store) -> None:
    with pytest.raises(BadParameter, match="within three months"):
        bound(store, "timescale", "soon")


HOSTILE = st.sampled_from(
    [
        '"',
        "'",
        "\\",
        "{}",
        "}} DROP ALL",
        '"} ; DROP ALL #',
        "\n",
        "\x00",
        "\udc80",
        "<http://a>",
        "http://a/> } INSERT DATA { <a:b> <a:c> <a:d> } #",
        "x" * 1_000_000,
        "\\u0022",
        "#PARAMETERS",
    ]
)


@given(st.data())
def test_hostile_values_give_no_rows_or_a_clear_error(store: Store, data: st.DataObject) -> None:
    question = load_question(data.draw(st.sampled_from(question_names())))
    parameter = data.draw(st.sampled_from(question.parameters))
    value = data.draw(HOSTILE | st.text(min_size=1).filter(str.strip))
    before = len(store)
    try:
        rows = run(store, question, {parameter.name: [f"zz{value}"]}).rows
    except InspectgraphError as error:
        assert len(str(error)) < 1000
    else:
        assert rows == ()
    assert len(store) == before
