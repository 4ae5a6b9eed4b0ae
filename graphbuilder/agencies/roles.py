"""What the sentences around a body's mentions state of its part (rules: `agencies.toml`).

A role that the words do not state is not given: "lacks representation from" makes nobody a
member of a board.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.model import Block, Document, Mention
from inspectgraph.ontology.profiles.agency_words import RoleRow

BEFORE = 300  # characters: a sentence has seldom more
AFTER = 200
PROVIDES = "provides"


def roles_of(
    document: Document,
    blocks: Sequence[Block],
    agency_type: str,
    mentions: Sequence[Mention],
    rules: Sequence[RoleRow],
) -> tuple[str, ...]:
    """The roles that a report states of a body, sorted."""
    opening = document.salutation
    head = 0 if opening is None else document.blocks[opening].end
    roles = {"addressed"} if any(one.start < head for one in mentions) else set()
    rules = [rule for rule in rules if agency_type in rule.types]
    for one in mentions:
        block = block_at(blocks, one.start)
        if block and rules:
            roles.update(_stated(document.text, block, one, rules))
    return tuple(sorted(roles))


def _stated(text: str, block: Block, one: Mention, rules: Sequence[RoleRow]) -> Iterator[str]:
    """Roles that the sentence of one mention states; a service that has a role of its own
    is no other service."""
    before = text[max(block.start, one.start - BEFORE) : one.start]
    before = before[before.rfind(". ") + 1 :]
    after = text[one.end : min(block.end, one.end + AFTER)]
    found = [rule.id for rule in rules if rule.before.search(before) or rule.after.match(after)]
    special = any(role.startswith(f"{PROVIDES}-") for role in found)
    yield from (role for role in found if not (special and role == PROVIDES))


def block_at(blocks: Sequence[Block], start: int) -> Block | None:
    """The block in which a character stands."""
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    return blocks[at] if at >= 0 and start < blocks[at].end else None
