"""Which files a build reads: those of folders and zips, each under a name of its own."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspectgraph.ontology.errors import ReadError, TooLarge

MAX_BYTES = 200_000_000  # a file is held in memory whole; no report comes near this size
SUFFIXES = {".pdf", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx"}
REFUSED = {".doc", ".rtf", ".odt"}  # reports we cannot read: each is a problem, not passed over
NESTED = "Unpack it: archives inside archives are not opened."
# What opening or unpacking a damaged file can raise: one bad file must not end the build.
BROKEN = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,  # an entry with a password
    NotImplementedError,  # a compression method that zipfile does not know
)
WALKED = SUFFIXES | REFUSED | {".zip"}


@dataclass(frozen=True)
class Input:
    """A file to read: on disk, or ``member`` of the zip at ``path``."""

    name: str
    path: Path
    member: str = ""

    def load(self) -> bytes:
        """Its bytes. Raises ReadError or TooLarge."""
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive:
                    if archive.getinfo(self.member).file_size > MAX_BYTES:
                        raise TooLarge(self.name, f"more than {MAX_BYTES:,} bytes")
                    return archive.read(self.member)
            if self.path.stat().st_size > MAX_BYTES:
                raise TooLarge(self.name, f"more than {MAX_BYTES:,} bytes")
            return self.path.read_bytes()
        except BROKEN as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ReadError(self.name, reason) from None


def find_inputs(paths: Iterable[Path]) -> tuple[tuple[Input, ...], tuple[ReadError, ...]]:
    """Every report file under ``paths`` (files, folders, zips), sorted by name, and what
    could not be opened. A name is relative to the folder that was given."""
    inputs: list[Input] = []
    failures: list[ReadError] = []
    for path in paths:
        for name, file in _walk(path, failures):
            if file.suffix.lower() == ".zip":
                inputs += _members(name, file, failures)
            else:
                inputs.append(Input(name, file))
    return tuple(_with_distinct_names(inputs)), tuple(failures)


def _walk(path: Path, failures: list[ReadError]) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if not hidden and _may_be_report(file.name) and file.is_file():
                yield file.relative_to(path).as_posix(), file
    elif path.exists():
        yield path.name, path
    else:
        failures.append(ReadError(str(path), "there is no such file or folder"))


def _members(name: str, file: Path, failures: list[ReadError]) -> list[Input]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = sorted(e.filename for e in archive.infolist() if not e.is_dir())
    except BROKEN as error:
        failures.append(ReadError(name, f"it is a damaged archive ({error})"))
        return []
    members = []
    for entry in entries:
        suffix = Path(entry).suffix.lower()
        if any(part.startswith((".", "__MACOSX")) for part in Path(entry).parts):
            continue
        if suffix == ".zip":
            failures.append(ReadError(f"{name}/{entry}", "an archive inside an archive", NESTED))
        elif _may_be_report(entry):
            members.append(Input(f"{name}/{entry}", file, entry))
    return members


def _may_be_report(name: str) -> bool:
    """Judged by its suffix; the README of a folder of reports is not one of them."""
    path = Path(name)
    return path.suffix.lower() in WALKED and path.stem.casefold() != "readme"


def _with_distinct_names(inputs: list[Input]) -> list[Input]:
    """Sorted by name, each file once; files of the same name are distinguished by folder."""
    unique = {(file.path.resolve(), file.member): file for file in inputs}
    named: dict[str, Input] = {}
    for file in sorted(unique.values(), key=lambda i: (i.name, str(i.path))):
        name = file.name
        for parent in file.path.resolve().parents:
            if name not in named:
                break
            name = f"{parent.name}/{name}"
        named[name] = Input(name, file.path, file.member)
    return [named[name] for name in sorted(named)]
