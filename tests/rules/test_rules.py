"""Each rule catches its example and leaves its counter-example, as the engine reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import RuleAt, cases_of, lost, outcome_of, read_snapshot, rules_of
from inspectgraph.ontology.profiles import load_profile

PROFILES = Path(__file__).parents[1] / "profiles"
RULES = list(rules_of(load_profile()))


def _outcome(rule: RuleAt, text: str) -> tuple[str, ...]:
    return outcome_of(load_profile(), rule.file, rule.table, text)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_catches_its_example(rule: RuleAt) -> None:
    outcome = _outcome(rule, rule.row.example)
    assert rule.catches(outcome), f"{rule.row.example!r} is read as {outcome}"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.row.counter], ids=str)
def test_a_rule_leaves_its_counter_example(rule: RuleAt) -> None:
    outcome = _outcome(rule, rule.row.counter)
    assert not rule.catches(outcome), f"{rule.row.counter!r} is read as {outcome}"


def _own_words(rule: RuleAt) -> set[str]:
    pattern = getattr(rule.row, "pattern", "")
    return {getattr(pattern, "pattern", pattern), *getattr(rule.row, "heads", ())}


def test_no_example_is_a_copy_of_its_pattern() -> None:
    copies = [str(rule) for rule in RULES if rule.row.example in _own_words(rule)]
    assert not copies, "a pattern proved by its own wording proves nothing"


def test_no_two_rules_share_an_example() -> None:
    texts = [(rule.file, rule.table, rule.row.example) for rule in RULES]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", ["marlshire", "thematic"])
def test_the_rules_of_invented_profiles_catch_their_examples(name: str) -> None:
    profile = load_profile(PROFILES / name)
    own = [rule for rule in rules_of(profile) if rule.file.startswith(f"frameworks/{name}/")]
    assert len(own) > 3
    for rule in own:
        outcome = outcome_of(profile, rule.file, rule.table, rule.row.example)
        assert rule.catches(outcome), f"{rule}: {rule.row.example!r} is read as {outcome}"


def test_the_snapshot_is_read_as_it_was() -> None:
    assert list(lost(load_profile(), read_snapshot())) == []


def test_the_snapshot_holds_each_rule() -> None:
    assert read_snapshot() == list(cases_of(load_profile())), "run python tests/rules/renew.py"
