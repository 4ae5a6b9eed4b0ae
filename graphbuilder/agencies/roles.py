"""The roles of a body that the sentences around its mentions state (rules: `agencies.toml`).

A role that is not stated is not given: "lacks representation from" does not make anybody a
member of a board.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.model import Block, Document, Mention
from inspectgraph.ontology.profiles.agency_words import RoleRow

BEFORE = 300  # characters: few sentences have more before a name
AFTER = 200  # characters: a role follows its body closely ("Norfolk Police is a member of …")
PROVIDES = "provides"


def roles_of(
    document: Document,
    blocks: Sequence[Block],
    agency_type: str,
    mentions: Sequence[Mention],
    rules: Sequence[RoleRow],
) -> tuple[str, ...]:
    """The roles that a report gives to a body, sorted."""
    opening = document.salutation
    letter_head = 0 if opening is None else document.blocks[opening].end
    roles = {"addressed"} if any(mention.start < letter_head for mention in mentions) else set()
    rules = [rule for rule in rules if agency_type in rule.types]
    for mention in mentions:
        block = block_at(blocks, mention.start)
        if block and rules:
            roles.update(_stated(document.text, block, mention, rules))
    return tuple(sorted(roles))


def _stated(text: str, block: Block, mention: Mention, rules: Sequence[RoleRow]) -> Iterator[str]:
    """The roles that the sentence around a mention states. A service with a role of its own is
    not also one of the other services."""
    before = text[max(block.start, mention.start - BEFORE) : mention.start]
    before = before[before.rfind(". ") + 1 :]
    after = text[mention.end : min(block.end, mention.end + AFTER)]
    roles = [rule.id for rule in rules if rule.before.search(before) or rule.after.match(after)]
    special = any(role.startswith(f"{PROVIDES}-") for role in roles)
    yield from (role for role in roles if not (special and role == PROVIDES))


def block_at(blocks: Sequence[Block], start: int) -> Block | None:
    """The block that contains a character."""
    at = bisect_right(blocks, start, key=lambda block: block.start) - 1
    return blocks[at] if at >= 0 and start < blocks[at].end else None
