"""Files that are written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inspectgraph.ontology.errors import BadParameter


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file beside `path` that takes its place when all went well."""
    beside = path.with_name(f"{path.name}.part")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        why = f"{path} cannot be written ({error.strerror or error})"
        cure = "Name a file in a folder that exists and that you may write to."
        raise BadParameter("FILE", why, cure) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
