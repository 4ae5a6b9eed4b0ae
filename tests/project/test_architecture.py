"""Who may import whom: the rules of ARCHITECTURE.md, read off the code."""

import ast
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(str(files("inspectgraph")))
ABOVE = ("inspectgraph.commands", "inspectgraph.cli")
FORBIDDEN = [
    ("ontology", ("inspectgraph.graphbuilder", "inspectgraph.queries", *ABOVE)),
    ("queries", ("inspectgraph.graphbuilder", *ABOVE)),
    ("graphbuilder", ("inspectgraph.queries", *ABOVE)),
    ("commands", ("inspectgraph.cli",)),
]


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize(("room", "forbidden"), FORBIDDEN)
def test_rooms_keep_apart(room: str, forbidden: tuple[str, ...]) -> None:
    modules = sorted((ROOT / room).rglob("*.py"))
    assert len(modules) > 3
    for path in modules:
        crossing = [name for name in imports_of(path) if name.startswith(forbidden)]
        assert not crossing, f"{path.relative_to(ROOT)} imports {crossing}"


def test_a_cold_query_imports_nothing_that_it_does_not_use() -> None:
    import subprocess
    import sys

    code = "import sys, inspectgraph.cli; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    heavy = {"rdflib", "rich", "networkx", "pyvis", "pypdfium2", "docx", "pyshacl", "numpy"}
    assert not loaded & heavy


def test_the_library_never_prints() -> None:
    rooms = ("ontology", "graphbuilder", "queries")
    for path in sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")):
        if path.name.startswith("build_"):
            continue  # a command of its own
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ]
        assert not calls, path
