"""Merges of differing names: each other form is listed, with the reason."""

from __future__ import annotations

from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.run import run
from pyoxigraph import Store


def merges(store: Store, **given: list[str]) -> set[tuple[str, str]]:
    answer = run(store, load_question("merges"), given)
    places = [answer.columns.index(column) for column in ("name", "surface_form")]
    return {(str(row[places[0]]), str(row[places[1]])) for row in answer.rows}


def test_other_forms_are_listed_and_the_same_name_is_not(store: Store) -> None:
    found = merges(store)
    assert ("Family Court Service", "FCS") in found
    assert ("Norchester Constabulary", "the police") in found, "inferred ones, too"
    assert ("Westvale and Dale NHS Foundation Trust", "Westvale and Dale trust") in found
    assert ("Family Court Service", "Family Court Service") not in found


def test_each_has_its_reason_and_its_words(store: Store) -> None:
    answer = run(store, load_question("merges"), {"type": ["cafcass"]})
    (row,) = answer.rows
    told = dict(zip(answer.columns, row, strict=True))
    assert told["reason"] == "gazetteer"
    assert (told["pages"], told["source"]) == ("5", "westvale-2016.pdf")
    assert told["quote"] == "FCS guardians are praised."


def test_of_one_council(store: Store) -> None:
    assert merges(store, authority=["Norchester"]).isdisjoint(
        {("Family Court Service", "FCS"), ("Westvale Hospital NHS Trust", "Westvale Hospital")}
    )
    assert merges(store, authority=["Norchester"])
