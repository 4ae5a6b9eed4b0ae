"""The public workflow runs what is promised, and documents name only commands that exist."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


def test_every_python_that_is_promised_is_tried_on_each_system() -> None:
    yaml = pytest.importorskip("yaml")
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    promised = set(re.findall(r"Python :: (3\.\d+)", settings["metadata"]["classifiers"]))
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    for name in ("test", "smoke"):
        matrix = jobs[name]["strategy"]["matrix"]
        assert set(matrix["python"]) == promised
        assert set(matrix["os"]) == {"ubuntu-latest", "windows-latest"}


def test_the_workflow_makes_what_the_makefile_has() -> None:
    asked = set(re.findall(r"run: make ([a-z]+)", WORKFLOW.read_text(encoding="utf-8")))
    assert asked
    assert asked <= targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_name_commands_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    asked = set(re.findall(r"(?:`|\$ )make ([a-z]+)", text))
    assert asked <= targets() | {"rules"}, "`make rules` comes with the tests of rules"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_of_documents_lead_to_files(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    files = [link for link in links if link and "://" not in link and not link.startswith("mailto")]
    assert not [link for link in files if not (ROOT / link).exists()]
