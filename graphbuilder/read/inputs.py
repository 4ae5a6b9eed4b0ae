"""Which files a build reads: those of folders and zips, each under a name of its own."""

from __future__ import annotations

import os
import posixpath
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

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
SIDECAR = "inspectgraph.csv"  # a sidecar of this name is read without being asked for
# What lies in folders of reports and is none: passed over without a word.
SILENT_NAMES = {"license", "licence", "notice", "copying", "contents"}
SILENT_SUFFIXES = {".part", ".tmp", ".ini", ".db"}
PAGE_FILES = "_files"  # a browser saves a page as NAME.html and what it shows in NAME_files


@dataclass(frozen=True)
class Input:
    """A file to read: on disk, or ``member`` of the zip at ``path``."""

    name: str
    path: Path
    member: str = ""

    @property
    def address(self) -> str:
        """Where it is, by which a sidecar names it."""
        return plain_path(str(self.path.absolute() / self.member))

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


@dataclass(frozen=True)
class Found:
    """What lies under the paths of a build.

    ``inputs`` are sorted by name, which is relative to the folder that was given; ``failures``
    could not be opened. ``sidecars`` are those of folders and zips, ``beside`` those that lie
    beside a single file. ``holds`` are the addresses of the inputs of each folder or zip that was
    given, none of a path that is not there; ``passed_over`` counts other files by their ending.
    """

    inputs: tuple[Input, ...]
    failures: tuple[ReadError, ...]
    sidecars: tuple[Input, ...]
    beside: tuple[Input, ...]
    holds: Mapping[str, tuple[str, ...]]
    passed_over: Mapping[str, int]


@dataclass
class _Walk:
    """A search under way; files ``aside`` are used otherwise."""

    aside: frozenset[str]
    inputs: list[Input] = field(default_factory=list)
    failures: list[ReadError] = field(default_factory=list)
    sidecars: dict[str, Input] = field(default_factory=dict)
    beside: dict[str, Input] = field(default_factory=dict)
    holds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    passed_over: Counter[str] = field(default_factory=Counter)

    def look_at(self, path: Path) -> None:
        """A path that was given: whatever a single file is called, it is read."""
        if not path.exists():
            self.failures.append(ReadError(str(path), "there is no such file or folder"))
            self.holds[str(path)] = ()
        elif path.is_dir() or path.suffix.lower() == ".zip":
            before = len(self.inputs)
            files = ((file.relative_to(path).as_posix(), file) for file in _files(path))
            for name, file in files if path.is_dir() else [(path.name, path)]:
                self._take(Input(name, file))
            self.holds[str(path)] = tuple(file.address for file in self.inputs[before:])
        elif path.name.casefold() == SIDECAR:
            self._take(Input(path.name, path))
        else:
            self._single(path)

    def _single(self, path: Path) -> None:
        self.inputs.append(Input(path.name, path))
        beside = Input(SIDECAR, path.parent / SIDECAR)
        if beside.path.is_file():
            self.beside[beside.address] = beside

    def _take(self, file: Input) -> None:
        """A file of a folder or zip."""
        name = PurePosixPath(file.name)
        suffix, stem = name.suffix.lower(), name.stem.casefold()
        if name.name.casefold() == SIDECAR:
            self.sidecars[file.address] = file
        elif stem == "readme" or file.address in self.aside:
            return
        elif suffix == ".zip" and file.member:
            self.failures.append(ReadError(file.name, "an archive inside an archive", NESTED))
        elif suffix == ".zip":
            self._open(file)
        elif suffix in WALKED:
            self.inputs.append(file)
        elif suffix not in SILENT_SUFFIXES and stem not in SILENT_NAMES:
            self.passed_over[suffix] += 1

    def _open(self, file: Input) -> None:
        """The files of a zip."""
        try:
            with zipfile.ZipFile(file.path) as archive:
                entries = sorted(e.filename for e in archive.infolist() if not e.is_dir())
        except BROKEN as error:
            self.failures.append(ReadError(file.name, f"it is a damaged archive ({error})"))
            return
        shown = _shown_by_pages(entries)
        for entry in entries:
            parts = PurePosixPath(entry).parts
            if not any(part.startswith((".", "__MACOSX")) for part in parts) and not any(
                parent.as_posix() in shown for parent in PurePosixPath(entry).parents
            ):
                self._take(Input(f"{file.name}/{entry}", file.path, entry))


def find_inputs(paths: Iterable[Path], aside: Iterable[Path] = ()) -> Found:
    """Every report file under ``paths`` (files, folders, zips), and what lies beside them."""
    walk = _Walk(frozenset(Input("", path).address for path in aside))
    for path in paths:
        walk.look_at(path)
    beside = (file for address, file in walk.beside.items() if address not in walk.sidecars)
    return Found(
        tuple(_with_distinct_names(walk.inputs)),
        tuple(walk.failures),
        tuple(walk.sidecars.values()),
        tuple(beside),
        walk.holds,
        dict(sorted(walk.passed_over.items())),
    )


def plain_path(path: str) -> str:
    """A path as paths are compared: slashes forward, no "..", letters and accents composed."""
    forward = unicodedata.normalize("NFC", path).replace("\\", "/")
    return posixpath.normpath(forward)


def _files(folder: Path) -> Iterator[Path]:
    """The files of a folder; what is hidden, belongs to a store or is shown by a saved page is
    left out."""
    for place, folders, names in os.walk(folder):
        shown = _shown_by_pages(names)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name not in shown and not _is_store(Path(place, name))
        )
        for file in (Path(place, name) for name in sorted(names) if not name.startswith(".")):
            if file.is_file() or file.is_symlink():  # a broken link has its line in the result
                yield file


def _shown_by_pages(names: Iterable[str]) -> set[str]:
    """The folders that browsers save beside pages."""
    pages = (PurePosixPath(name) for name in names)
    html = {".html", ".htm"}
    return {f"{page.with_suffix('')}{PAGE_FILES}" for page in pages if page.suffix.lower() in html}


def _is_store(folder: Path) -> bool:
    return (folder / "lock").is_file() and (folder / "current").is_dir()


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
