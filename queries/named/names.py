"""Names that users type: how they are compared, and what to suggest for an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONGEST: Final = 200  # no name is longer; a megabyte is refused before any search
_SHOWN: Final = 80  # characters of a name in a message


def name_key(text: str) -> str:
    """Case, white space, hyphens, apostrophes and a leading "the" do not tell names apart."""
    plain = text.casefold().replace("-", " ").replace("’", "'").replace("&", "and")
    return " ".join(plain.split()).removeprefix("the ")


def near_names(name: str, names: Iterable[str], cutoff: float = 0.6) -> tuple[str, ...]:
    """The names that look most like one that is not known."""
    from difflib import get_close_matches

    by_key = {name_key(known): known for known in names}
    near = get_close_matches(name_key(name)[:LONGEST], list(by_key), cutoff=cutoff)
    return tuple(by_key[key] for key in near)


def shortened(name: str) -> str:
    """A name as messages show it, however long it is."""
    return name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…"
