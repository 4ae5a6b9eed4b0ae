"""The rules of a profile one by one, what their examples are read as, and a profile without one.

`caught.csv` is a snapshot of the examples and counter-examples with what was read from them.
It stands apart from the rules, so a rule that is deleted together with its example is missed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from inspectgraph.ontology.profiles import Framework, Profile
from readers import READERS, Outcome

SNAPSHOT = Path(__file__).parent / "caught.csv"
NEVER = re.compile(r"(?!)")
NAMED_BY = {"sentence": "aspect", "statement": "grade"}


@dataclass(frozen=True)
class RuleAt:
    """A rule and where it stands: the ``number`` of its row in its table, 0 of a single one."""

    file: str
    table: str
    number: int
    row: Any

    @property
    def expected(self) -> str:
        """What its example is read as: the rule's id, else that of its framework, else the
        name of its table."""
        if self.table == "title" and self.in_framework:
            return self.file.removeprefix("frameworks/")
        return getattr(self.row, NAMED_BY.get(self.table, "id"), "") or self.table

    @property
    def name(self) -> str:
        """Its id or its number."""
        return getattr(self.row, "id", "") or str(self.number or "")

    @property
    def in_framework(self) -> bool:
        """Whether it is a rule of one kind of report."""
        return self.file.startswith("frameworks/")

    def __str__(self) -> str:
        return f"{self.file} [{self.table}] {self.name}".strip()

    def catches(self, outcome: Outcome) -> bool:
        """Whether an outcome is this rule's."""
        if (self.file, self.table) == ("words/reports", "name"):
            return outcome == (self.row.pattern.search(self.row.example)["name"],)
        ids = [word.partition(":")[0] for word in outcome]
        return self.expected in ids or f"{self.expected}s" in ids


class Caught(NamedTuple):
    """A row of the snapshot: a text and what is read from it by the rules of a table."""

    file: str
    table: str
    rule: str
    text: str
    outcome: str


# -- rules ----------------------------------------------------------------------------------


def rules_of(profile: Profile) -> Iterator[RuleAt]:
    """Every rule that has an example, in the order of the files."""
    for one in fields(profile):
        words = getattr(profile, one.name)
        if is_dataclass(words):
            yield from _rules_in(words, f"words/{one.name}")
    for framework in profile.frameworks:
        yield from _rules_in(framework, f"frameworks/{framework.id}")


def _rules_in(words: Any, file: str) -> Iterator[RuleAt]:
    for one in fields(words):
        value = getattr(words, one.name)
        if isinstance(value, tuple):
            rows = (row for row in value if hasattr(row, "example"))
            yield from (RuleAt(file, one.name, n, row) for n, row in enumerate(rows, 1))
        elif hasattr(value, "example"):
            yield RuleAt(file, one.name, 0, value)


def without(profile: Profile, rule: RuleAt) -> Profile:
    """The profile with one rule less."""
    if rule.in_framework:
        less = (_less(one, rule) for one in profile.frameworks)
        found = replace(profile, frameworks=tuple(less))
    else:
        name = rule.file.removeprefix("words/")
        found = replace(profile, **{name: _less(getattr(profile, name), rule)})
    vars(found).update(authorities=profile.authorities, bodies=profile.bodies)  # slow to read
    return found


def _less(words: Any, rule: RuleAt) -> Any:
    if isinstance(words, Framework) and f"frameworks/{words.id}" != rule.file:
        return words
    if not rule.number:
        return replace(words, **{rule.table: replace(rule.row, pattern=NEVER)})
    rows = tuple(row for row in getattr(words, rule.table) if row is not rule.row)
    return replace(words, **{rule.table: rows})


# -- the snapshot ---------------------------------------------------------------------------


def outcome_of(profile: Profile, file: str, table: str, text: str) -> Outcome:
    """What the rules of a table make of a text; an error where they fall over it."""
    room, _, name = file.partition("/")
    reader = READERS["frameworks" if room == "frameworks" else name, table]
    try:
        return reader(profile, text, name if room == "frameworks" else "")
    except (LookupError, StopIteration) as error:  # a rule that the engine relies on is gone
        return (type(error).__name__,)


def cases_of(profile: Profile) -> Iterator[Caught]:
    """The examples and counter-examples of all rules, with what is read from them."""
    for rule in rules_of(profile):
        for text in (rule.row.example, rule.row.counter):
            if text:
                outcome = outcome_of(profile, rule.file, rule.table, text)
                yield Caught(rule.file, rule.table, rule.name, text, " ".join(outcome))


def read_snapshot() -> list[Caught]:
    """The snapshot as committed."""
    with SNAPSHOT.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [Caught(*row) for row in rows]


def write_snapshot(cases: Iterable[Caught]) -> None:
    """Make the snapshot anew."""
    with SNAPSHOT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerows([Caught._fields, *cases])


def lost(profile: Profile, snapshot: Iterable[Caught]) -> Iterator[Caught]:
    """The rows of the snapshot that the profile reads in another way."""
    for case in snapshot:
        if " ".join(outcome_of(profile, case.file, case.table, case.text)) != case.outcome:
            yield case
