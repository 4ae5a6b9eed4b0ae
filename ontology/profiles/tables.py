"""TOML tables read into frozen dataclasses, each value checked against its field.

An unknown key, a missing one, a value of a wrong type and a pattern that does not compile
are errors that name the file and the entry. Fields may be `str`, `int`, `bool`, `date`,
`Regex`, a dataclass (a table), or a tuple of strings or of dataclasses (an array). A field
made by `split_words` is a string that is split; one made by `regex` says how it is compiled.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast, get_args, get_origin, get_type_hints

from inspectgraph.ontology.errors import BadProfile

Regex: TypeAlias = re.Pattern[str]
if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")
_NAMES = {str: "a string", int: "a whole number", bool: "true or false", date: "a date"}


@dataclass(frozen=True)
class Entry:
    """A place in a profile, for messages."""

    file: str
    table: str = ""

    def below(self, name: str) -> Entry:
        """An entry inside this one."""
        return Entry(self.file, f"{self.table}.{name}" if self.table else name)

    def wrong(self, reason: str) -> BadProfile:
        """An error that names this entry."""
        return BadProfile(self.file, self.table, reason)


def split_words(separator: str | None = None) -> tuple[str, ...]:
    """A field whose string is a list: split at ``separator``, or at white space."""
    return cast("tuple[str, ...]", field(default=(), metadata={"split": separator}))


def regex(flags: int, default: str | None = None) -> Regex:
    """A field that is compiled with these flags in place of IGNORECASE."""
    if default is None:
        return cast("Regex", field(metadata={"flags": flags}))
    return field(default=re.compile(default, flags), metadata={"flags": flags})


def read_table(cls: type[Row], text: str, file: str) -> Row:
    """The whole of a TOML file. Raises BadProfile."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Entry(file).wrong(f"it is not valid TOML ({error})") from None
    return read_row(cls, rows, Entry(file))


def read_row(cls: type[Row], row: Mapping[str, object], entry: Entry) -> Row:
    """One table as a dataclass. Raises BadProfile."""
    hints = _hints(cls)
    attributes = {attribute.name: attribute for attribute in fields(cls) if attribute.init}
    for key in row:
        if key not in attributes:
            raise entry.wrong(f"there is no key {key!r} here; the keys are {', '.join(attributes)}")
    values: dict[str, object] = {}
    for name, attribute in attributes.items():
        if name in row:
            values[name] = _value(hints[name], row[name], attribute.metadata, entry.below(name))
        elif attribute.default is MISSING and attribute.default_factory is MISSING:
            raise entry.wrong(f"the key {name!r} is missing")
    return cls(**values)


@cache
def _hints(cls: type) -> dict[str, object]:
    return get_type_hints(cls)


def _value(hint: object, value: object, meta: Mapping[str, object], entry: Entry) -> object:
    if "split" in meta:
        return _split(_plain(str, value, entry), cast("str | None", meta["split"]))
    if get_origin(hint) is re.Pattern:
        flags = meta.get("flags", re.IGNORECASE)
        return _pattern(_plain(str, value, entry), cast("int", flags), entry)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint)[0], value, entry)
    if is_dataclass(hint):
        if not isinstance(value, Mapping):
            raise entry.wrong("this must be a table")
        return read_row(cast("type[DataclassInstance]", hint), value, entry)
    wanted = next((type_hint for type_hint in (hint, *get_args(hint)) if type_hint in _NAMES), str)
    return _plain(cast("type", wanted), value, entry)


def _tuple(hint: object, value: object, entry: Entry) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise entry.wrong("this must be an array")
    items = enumerate(cast("list[object]", value), 1)
    return tuple(
        _value(hint, item, {}, Entry(entry.file, f"{entry.table}[{number}]"))
        for number, item in items
    )


def _plain(wanted: type, value: object, entry: Entry) -> str:
    if type(value) is not wanted:
        raise entry.wrong(f"this must be {_NAMES[wanted]}, not {value!r}")
    return cast("str", value)


def _split(text: str, separator: str | None) -> tuple[str, ...]:
    parts = text.split(separator)
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def _pattern(text: str, flags: int, entry: Entry) -> Regex:
    try:
        return re.compile(text, flags)
    except re.error as error:
        raise entry.wrong(f"the pattern does not compile: {error}") from None
