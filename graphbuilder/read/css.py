"""As much of CSS as tells where a text is put, how large it is and whether it is bold."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

Style = dict[str, str]

ASIDE = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
# Rules for some media only: the print view of a page repeats its classes in other lengths.
MEDIA = re.compile(r"@[a-z-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SIMPLE = re.compile(r"(\.?[\w-]+|\w+\.[\w-]+|#[\w-]+)$")  # "p", ".ft01", "p.MsoTitle", "#page"
LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|in|cm|mm|%)")
EM = 12.0  # points: the size of type where a page states none
POINTS = {"px": 0.75, "pt": 1.0, "em": EM, "rem": EM, "in": 72.0, "cm": 28.35, "mm": 2.835}
SCALED = re.compile(r"(?:matrix|scale)\(\s*(\d*\.?\d+)")
BOLD_TAGS = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
BOLD_WEIGHT = 600
BOLD_FACE = re.compile(r"bold|black|heavy", re.IGNORECASE)


def declarations(text: str) -> Style:
    """``left:3px;top:2px`` as a dictionary."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def points(value: str | None, whole: float = 0.0) -> float | None:
    """A length in points; of several (``calc(2 * 3px)``) the last. A share is one of ``whole``."""
    found = LENGTH.findall(value or "")
    if not found:
        return 0.0 if value == "0" else None
    number, unit = found[-1]
    return float(number) * (whole / 100 if unit == "%" else POINTS[unit])


def is_bold(tag: str, style: Style) -> bool | None:
    """Whether an element makes its text bold; None where it leaves it as it is."""
    weight = style.get("font-weight", "")
    if weight:
        return int(weight) >= BOLD_WEIGHT if weight.isdigit() else weight.startswith("bold")
    if tag in BOLD_TAGS or BOLD_FACE.search(style.get("font-family", "")):
        return True
    return None


def enlarged(style: Style) -> float:
    """How many times larger than its type size a text is drawn."""
    found = SCALED.match(style.get("transform", "").strip())
    return float(found[1]) if found else 1.0


class Styles:
    """The rules of a page that name one tag, class or id. Rules are read in the order of the
    page: converters use a name again on a later page, in another sense."""

    def __init__(self) -> None:
        self._rules: dict[str, Style] = {}

    def read(self, sheet: str) -> None:
        """Add the rules of a style sheet."""
        for selectors, body in RULE.findall(MEDIA.sub("", ASIDE.sub("", sheet))):
            style = declarations(body)
            for selector in selectors.split(","):
                if SIMPLE.match(selector.strip()):
                    self._rules.setdefault(selector.strip(), {}).update(style)

    def of(self, node: LexborNode) -> Style:
        """What the rules and the element itself say of its look."""
        tag, attributes = node.tag or "", node.attributes
        names = (attributes.get("class") or "").split()
        keys = [tag, *(f".{name}" for name in names), *(f"{tag}.{name}" for name in names)]
        style: Style = {}
        for key in [*keys, f"#{attributes.get('id')}"]:
            style |= self._rules.get(key, {})
        own = attributes.get("style")
        return style | declarations(own) if own else style
