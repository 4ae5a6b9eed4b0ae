"""What the sentences around a body's mentions state of its part (rules: `agencies.toml`).

A role that the words do not state is not given: "lacks representation from" makes nobody a
member of a board.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from inspectgraph.graphbuilder.agencies.find import salutation
from inspectgraph.graphbuilder.model import Block, Document, Mention
from inspectgraph.graphbuilder.rules import load_rules

BEFORE, AFTER = 300, 200
PROVIDES = "provides"


@dataclass(frozen=True)
class _Rule:
    """Words before or after a mention that state a role of bodies of some types."""

    role: str
    types: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def holds(self, before: str, after: str) -> bool:
        stated = self.before is not None and self.before.search(before) is not None
        return stated or (self.after is not None and self.after.match(after) is not None)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["id"],
            frozenset(row["types"].split()),
            re.compile(row["before"]) if "before" in row else None,
            re.compile(row["after"]) if "after" in row else None,
        )
        for row in load_rules("agencies.toml")["role"]
    )


def roles_of(
    document: Document, blocks: Sequence[Block], agency_type: str, mentions: Sequence[Mention]
) -> tuple[str, ...]:
    """The roles that a report states of a body, sorted."""
    opening = salutation(document)
    head = document.blocks[opening].end if opening >= 0 else 0
    roles = {"addressed"} if any(one.start < head for one in mentions) else set()
    rules = [rule for rule in _rules() if agency_type in rule.types]
    for one in mentions:
        block = block_at(blocks, one.start)
        if block and rules:
            roles.update(_stated(document.text, block, one, rules))
    return tuple(sorted(roles))


def _stated(text: str, block: Block, one: Mention, rules: Sequence[_Rule]) -> Iterator[str]:
    """Roles that the sentence of one mention states; a service that has a role of its own
    is no other service."""
    before = text[max(block.start, one.start - BEFORE) : one.start]
    before = before[before.rfind(". ") + 1 :]
    after = text[one.end : min(block.end, one.end + AFTER)]
    found = [rule.role for rule in rules if rule.holds(before, after)]
    special = any(role.startswith(f"{PROVIDES}-") for role in found)
    yield from (role for role in found if not (special and role == PROVIDES))


def block_at(blocks: Sequence[Block], start: int) -> Block | None:
    """The block in which a character stands."""
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    return blocks[at] if at >= 0 and start < blocks[at].end else None
