"""The reference data of partner agencies: facts, one node a body, a build that repeats."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from inspectgraph.ontology.bodies import Body
from inspectgraph.ontology.profiles import load_profile
from inspectgraph.ontology.reference import build_bodies as build

INDEX = load_profile().bodies


def by_code(code: str) -> Body:
    (found,) = [body for body in INDEX.bodies if body.identifier == code]
    return found


def test_no_code_has_two_bodies() -> None:
    codes = Counter(body.identifier for body in INDEX.bodies if body.identifier)
    assert [code for code, count in codes.items() if count > 1] == []


def test_no_name_has_two_bodies_of_a_type_in_the_same_years() -> None:
    seen: dict[tuple[str, str], Body] = {}
    for body in INDEX.bodies:
        for name in body.names:
            key = (" ".join(re.findall(r"\w+", name.casefold())), body.type)
            other = seen.setdefault(key, body)
            apart = other.dissolved and body.founded and other.dissolved <= body.founded
            apart = apart or (body.dissolved and other.founded and body.dissolved <= other.founded)
            assert other is body or apart, (name, other.iri, body.iri)


def test_thirty_nine_forces_cover_every_authority_once() -> None:
    forces = [b for b in INDEX.bodies if b.type == "police" and b.areas]
    forces = [b for b in forces if "Commissioner" not in b.name]
    assert len(forces) == 39
    served = Counter(area for force in forces for area in force.areas)
    assert {iri for iri, count in served.items() if count > 1} == set()
    now = {a.iri for a in load_profile().authorities.authorities if a.dissolved is None}
    assert now <= served.keys()


@pytest.mark.parametrize(
    ("code", "day", "name", "reason"),
    [
        ("RMY", "2011-06-17", "Norfolk and Waveney Mental Health NHS Foundation Trust", "before"),
        ("RMY", "2012-06-17", "Norfolk and Suffolk NHS Foundation Trust", "after the merger"),
        ("RM3", "2015-01-01", "Salford Royal NHS Foundation Trust", "before 2021"),
        ("RCX", "2011-06-17", "Queen Elizabeth Hospital King's Lynn NHS Foundation Trust", ""),
        ("RAX", "2010-01-01", "Kingston Hospital NHS Trust", "the first of three names"),
        ("RAX", "2020-01-01", "Kingston Hospital NHS Foundation Trust", "the second"),
        ("5PQ", "2011-06-17", "NHS Norfolk", "as primary care trusts called themselves"),
        ("5HQ", "2011-06-17", "NHS Bolton", "without Teaching"),
    ],
)
def test_the_name_of_a_day(code: str, day: str, name: str, reason: str) -> None:
    assert by_code(code).name_on(date.fromisoformat(day)) == name, reason


@pytest.mark.parametrize(
    ("code", "day", "heirs", "reason"),
    [
        ("07V", "2019-01-01", ["07V"], "it lived"),
        ("07V", "2021-01-01", ["36L"], "merged in 2020"),
        ("07V", "2023-01-01", ["QWE"], "and gave way to the board"),
        ("00D", "2021-01-01", ["84H"], "two groups began in that area: the list says which"),
        ("5LG", "2014-01-01", ["08X"], "a trust and a group of one name"),
        ("5PQ", "2014-01-01", [], "several groups followed: not said which"),
    ],
)
def test_who_followed(code: str, day: str, heirs: list[str], reason: str) -> None:
    found = INDEX.followed_by(by_code(code), date.fromisoformat(day))
    assert [body.identifier for body in found] == heirs, reason


def test_a_force_of_an_area_at_a_date() -> None:
    norfolk = load_profile().authorities.match("Norfolk")
    assert norfolk
    names = {body.name for body in INDEX.of_area(norfolk.iri, "police", date(2011, 6, 17))}
    assert names == {"Norfolk Constabulary"}, "no commissioner before November 2012"


def test_the_build_gives_the_same_bytes() -> None:
    folder = os.environ.get("INSPECTGRAPH_REFERENCE")
    if not folder:
        pytest.skip("INSPECTGRAPH_REFERENCE names no folder with the source lists")
    text = build.build(Path(folder))
    assert text == build.OUTPUT.read_text(encoding="utf-8")
    assert len(text.encode()) < 1_000_000


def test_every_group_of_extra_facts_has_a_reason() -> None:
    import tomllib

    extra = tomllib.loads(build.EXTRA.read_text(encoding="utf-8"))
    for name, table in extra.items():
        for entry in table if isinstance(table, list) else [table]:
            assert entry.get("reason"), name
