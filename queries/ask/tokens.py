"""The words of a question: how it is cut, and how words are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.errors import NotUnderstood

LONGEST_QUESTION: Final = 500
_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[&/]")
_GAP: Final = re.compile(r"[\s'\"“”().,;:?!\-‐‑–—]*")
_ENDS_EARLY: Final = re.compile(r"[?!;]|(?<!\bst)\.\s", re.IGNORECASE)
_EXCLUDES: Final = re.compile(r"(?:^|[\s(\"])-+(?=\S)|!(?=\w)")
_APOSTROPHES: Final = str.maketrans("’‘`´", "''''")
_SHORT_IS: Final = re.compile(
    r"\b(what|who|where|when|how|that|there|it)'s(?= (been|got|had)\b)?", re.IGNORECASE
)
_SYMBOLS: Final[Mapping[str, str]] = {"&": "and", "/": "or"}


@dataclass(frozen=True)
class Token:
    """A word of the question: as typed, as compared, and compared without its 's."""

    word: str
    key: str
    base: str
    start: int
    end: int


def phrase_key(text: str) -> str:
    """A phrase as it is compared: lower case, no apostrophes, hyphens or other signs."""
    return " ".join(token.key for token in _tokens(text))


def tokens_of(question: str) -> tuple[str, tuple[Token, ...]]:
    """The question in its plain form, and its words; refused where signs would be dropped."""
    if len(question) > LONGEST_QUESTION:
        raise NotUnderstood(f"it is longer than {LONGEST_QUESTION} characters")
    text = unicodedata.normalize("NFKC", question).translate(_APOSTROPHES)
    text = _SHORT_IS.sub(lambda match: f"{match[1]} {'has' if match[2] else 'is'}", text)
    if _EXCLUDES.search(text):
        raise NotUnderstood("a minus or exclamation mark before a word could mean to leave it out")
    tokens = tuple(_tokens(text))
    if not tokens:
        raise NotUnderstood("it holds no words")
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    for end, start in zip(ends, starts, strict=True):
        gap = text[end:start]
        if not _GAP.fullmatch(gap):
            strange = sorted(set(_GAP.sub("", gap)))
            raise NotUnderstood("signs that have no meaning here", tuple(strange[:5]))
        if end > 0 and start < len(text) and _ENDS_EARLY.search(text[max(0, end - 2) : start]):
            raise NotUnderstood("it holds more than one sentence; ask one thing at a time")
    return text, tokens


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text.translate(_APOSTROPHES)):
        word = match.group()
        low = _SYMBOLS.get(word, word).casefold()
        base = low.removesuffix("'s")
        yield Token(word, low.replace("'", ""), base.replace("'", ""), match.start(), match.end())
