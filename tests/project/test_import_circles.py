"""No module of ours imports itself by way of others, whether at its top or inside functions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import networkx as nx

ROOT = Path(str(files("inspectgraph")))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("inspectgraph", *(part for part in parts if part != "__init__")))


def modules() -> dict[str, Path]:
    rooms = ("ontology", "graphbuilder", "queries", "commands")
    paths = [ROOT / "cli.py", *(path for room in rooms for path in (ROOT / room).rglob("*.py"))]
    return {module_name(path): path for path in paths}


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one, but for imports that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if not is_for_types(child):
            yield child
            yield from statements(child)


def imports(path: Path, known: set[str]) -> set[str]:
    """The modules of ours that a module imports; of a package, what is taken out of it."""
    names: set[str] = set()
    for node in statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & known
            names |= inside or {node.module}
    return names & known


def test_no_module_imports_itself_by_way_of_others() -> None:
    paths = modules()
    assert len(paths) > 80
    graph = nx.DiGraph(
        (name, other) for name, path in paths.items() for other in imports(path, set(paths))
    )
    assert graph.number_of_edges() > 200
    circles = [sorted(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    assert not circles


def test_a_circle_would_be_found(tmp_path: Path) -> None:
    one = tmp_path / "one.py"
    one.write_text("def lazily():\n    from inspectgraph.ontology import terms\n    return terms\n")
    known = {"inspectgraph.ontology", "inspectgraph.ontology.terms"}
    assert imports(one, known) == {"inspectgraph.ontology.terms"}
