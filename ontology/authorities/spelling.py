"""Names of authorities in a common spelling, without the words for a kind of council."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

# A word with its apostrophes, or "&": "King’s", "Saint", "&".
TOKEN: Final = re.compile(r"&|[^\W_]+(?:['’][^\W_]+)*")
SPELLINGS: Final = {"&": "and", "saint": "st"}
LINKS: Final = frozenset({"of", "and", "the"})  # left over when the kind of council is taken off
# Words for a kind of council. The value says what the word claims; an empty one claims nothing.
TYPE_WORDS: Final[dict[str, str]] = {
    "authority": "",
    "bc": "",
    "borough": "borough",
    "cc": "",
    "city": "city",
    "corporation": "corporation",
    "council": "",
    "councils": "",
    "county": "county",
    "dc": "",
    "district": "district",
    "lb": "london",
    "mbc": "metropolitan",
    "mdc": "metropolitan",
    "metropolitan": "metropolitan",
    "rb": "royal",
    "ua": "unitary",
    "unitary": "unitary",
}
# Words that stand for a kind of council only together.
TYPE_PHRASES: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("local", "area", "partnership"), ""),
    (("local", "authority"), ""),
    (("local", "area"), ""),
    (("london", "borough"), "london"),
    (("royal", "borough"), "royal"),
)


class Token(NamedTuple):
    """A word of a text in a common spelling, and its place."""

    word: str
    start: int
    end: int


class Usual(NamedTuple):
    """A name without the words for a kind of council, and what those words claim."""

    core: str
    claims: frozenset[str]


def slug(text: str) -> str:
    """A name as the last part of an IRI: "Telford & Wrekin" → "telford-and-wrekin"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    plain = re.sub(r"['’]", "", plain)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def core_name(text: str) -> str:
    """The usual form of a name, without the words for a kind of council."""
    return usual_name([token.word for token in tokens_of(text)]).core


def tokens_of(text: str) -> list[Token]:
    """Words in their usual spelling; a possessive 's belongs to no word."""
    tokens = []
    for match in TOKEN.finditer(text):
        raw, end = match.group(), match.end()
        if len(raw) > 2 and raw[-2] in "'’" and raw[-1] in "sS":
            raw, end = raw[:-2], end - 2
        word = unicodedata.normalize("NFKC", raw).casefold().replace("’", "").replace("'", "")
        tokens.append(Token(SPELLINGS.get(word, word), match.start(), end))
    return tokens


def spell(tokens: Iterable[Token]) -> str:
    """The words of a name in usual spelling, without articles."""
    return " ".join(token.word for token in tokens if token.word != "the")


def usual_name(words: list[str]) -> Usual:
    """Remove the words for a kind of council, wherever they are, and note their claims."""
    core: list[str] = []
    claims: set[str] = set()
    at = 0
    while at < len(words):
        length, claim = type_words_at(words, at)
        if length:
            claims.add(claim)
        elif words[at] != "the":
            core.append(words[at])
        at += length or 1
    while core and core[0] in LINKS:
        core.pop(0)
    while core and core[-1] in LINKS:
        core.pop()
    return Usual(" ".join(core), frozenset(claims - {""}))


def type_words_at(words: list[str], at: int) -> tuple[int, str]:
    """How many words, from an index on, name a kind of council, and what they claim."""
    for phrase, claim in TYPE_PHRASES:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), claim
    return (1, TYPE_WORDS[words[at]]) if words[at] in TYPE_WORDS else (0, "")


# "Norfolk’s children’s services": the 's between two tokens does not part them.
POSSESSIVE: Final = re.compile(r"^['’][sS]\b")


def adjoin(text: str, tokens: list[Token], position: int, name: bool = False) -> bool:
    """Whether a token belongs to the token before it: no sentence or paragraph between.

    Inside a name a comma may stand too ("Bournemouth, Christchurch and Poole") and, after
    "St", a full stop.
    """
    between = text[tokens[position - 1].end : tokens[position].start]
    between = POSSESSIVE.sub("", between)
    if between.count("\n") > 1:
        return False
    allowed = "-‐‑–/"
    if name:
        allowed += ",." if tokens[position - 1].word == "st" else ","
    return not between.strip().strip(allowed).strip()
