"""Rules as data: patterns with a reason, an example that they catch and what they must not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspectgraph.ontology.profiles.tables import Regex, regex

NEVER = r"(?!)"  # the pattern that matches nothing


@dataclass(frozen=True)
class Rule:
    """A pattern and why it is there; ``example`` is caught by it, ``counter`` must not be."""

    pattern: Regex
    reason: str
    example: str
    counter: str = ""


@dataclass(frozen=True)
class IdRule(Rule):
    """A rule that gives what it catches an ``id``, most often that of a concept."""

    id: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class CaseRule:
    """A rule that is matched with regard to case."""

    pattern: Regex = regex(0)
    reason: str = field(kw_only=True)
    example: str = field(kw_only=True)
    counter: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class CaseIdRule(CaseRule):
    """A rule with an id that is matched with regard to case."""

    id: str = field(kw_only=True)


def either(rules: Iterable[Rule]) -> str:
    """The source of one regular expression that matches whatever any of the rules does."""
    return "|".join(f"(?:{rule.pattern.pattern})" for rule in rules)


def any_of(rules: Iterable[Rule], flags: int = re.IGNORECASE) -> Regex:
    """One pattern for several rules; one that never matches for none."""
    return re.compile(either(rules) or NEVER, flags)
