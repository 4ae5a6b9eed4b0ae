"""A rule that goes is missed: out of the profile, and out of its files with its example."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from cases import Caught, lost, read_snapshot
from inspectgraph.ontology.errors import BadProfile
from inspectgraph.ontology.profiles import load_profile

pytestmark = pytest.mark.slow
ROWS = 24
HEAD = re.compile(r"(?m)^\[")


def _rows(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Each rule in the files of a profile: the file, and where the row begins and ends."""
    for path in sorted((*folder.glob("words/*.toml"), *folder.glob("frameworks/*.toml"))):
        text = path.read_text(encoding="utf-8")
        heads = [found.start() for found in HEAD.finditer(text)]
        for start, end in pairwise([*heads, len(text)]):
            if "\nexample = " in text[start:end]:
                yield path.relative_to(folder).as_posix(), start, end


def _is_noticed(folder: Path, file: str, snapshot: list[Caught]) -> bool:
    """Whether the profile of a folder is refused, or reads a text of the snapshot otherwise."""
    near = sorted(snapshot, key=lambda case: f"{case.file}.toml" != file)
    try:
        return any(lost(load_profile(folder), near))
    except BadProfile:
        return True


def test_rows_taken_out_of_the_files_are_missed(tmp_path: Path) -> None:
    source, snapshot, seed = load_profile().folder.path, read_snapshot(), random.randrange(10**6)
    rows = list(_rows(source))
    assert len(rows) > 200
    unnoticed = []
    for number, (file, start, end) in enumerate(random.Random(seed).sample(rows, ROWS)):
        folder = tmp_path / str(number)
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.tsv"))
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text[:start] + text[end:], encoding="utf-8")
        if not _is_noticed(folder, file, snapshot):
            unnoticed.append(text[start:end])
    assert not unnoticed, f"seed {seed}"


def test_each_rule_is_missed() -> None:
    script = Path(__file__).parent / "delete_each.py"
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " rules deleted in turn, 0 unnoticed" in done.stdout
