"""The folder that reports are fetched into: its files, its journal and its sidecar.

The journal remembers of each address which file it gave, so that it is not asked again. Files,
journal and sidecar are each written whole or not at all, in this order: whenever a run is killed,
every file is whole, and what the journal or the sidecar lack the next run adds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from inspectgraph.graphbuilder.sidecar import write_whole
from inspectgraph.ontology.errors import BadParameter

JOURNAL: Final = ".inspectgraph-fetch.json"
KEPT: Final = ".changed"


@dataclass(frozen=True)
class Entry:
    """What an address gave: the name of the file, the hash of its bytes, and what its server
    wants to hear when it is asked whether it changed."""

    file: str
    sha256: str
    etag: str = ""
    modified: str = ""


class Folder:
    """A folder of fetched reports, made unless it shall not be.

    Raises BadParameter where it cannot be read or written.
    """

    def __init__(self, path: Path, *, make: bool = True) -> None:
        self.path = path
        with usable(path):
            if make:
                path.mkdir(parents=True, exist_ok=True)
            listed = path.iterdir() if path.exists() else ()
            self._names = {one.name.casefold(): one.name for one in listed}
        self.entries: dict[str, Entry] = dict(_journal(path / JOURNAL))
        self._owners = {entry.file.casefold(): url for url, entry in self.entries.items()}

    def holds(self, address: str) -> bool:
        """Whether the file that was fetched from an address is there, changed or not."""
        entry = self.entries.get(address)
        return entry is not None and (self.path / entry.file).is_file()

    def state(self, address: str) -> str:
        """ "" where nothing was fetched from an address or its file is gone, else "whole" or
        "changed"."""
        if not self.holds(address):
            return ""
        entry = self.entries[address]
        return "whole" if self._hash(entry.file) == entry.sha256 else "changed"

    def keep(self, address: str, stem: str, ending: str, body: bytes, tags: tuple[str, str]) -> str:
        """Write what an address gave; the name of its file. One that was changed is kept too."""
        digest = hashlib.sha256(body).hexdigest()
        name = self._name(address, stem, ending, digest)
        with usable(self.path):
            if self.state(address) == "changed":
                changed = self.path / self.entries[address].file
                changed.replace(self.path / f"{changed.name}{KEPT}")
            if not (self.path / name).is_file() or self._hash(name) != digest:
                write_whole(self.path / name, body)
        self._names[name.casefold()] = name
        self._owners[name.casefold()] = address
        self._remember(address, Entry(name, digest, *tags))
        return name

    def _remember(self, address: str, entry: Entry) -> None:
        self.entries[address] = entry
        known = {url: asdict(one) for url, one in sorted(self.entries.items())}
        text = json.dumps({"fetched": known}, ensure_ascii=False, indent=1)
        with usable(self.path):
            write_whole(self.path / JOURNAL, f"{text}\n".encode())

    def _name(self, address: str, stem: str, ending: str, digest: str) -> str:
        """The name that an address has already, else one that no other has, whatever the case of
        its letters. A file that nobody fetched has its name, unless it holds the same bytes."""
        entry = self.entries.get(address)
        if entry is not None and entry.file.endswith(ending):
            return entry.file
        mark = hashlib.sha256(address.encode()).hexdigest()
        tried = [f"{stem}{ending}", *(f"{stem}-{mark[:size]}{ending}" for size in (8, 16, 32, 64))]
        for name in tried:
            there = self._names.get(name.casefold())
            if there is None:
                return name
            owner = self._owners.get(name.casefold())
            if owner == address or (owner is None and self._hash(there) == digest):
                return there
        raise BadParameter("FOLDER", f"{self.path} has files of all names for {address}", "")

    def _hash(self, name: str) -> str:
        with suppress(OSError):
            return hashlib.sha256((self.path / name).read_bytes()).hexdigest()
        return ""


def _journal(path: Path) -> Iterator[tuple[str, Entry]]:
    """What the journal remembers; one that cannot be read remembers nothing, and all is asked."""
    with suppress(OSError, ValueError, AttributeError, TypeError):
        known: Mapping[str, Mapping[str, str]] = json.loads(path.read_bytes())["fetched"]
        for address, cells in known.items():
            entry = Entry(**cells)
            if entry.file == Path(entry.file).name:  # never a path out of the folder
                yield address, entry


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """What the system says of the folder, as an error that a user can act on."""
    try:
        yield
    except OSError as error:
        why = f"{path} cannot be used ({error.strerror or error})"
        raise BadParameter("FOLDER", why, "Name a folder that you may write to.") from error
