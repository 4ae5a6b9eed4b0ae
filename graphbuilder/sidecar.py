"""The sidecar: a CSV beside reports with what is known of them apart from their words.

Columns: ``file`` (its name, relative to the folder of the sidecar) and any of ``authority``,
``kind``, ``start``, ``end``, ``published`` and ``source`` (its address). A filled cell wins over
what is read from the file; an empty one says nothing. People write it with a spreadsheet: commas,
semicolons or tabs, UTF-8, UTF-16 or the encoding of Windows are all read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from inspectgraph.graphbuilder.model import Given
from inspectgraph.graphbuilder.read.address import is_address
from inspectgraph.graphbuilder.read.inputs import Found, Input, plain_path
from inspectgraph.ontology.errors import BadParameter, ReadError
from inspectgraph.ontology.profiles import Profile

CURE = "Correct the line, or remove it; then build again."
DELIMITERS = ",;\t"
FORMULA = re.compile(r"[=+\-@\t\r]")  # a spreadsheet takes a cell that begins so for a formula
HIDDEN = re.compile(rf"'(?={FORMULA.pattern})")
# "2024-03-05", "5/3/2024"; spreadsheets add a time of midnight.
MIDNIGHT = re.compile(r"[T ]0?0:00(?::00)?$")
ISO_DAY = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")
ENGLISH_DAY = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})")


@dataclass(frozen=True)
class Row:
    """One line of a sidecar, its cells as they are written; ``line`` is where it stands."""

    file: str
    authority: str = ""
    kind: str = ""
    start: str = ""
    end: str = ""
    published: str = ""
    source: str = ""
    line: int = 0


COLUMNS = tuple(each.name for each in fields(Row) if each.name != "line")
KNOWN_COLUMNS = f"The columns are {', '.join(COLUMNS)}."


class BadSidecar(BadParameter):
    """A sidecar that cannot be used: which one, the line, and why."""

    def __init__(self, parameter: str, reason: str, cure: str | None = CURE) -> None:
        super().__init__(parameter, reason, cure)


# -- the file -------------------------------------------------------------------------------


def read_rows(data: bytes, where: str) -> tuple[Row, ...]:
    """The rows of a sidecar. Raises BadSidecar, which names ``where`` and the line, for a column
    or cell that has no meaning and for a file that two rows name."""
    text = _decoded(data, where)
    try:
        lines = list(_cells(text))
    except csv.Error as error:
        raise BadSidecar(where, f"it is no CSV ({error})", "Save it as CSV UTF-8.") from None
    if not lines:
        return ()
    columns = _columns(lines[0][1], where)
    rows: dict[str, Row] = {}
    for line, cells in lines[1:]:
        row = _row(columns, cells, line, where)
        earlier = rows.setdefault(plain_path(row.file), row)
        if earlier is not row:
            raise BadSidecar(
                where, f"line {line}: {row.file} has a row already, line {earlier.line}"
            )
    return tuple(rows.values())


def _decoded(data: bytes, where: str) -> str:
    """The text of a CSV that a spreadsheet saved."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise BadSidecar(where, "it is not text", "Save it as CSV UTF-8.")


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with its number; Excel's "sep=;" is no line of its own."""
    delimiter = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        bare = [HIDDEN.sub("", cell.strip()) for cell in cells]
        if any(bare) and not (line == 1 and bare[0].startswith("sep=")):
            yield line, bare
        line = reader.line_num + 1


def delimiter_of(text: str) -> str:
    """What separates the cells: the sign that the first line holds most of."""
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _columns(header: Sequence[str], where: str) -> list[str]:
    columns = [name.casefold() for name in header]
    while columns and not columns[-1]:
        columns.pop()
    for name in columns:
        if name not in COLUMNS:
            near = _suggested(name, COLUMNS)
            raise BadSidecar(where, f"line 1: there is no column {name!r}{near}", KNOWN_COLUMNS)
        if columns.count(name) > 1:
            raise BadSidecar(where, f"line 1: the column {name!r} stands there twice")
    if "file" not in columns:
        raise BadSidecar(where, "line 1: the column 'file' is missing", KNOWN_COLUMNS)
    return columns


def _row(columns: Sequence[str], cells: Sequence[str], line: int, where: str) -> Row:
    if any(cells[len(columns) :]):
        raise BadSidecar(where, f"line {line}: it has more cells than there are columns")
    row = Row(**{"file": "", **dict(zip(columns, cells, strict=False))}, line=line)
    if not row.file:
        raise BadSidecar(where, f"line {line}: no file is named")
    return row


def update_rows(path: Path, rows: Iterable[Row], *, overwrite: bool = False) -> None:
    """Add rows to a sidecar, which is written whole or not at all.

    Of a file that has a row already the empty cells are filled; what stands in the others may
    be somebody's correction, and is replaced only to ``overwrite`` it. Raises BadSidecar where
    the file that is there cannot be read, OSError where it cannot be written.
    """
    data = path.read_bytes() if path.exists() else b""
    merged = {plain_path(row.file): row for row in read_rows(data, str(path))}
    for row in rows:
        name = plain_path(row.file)
        merged[name] = _merged(merged[name], row, overwrite) if name in merged else row
    delimiter = delimiter_of(_decoded(data, str(path))) if data else ","
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(COLUMNS)
    for _, row in sorted(merged.items()):
        writer.writerow([_harmless(getattr(row, name)) for name in COLUMNS])
    write_whole(path, out.getvalue().encode("utf-8-sig"))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; it is read back without the apostrophe."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def _merged(old: Row, new: Row, overwrite: bool) -> Row:
    first, second = (new, old) if overwrite else (old, new)
    cells = {name: getattr(first, name) or getattr(second, name) for name in COLUMNS}
    return replace(old, **cells | {"file": old.file})


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all."""
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


# -- what it says ---------------------------------------------------------------------------


def given_of(row: Row, where: str, profile: Profile) -> Given:
    """What a row says. Raises BadSidecar with its line for a cell that cannot be used."""
    place = f"line {row.line}: " if row.line else ""
    start, end, published = (
        _day(cell, where, place) for cell in (row.start, row.end, row.published)
    )
    if start and end and start > end:
        raise BadSidecar(where, f"{place}it starts on {start}, after its end on {end}")
    if row.source and not is_address(row.source):
        raise BadSidecar(where, f"{place}{row.source!r} is no http(s) address")
    _check_authority(row.authority, start or published, profile, where, place)
    kind = _kind(row.kind, profile, where, place)
    return Given(row.authority, kind, start, end, published, row.source)


def _day(cell: str, where: str, place: str) -> date | None:
    if not cell:
        return None
    bare = MIDNIGHT.sub("", cell)
    match = ISO_DAY.fullmatch(bare) or ENGLISH_DAY.fullmatch(bare)
    if match:
        with suppress(ValueError):
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
    reason = f"{place}{cell!r} is no day"
    raise BadSidecar(where, reason, "Write days as 2024-03-05 or 05/03/2024.")


def _check_authority(name: str, on: date | None, profile: Profile, where: str, place: str) -> None:
    if name and profile.authorities.match_anyway(name, on) is None:
        near = " or ".join(profile.authorities.suggest(name))
        cure = f"Did you mean {near}?" if near else "Give its full name, or its GSS code."
        raise BadSidecar(where, f"{place}no one authority is called {name!r}", cure)


def _kind(cell: str, profile: Profile, where: str, place: str) -> str:
    kinds = {framework.id for framework in profile.frameworks}
    kind = re.sub(r"[ _]+", "-", cell.casefold())
    if kind and kind not in kinds:
        reason = f"{place}there is no kind {cell!r}{_suggested(kind, kinds)}"
        raise BadSidecar(where, reason, f"The kinds are {', '.join(sorted(kinds))}.")
    return kind


def _suggested(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


# -- of a build -----------------------------------------------------------------------------


def known_beside(
    found: Found, sidecar: Path | None, authority: str, profile: Profile
) -> dict[str, Given]:
    """What is given of the files of a build, by their names: by the sidecars of their folders,
    by one that the user names, which wins, and by an ``authority`` for a build of one file.

    Raises BadSidecar for the first line that cannot be used or that names no file of the build.
    """
    known: dict[str, Given] = {}
    for file in (*found.sidecars, *found.beside):
        lone = file in found.beside
        for row, name in _named(file, _by_place(found, file), lone):
            if name in known:
                raise BadSidecar(_where(file), f"line {row.line}: another sidecar names {row.file}")
            known[name] = given_of(row, _where(file), profile)
    if sidecar:
        file = Input(str(sidecar), sidecar)
        by_name = {plain_path(each.name): each.name for each in found.inputs}
        for row, name in _named(file, _by_place(found, file) | by_name):
            known[name] = overlaid(known.get(name, Given()), given_of(row, _where(file), profile))
    if authority:
        if len(found.inputs) != 1:
            reason = f"it is for a build of one file, not of {len(found.inputs)}"
            raise BadSidecar("--authority", reason, "Name the authorities of several in a sidecar.")
        told = given_of(Row("", authority), "--authority", profile)
        name = found.inputs[0].name
        known[name] = overlaid(known.get(name, Given()), told)
    return known


def _where(file: Input) -> str:
    return f"{file.path}/{file.member}" if file.member else str(file.path)


def _by_place(found: Found, sidecar: Input) -> dict[str, str]:
    """The names of the inputs by their places, seen from a sidecar."""
    folder = sidecar.address.rsplit("/", 1)[0] + "/"
    return {file.address.removeprefix(folder): file.name for file in found.inputs}


def _named(file: Input, names: Mapping[str, str], lone: bool = False) -> Iterator[tuple[Row, str]]:
    """The rows of a sidecar with the files that they name; of one that lies beside a ``lone``
    file, those of the other files of its folder are left out."""
    try:
        rows = read_rows(file.load(), _where(file))
    except ReadError as error:
        raise BadSidecar(_where(file), error.reason, error.cure) from None
    seen: dict[str, int] = {}
    for row in rows:
        place = plain_path(row.file)
        name = names.get(place)
        if name is None and lone and (file.path.parent / place).exists():
            continue
        if name is None:
            reason = f"line {row.line}: no file of this build is called {row.file}"
            raise BadSidecar(_where(file), f"{reason}{_suggested(place, names)}")
        if name in seen:
            reason = f"line {row.line}: {row.file} has a row already, line {seen[name]}"
            raise BadSidecar(_where(file), reason)
        seen[name] = row.line
        yield row, name


def overlaid(below: Given, above: Given) -> Given:
    """Both, and of what both say the second."""
    filled = {each.name: getattr(above, each.name) for each in fields(Given)}
    return replace(below, **{name: value for name, value in filled.items() if value})


def agreed(files: Sequence[str], known: Mapping[str, Given]) -> Given:
    """What is given of one file under several names. Raises BadSidecar where it differs."""
    given = Given()
    for name in files:
        told = known.get(name, given)
        if overlaid(told, given) != overlaid(given, told):
            reason = f"{' and '.join(files)} are one file, and are said to be of different reports"
            raise BadSidecar("sidecar", reason)
        given = overlaid(given, told)
    return given
