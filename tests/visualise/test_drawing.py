"""What is drawn: nodes, links, words, selections, cuts; places without scipy."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.queries.visualise import VisualiseOptions, visualise
from inspectgraph.queries.visualise.model import Drawing, Link, Node, balance_of, cut
from inspectgraph.queries.visualise.picture import BALANCES, NODES
from inspectgraph.queries.visualise.positions import GAP, positions
from inspectgraph.queries.visualise.view import draw
from pyoxigraph import RdfFormat, Store

MARL = "Marlshire County Council"
POLICE = "Marl Constabulary"
KELDER = 'Kelder <img src=x onerror="window.hacked=1"> Council'
TRUST = "Care </script><script>window.hacked=1</script> Trust"
FORMULA = '=HYPERLINK("javascript:alert(1)","x")'
BOARD = "Marlshire Safeguarding Children Board"
CAF = "Common assessment framework (CAF)"
SUPERVISION = "Supervision and management oversight"


def pairs(drawing: Drawing) -> set[tuple[str, str]]:
    titles = {node.id: node.title for node in drawing.nodes}
    return {(titles[link.source], titles[link.target]) for link in drawing.links}


def link_of(drawing: Drawing, one: str, other: str) -> Link:
    ids = {node.title: node.id for node in drawing.nodes}
    return next(k for k in drawing.links if (k.source, k.target) == (ids[one], ids[other]))


@pytest.mark.parametrize(
    ("given", "expected", "reason"),
    [
        (
            {},
            {(MARL, POLICE), (MARL, TRUST), (MARL, BOARD), (KELDER, POLICE), (KELDER, FORMULA)},
            "all that are named or meant",
        ),
        ({"authority": ["MCC"]}, {(MARL, POLICE), (MARL, TRUST), (MARL, BOARD)}, "by a usual name"),
        ({"theme": ["Early help"]}, {(MARL, POLICE)}, "with narrower themes"),
        ({"polarity": ["weakness"]}, {(MARL, POLICE)}, "only where a finding is weak"),
        ({"agency-type": ["voluntary"]}, {(KELDER, FORMULA)}, "a type"),
        ({"kind": ["ilacs"]}, {(MARL, POLICE)}, "a finding of 2019 names the police"),
        ({"since": ["2016"]}, {(MARL, POLICE), (MARL, TRUST), (MARL, BOARD)}, "undated left out"),
    ],
)
def test_agencies_by_selection(
    store: Store, given: Mapping[str, list[str]], expected: set[tuple[str, str]], reason: str
) -> None:
    assert pairs(draw(store, VisualiseOptions(given=given))) == expected, reason


def test_inferred_links_are_marked_and_mentions_make_the_width(store: Store) -> None:
    drawing = draw(store, VisualiseOptions())
    assert link_of(drawing, MARL, BOARD).inferred
    police = link_of(drawing, MARL, POLICE)
    assert (police.inferred, police.weight, police.label) == (False, 7, "named 7 times")
    assert ("Named", "7 times in 2 reports") in police.details


def test_a_mixed_finding_counts_for_each_theme_by_its_own_polarity(store: Store) -> None:
    drawing = draw(store, VisualiseOptions("themes"))
    caf, oversight = link_of(drawing, MARL, CAF), link_of(drawing, MARL, SUPERVISION)
    # f1 weak, f3's half weak, f4 strong; f2 and f3's other half strong
    assert (caf.label, caf.style) == ("2 weaknesses, 1 strength", "rather-weak")
    assert (oversight.label, oversight.style) == ("0 weaknesses, 2 strengths", "strong")
    assert ("Weak in", "2 of 3 inspections that mention it") in caf.details


def test_themes_by_polarity_and_agency_type(store: Store) -> None:
    strong = draw(store, VisualiseOptions("themes", {"polarity": ["strength"]}))
    assert pairs(strong) == {(MARL, CAF), (MARL, SUPERVISION)}
    police = draw(store, VisualiseOptions("themes", {"agency-type": ["police"]}))
    assert len(link_of(police, MARL, CAF).statements) == 4  # f1, f3, f4, what the police should do
    assert KELDER not in {node.title for node in police.nodes}


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        ("CAF", {(MARL, CAF), (POLICE, CAF), (MARL, POLICE)}),
        (FORMULA, {(KELDER, FORMULA)}),
        (
            "marlpol",
            {
                (MARL, POLICE),
                (KELDER, POLICE),
                (POLICE, CAF),
                (POLICE, SUPERVISION),
                (MARL, CAF),
                (MARL, SUPERVISION),
            },
        ),
        ("https://w3id.org/inspectgraph/body/script", {(MARL, TRUST)}),
    ],
)
def test_neighbourhoods(store: Store, focus: str, expected: set[tuple[str, str]]) -> None:
    assert pairs(draw(store, VisualiseOptions(focus=focus))) == expected


@pytest.mark.parametrize(
    ("focus", "title", "reason"),
    [
        ("Cafcass", "Advisory Service to Family Courts", "its usual name, and a theme's too"),
        ("police", "Police", "a theme's label, whatever reports call a force"),
        ("supervision", SUPERVISION, "a theme's id"),
        ("oversight", None, "no name at all"),
    ],
)
def test_whose_name_a_focus_is(store: Store, focus: str, title: str | None, reason: str) -> None:
    if title is None:
        with pytest.raises(UnknownName):
            draw(store, VisualiseOptions(focus=focus))
        return
    assert draw(store, VisualiseOptions(focus=focus)).title.startswith(title), reason


def test_the_neighbourhood_of_an_authority_holds_agencies_and_themes(store: Store) -> None:
    found = pairs(draw(store, VisualiseOptions(focus="Marlshire")))
    assert {(MARL, POLICE), (MARL, CAF), (POLICE, CAF)} <= found
    assert not any(KELDER in pair for pair in found)


def test_a_trajectory_compares_grades_of_one_scale_only(store: Store) -> None:
    drawing = draw(store, VisualiseOptions("trajectory", {"authority": ["Marlshire"]}))
    labels = [node.label for node in drawing.nodes if node.kind == "judgement"]
    assert labels == ["Adequate", "Inadequate", "Requires improvement", "Good"]
    steps = [link.style for link in drawing.links if link.style not in ("part", "timeline")]
    assert steps == ["declined", "scale-changed", "improved", "again"]
    latest = [
        node.label for node in drawing.nodes if ("Latest of the authority", "yes") in node.details
    ]
    assert latest == ["Adequate", "Good"], "of the predecessor and of the council"
    rows = [node.label for node in drawing.nodes if node.kind == "row"]
    assert rows == ["Overall effectiveness", f"Returns: {CAF}"]
    assert "1 recommendations on themes that don't return are not drawn." in drawing.notes
    first = next(node for node in drawing.nodes if node.kind == "inspection")
    assert ("Council", "Old Marl District Council (predecessor)") in first.details


RELAYED = """
@prefix aspect: <https://w3id.org/inspectgraph/aspect/> .
@prefix auth: <https://w3id.org/inspectgraph/authority/> .
@prefix grade: <https://w3id.org/inspectgraph/grade/> .
@prefix ig: <https://w3id.org/inspectgraph/ontology#> .
@prefix kind: <https://w3id.org/inspectgraph/kind/> .
@prefix : <https://w3id.org/inspectgraph/id/> .
:news a ig:Report ; ig:area auth:marlshire ; ig:kind kind:news ; ig:reportsOn :in ;
  ig:fileName "news.txt" .
:in a ig:Inspection ; ig:countsAs :i19 .
:jn a ig:Judgement ; ig:area auth:marlshire ; ig:statedIn :news ; ig:aspect aspect:overall ;
  ig:grade grade:good .
:summary a ig:Report ; ig:area auth:marlshire ; ig:kind kind:summary ; ig:reportsOn :i19 ;
  ig:fileName "summary.txt" .
:js a ig:Judgement ; ig:area auth:marlshire ; ig:statedIn :summary ; ig:aspect aspect:overall ;
  ig:grade grade:inadequate .
:jl a ig:Judgement ; ig:area auth:marlshire ; ig:statedIn :summary ; ig:aspect aspect:adoption ;
  ig:grade grade:good .
"""


def test_what_news_and_summaries_relay_is_drawn_once(store: Store) -> None:
    relayed = Store()
    relayed.extend(store)
    relayed.load(RELAYED.encode(), format=RdfFormat.TURTLE)
    options = VisualiseOptions("trajectory", {"authority": ["Marlshire"]})
    before, after = draw(store, options), draw(relayed, options)
    added = {node.title for node in after.nodes} - {node.title for node in before.nodes}
    adoption = {"Adoption performance", "Good: Adoption performance, 2019"}
    assert added == adoption, "an aspect that only the summary tells"
    assert {report.file for report in after.reports if report.kind == "summary"} == {"summary.txt"}
    news = draw(relayed, VisualiseOptions("trajectory", {**options.given, "kind": ["news"]}))
    assert [node.kind for node in news.nodes] == ["inspection", "row", "judgement"], "asked alone"
    assert visualise(relayed, options), "each passage has its report"


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        (VisualiseOptions(focus="Norfok"), UnknownName, "did you mean Norfolk County"),
        (VisualiseOptions(given={"theme": ["supervison"]}), UnknownName, "did you mean"),
        (VisualiseOptions("neighbourhood"), BadParameter, "focus"),
        (VisualiseOptions("trajectory"), BadParameter, "--authority"),
        (VisualiseOptions("map"), BadParameter, "one of agencies"),
        (VisualiseOptions(given={"since": ["soon"]}), BadParameter, "a date is needed"),
    ],
)
def test_bad_selections_are_refused_with_a_cure(
    store: Store, options: VisualiseOptions, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        draw(store, options)
    assert words in str(caught.value)


def test_a_cut_keeps_the_most_linked_and_counts_the_rest(store: Store) -> None:
    drawing = draw(store, VisualiseOptions(limit=3))
    assert (drawing.all_nodes, drawing.all_links) == (6, 5)
    assert {node.title for node in drawing.nodes} == {MARL, KELDER, POLICE}
    assert len(draw(store, VisualiseOptions(limit=0)).nodes) == 6


def test_a_cut_leaves_no_node_alone_that_had_links() -> None:
    nodes = tuple(Node(f"n{n:02}", "agency", "other", "x", "x") for n in range(30))
    links = [Link("n00", node.id, "", 30 - n) for n, node in enumerate(nodes[1:])]
    links += [Link(a.id, b.id, "", 1) for a, b in combinations(nodes[1:12], 2)]
    found = cut(Drawing("", nodes, tuple(links), ()), 20)
    ends = {end for link in found.links for end in (link.source, link.target)}
    assert ends == {node.id for node in found.nodes}
    assert len(found.links) == 35


@pytest.mark.parametrize(
    ("strong", "weak", "expected"),
    [
        (0, 0, ""),
        (9, 1, "strong"),
        (7, 3, "rather-strong"),
        (1, 1, "even"),
        (3, 7, "rather-weak"),
        (0, 1, "weak"),
    ],
)
def test_balance(strong: int, weak: int, expected: str) -> None:
    assert balance_of(strong, weak) == expected


def test_no_two_types_look_alike() -> None:
    grades = {"outstanding", "good", "typically-positive", "adequate", "requires-improvement"}
    grades |= {"inconsistent", "inadequate", "systemic-failings", "not-judged", "inspection"}
    looks = [(s.shape, s.colour) for name, s in NODES.items() if name not in grades]
    assert len(looks) == len(set(looks))
    assert len({(s.shape, s.colour) for s in BALANCES.values()}) == len(BALANCES)


def test_every_agency_type_has_a_look(store: Store) -> None:
    known = store.query(
        "SELECT ?t { ?t a skos:Concept FILTER(STRSTARTS(STR(?t), STR(agencytype:))) }",
        prefixes={
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "agencytype": "https://w3id.org/inspectgraph/agency-type/",
        },
        use_default_graph_as_union=True,
    )
    types = {row[0].value.rsplit("/", 1)[-1] for row in known}
    assert len(types) > 10
    assert types <= NODES.keys()


def apart(places: dict[str, tuple[int, int]]) -> float:
    return min(math.dist(a, b) for a, b in combinations(places.values(), 2))


@pytest.mark.parametrize("size", [1, 2, 40, 700])
def test_nodes_stand_apart_and_in_the_same_place_each_time(size: int) -> None:
    names = [f"n{n}" for n in range(size)]
    pairs = [(names[n], names[(n * n) % size]) for n in range(size)]
    places = positions(names, pairs)
    assert list(places) == names
    assert places == positions(names, pairs)
    if size > 1:
        assert apart(places) > GAP / 4


def test_a_dense_graph_without_communities_is_laid_out() -> None:
    names = [f"n{n}" for n in range(400)]
    places = positions(names, combinations(names, 2))
    assert apart(places) > GAP / 4


def test_pages_are_made_without_scipy_and_byte_for_byte_alike() -> None:
    code = """
import sys
sys.modules["scipy"] = None
sys.path.insert(0, {here!r})
from pathlib import Path
from conftest import read
from inspectgraph.queries.visualise import VisualiseOptions, visualise
for view in ("agencies", "themes"):
    store = read(Path({here!r}) / "hostile.ttl")
    sys.stdout.buffer.write(visualise(store, VisualiseOptions(view)).encode())
"""
    command = [sys.executable, "-c", code.format(here=str(Path(__file__).parent))]
    runs = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]
    assert runs[0].count(b"<!DOCTYPE html>") == 2


def data_of(page: str) -> dict[str, list[object]]:
    text = page.partition('<script type="application/json" id="data">')[2]
    found = json.loads(text.partition("</script>")[0])
    assert isinstance(found, dict)
    return found


def test_the_data_cannot_end_the_script_element(store: Store) -> None:
    page = visualise(store)
    data = page.split('id="data">')[1].split("</script>\n")[0]
    assert not set(data) & set("<>&\u2028\u2029")
    found = data_of(page)
    quotes = [row[6] for row in found["statements"]]
    assert '<img src=x onerror="window.hacked=1"> & <b>bold</b> \u2028 {{data}}' in quotes
    assert "javascript:" not in [report[4] for report in found["reports"]]
    assert [report[4] for report in found["reports"] if report[4]] == [
        "https://reports.example/marl-2016"
    ]


def test_words_are_limited_for_each_polarity_and_the_rest_is_counted(store: Store) -> None:
    few = data_of(visualise(store, VisualiseOptions("themes", quotes=1)))
    every = data_of(visualise(store, VisualiseOptions("themes", quotes=0)))
    assert len(few["statements"]) == len(every["statements"])
    assert all(row[6] for row in every["statements"])
    assert sum(row[6] is None for row in few["statements"]) == 2


def test_the_licence_of_vis_network_is_kept(store: Store) -> None:
    page = visualise(store)
    assert "@copyright (c) 2011-2017 Almende B.V" in page
    assert "Permission is hereby granted, free of charge" in page
