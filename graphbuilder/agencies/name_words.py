"""Words of names: in the form in which they are compared, and before and after a head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WINDOW = 130  # characters beside a head: the longest names fit, and long blocks stay quick
# Words of a name: "Bath and North East Somerset, Swindon and Wiltshire" has nine with its commas,
# and a status such as "University Hospitals of" comes on top.
MAX_WORDS = 14
# "St.", "O'Neill", "Stoke-on-Trent", "@Bristol", and the signs that join names: "&" and ",".
WORD = re.compile(r"[^\W_]+(?:['.@/-][^\W_]+)*'?|[&,]")
CONNECTORS = frozenset({"of", "and", "the", "&", "for", "upon", "on", "in", "with", "le"})
# Signs that word processors put in place of plain ones; they differ within one report.
_STRAIGHT = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("‑", "-"), ("‐", "-"))
# Words that reports and reference data spell in two ways within one name.
_SINGULAR = {"hospitals": "hospital", "partnerships": "partnership", "healthcare": "health"}


class Word(NamedTuple):
    """A word of a name, with straight apostrophes, and its place in the text."""

    text: str
    start: int
    end: int


def straighten(text: str) -> str:
    """Plain apostrophes, spaces and hyphens; every character keeps its place."""
    for curly, plain in _STRAIGHT:  # five times faster than str.translate
        text = text.replace(curly, plain)
    return text


def fold(text: str) -> str:
    """`straighten`, in lower case; every character keeps its place."""
    straight = straighten(text)
    lower = straight.lower()
    if len(lower) == len(text):
        return lower
    return "".join(
        character.lower() if len(character.lower()) == 1 else character for character in straight
    )


def plain_word(word: str) -> str:
    """A word of a name as it is compared: no possessive, one spelling."""
    plain = word.casefold().replace("’", "'")
    if plain == "&":
        return "and"
    plain = plain.replace("'", "").strip(",.")
    return _SINGULAR.get(plain, plain)


def words_of(text: str) -> list[str]:
    """The words of a name, with plain apostrophes."""
    return [word.removesuffix("'s") for word in WORD.findall(straighten(text))]


def words_before(text: str, low: int, start: int) -> list[Word]:
    """Words that can belong to a name that ends at a head: capitals and what joins them."""
    low = max(low, start - WINDOW)
    window = text[low:start]
    if not window.endswith((" ", "-")):
        return []
    run: list[Word] = []
    edge = len(window)
    for match in reversed(list(WORD.finditer(window))[-MAX_WORDS:]):
        if window[match.end() : edge].strip(" '") or not can_join(match.group()):
            break
        run.insert(0, Word(match.group(), low + match.start(), low + match.end()))
        edge = match.start()
    return run


def words_after(text: str, end: int, high: int) -> list[Word]:
    """Words that can belong to a name that begins with a head."""
    window = text[end : min(high, end + WINDOW)]
    run: list[Word] = []
    edge = 0
    for match in WORD.finditer(window):
        if window[edge : match.start()].strip(" '") or not can_join(match.group()):
            break
        run.append(Word(match.group(), end + match.start(), end + match.end()))
        edge = match.end()
        if len(run) == MAX_WORDS:
            break
    return run if window.startswith(" ") else []


def can_join(text: str) -> bool:
    """Whether a word can be part of a name: a capital, a figure, or what joins them."""
    return text[0].isupper() or text[0].isdigit() or text in CONNECTORS or text == ","


def joined(words: Sequence[Word]) -> str:
    """Words as a name: no space before a comma, no possessive at the end."""
    return " ".join(word.text for word in words).replace(" ,", ",").removesuffix("'s").rstrip("'")


def items_of(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The items of an enumeration, parted at commas and at "and"."""
    item: list[Word] = []
    for word in words:
        if word.text in {",", "and", "&"}:
            if item:
                yield item
            item = []
        elif item or word.text[0].isupper():
            item.append(word)
    if item:
        yield item
