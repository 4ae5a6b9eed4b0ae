"""The words around a name in running text, and whether it means an authority there."""

from __future__ import annotations

import re
from typing import Final

from inspectgraph.ontology.authorities.spelling import (
    LINKS,
    TYPE_WORDS,
    Token,
    adjoin,
    type_words_at,
)

# "Bury BL9 0SW": the name before it is the town of an address.
POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b")
# Words that make a name mean another place ("South Norfolk"), or below, another body.
DIRECTIONS: Final = frozenset(
    {
        "central",
        "east",
        "eastern",
        "great",
        "greater",
        "inner",
        "little",
        "lower",
        "mid",
        "new",
        "north",
        "northern",
        "old",
        "outer",
        "south",
        "southern",
        "upper",
        "west",
        "western",
    }
)
OTHER_BODY: Final = frozenset(
    {
        "academy",
        "airport",
        "ambulance",
        "board",
        "cafcass",
        "cathedral",
        "ccg",
        "cic",
        "clinical",
        "college",
        "constabulary",
        "court",
        "crc",
        "diocese",
        "fire",
        "foundation",
        "health",
        "healthcare",
        "hospice",
        "hospital",
        "hospitals",
        "icb",
        "icp",
        "icu",
        "infirmary",
        "integrated",
        "lscb",
        "magistrates",
        "mind",
        "nhs",
        "nspcc",
        "pct",
        "police",
        "primary",
        "prison",
        "probation",
        "rehabilitation",
        "safeguarding",
        "scb",
        "school",
        "scp",
        "trust",
        "university",
        "yoi",
    }
)
BEFORE_OTHER_BODY: Final = frozenset({"hmp", "hmyoi", "nhs", "yoi"})
BEFORE_OTHER_BODY_OF: Final = frozenset(
    {
        "archbishop",
        "bishop",
        "college",
        "diocese",
        "duchess",
        "duke",
        "earl",
        "hospital",
        "hospitals",
        "port",
        "university",
    }
)
ENDS_A_NAME: Final = frozenset(
    {"area", "children", "childrens", "inspection", "report", "review", "service", "services"}
)
JOINS_A_NAME: Final = frozenset({"and", "for", "of", "on", "upon", "with"})
ORDINARY_WORDS: Final = frozenset({"bury", "reading"})
BEFORE_A_PLACE: Final = frozenset({"at", "by", "for", "from", "in", "of", "to", "within"})
MAKES_A_COUNCIL: Final = frozenset(
    {"authority", "bc", "cc", "corporation", "council", "dc", "lb", "local", "london", "mbc"}
    | {"mdc", "rb", "royal", "ua", "unitary"}
)

# Words after a name that are looked at: the longest kind of council, and the longest name of
# another body ("Norfolk and Suffolk Community Rehabilitation Company"), fit in.
TYPE_WORDS_AFTER, OTHER_BODY_WORDS = 8, 7


def extend_left(text: str, tokens: list[Token], first: int) -> int:
    """Where a mention begins, with words such as "London Borough of" before the name."""
    at = first
    while at and tokens[at - 1].word in LINKS and adjoin(text, tokens, at):
        at -= 1
    direct = at == first
    begin = at
    while begin and adjoin(text, tokens, begin) and type_words_end_at(tokens, begin):
        begin -= type_words_end_at(tokens, begin)
    if begin == at:
        return first
    if direct and tokens[first - 1].word not in {"lb", "rb", "county"}:
        return first
    if not direct and not any(token.word == "of" for token in tokens[at:first]):
        return first
    if direct and not text[tokens[first - 1].start].isupper():
        return first
    return first - 1 if direct else begin


def type_words_end_at(tokens: list[Token], end: int) -> int:
    """How many tokens before a place name a kind of council."""
    for length in (3, 2, 1):
        words = [token.word for token in tokens[max(0, end - length) : end]]
        if len(words) == length and type_words_at(words, 0)[0] == length:
            return length
    return 0


def extend_right(text: str, tokens: list[Token], last: int) -> int:
    """Where a mention ends, with words such as "County Council" after the name."""
    words = [token.word for token in tokens[last : last + TYPE_WORDS_AFTER]]
    end = last
    while end < last + len(words) and adjoin(text, tokens, end):
        length, _ = type_words_at(words, end - last)
        if not length:
            break
        end += length
    return end


def is_part_of_a_place(text: str, tokens: list[Token], first: int) -> bool:
    """Whether a word before makes a smaller or larger place of it ("South Norfolk")."""
    return first > 0 and tokens[first - 1].word in DIRECTIONS and adjoin(text, tokens, first)


def is_other_body(text: str, tokens: list[Token], first: int, last: int) -> bool:
    """Whether the name belongs to that of a police force, trust, board, school or the like."""
    before = [token.word for token in tokens[max(0, first - 2) : first]]
    if first and adjoin(text, tokens, first):
        if before[-1] in BEFORE_OTHER_BODY:
            return True
        if len(before) == 2 and before[1] == "of" and before[0] in BEFORE_OTHER_BODY_OF:
            return True
    for position in range(last, min(last + OTHER_BODY_WORDS, len(tokens))):
        token = tokens[position]
        if not adjoin(text, tokens, position) or token.word in ENDS_A_NAME:
            return False
        if token.word in OTHER_BODY and text[token.start].isupper():
            return True
        if not text[token.start].isupper() and token.word not in JOINS_A_NAME:
            return False
    return False


def is_surname_or_address(text: str, tokens: list[Token], first: int, last: int) -> bool:
    """Whether the name ends another name ("Safer Norfolk", "Mary Durham") or an address."""
    if POSTCODE.match(text[tokens[last - 1].end :][:12].lstrip(" \n\r,")):
        return True
    if not first or text[tokens[first - 1].end : tokens[first].start] != " ":
        return False
    before = tokens[first - 1]
    ordinary = BEFORE_A_PLACE | JOINS_A_NAME | ENDS_A_NAME | LINKS | TYPE_WORDS.keys()
    return text[before.start].isupper() and before.word not in ordinary


def is_placed(tokens: list[Token], first: int) -> bool:
    """Whether the word before shows that it is a place ("in Reading"), or it is all there is."""
    return len(tokens) == 1 or (first > 0 and tokens[first - 1].word in BEFORE_A_PLACE)
