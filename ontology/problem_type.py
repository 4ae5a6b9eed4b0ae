"""What is known about a kind of problem before it occurs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class ProblemType:
    """What is known about a kind of problem before it occurs.

    ``cure`` is shown with the message, ``advice`` is added to it in the documentation.
    """

    code: str
    title: str
    severity: Severity
    when: str
    cure: str
    advice: str = ""
