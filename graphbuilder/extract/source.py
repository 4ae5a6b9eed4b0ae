"""Where a report is published: as somebody or its page states it, else by its number.

Publishers number their files, and people keep the numbers as names. A number stands for an
address only where the report is by the inspectorate that numbers so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from inspectgraph.graphbuilder.model import ReportFacts
from inspectgraph.ontology.profiles import Profile

# Letters and figures without a break, in a name: "50123456", "v2", "kelderby"
RUN = re.compile(r"[^\W_]+")
FIGURES = re.compile(r"\d+")
HEXADECIMAL = re.compile(r"(?=.*[a-f])[0-9a-f]+", re.IGNORECASE)  # a part of a hash


def number_in(names: Iterable[str], profile: Profile) -> str:
    """The publisher's number that names of a file hold; "" where they hold none, or several."""
    numbers = {
        figures
        for name in names
        for run in RUN.findall(PurePosixPath(name).stem)
        if not HEXADECIMAL.fullmatch(run)
        for figures in FIGURES.findall(run)
        if _address(figures, profile)
    }
    return numbers.pop() if len(numbers) == 1 else ""


def inferred_source(number: str, facts: ReportFacts, profile: Profile) -> str:
    """The address of a report whose file has a number; "" for a report of other publishers."""
    own = profile.header.inspectorate in facts.inspectorates
    relayed = profile.framework(facts.kind).prose
    return _address(number, profile) if own and not relayed else ""


def _address(number: str, profile: Profile) -> str:
    published = profile.header.published
    fitting = (each for each in published if number and each.number.fullmatch(number))
    return next((each.address.replace("{number}", number) for each in fitting), "")
