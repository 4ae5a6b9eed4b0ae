"""Who may import whom: the rules of ARCHITECTURE.md, read off the code."""

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(str(files("inspectgraph")))
PAGE = Path(__file__).parents[2] / "ARCHITECTURE.md"
ROOM = re.compile(r"\| ((?:`[\w/.]+`(?:, )?)+) \| .+ \|(.*)\|")
SOURCES = ("samples/", "training/", "benchmarks/")  # not installed, and free to import
DATA = ("queries/catalogue/", "queries/tables/", "queries/checks/")


def rooms() -> dict[str, tuple[str, ...]]:
    """The rooms and single files of ARCHITECTURE.md, and what each may import."""
    table: dict[str, tuple[str, ...]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        row = ROOM.fullmatch(line)
        if row:
            allowed = tuple(re.findall(r"`([\w.]+)`", row[2]))
            table |= dict.fromkeys(re.findall(r"`([\w/.]+)`", row[1]), allowed)
    return table


def imports_of(path: Path) -> set[str]:
    """The modules that a file imports; of `from package import module` the module."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {resolved(node.module or "", alias.name) for alias in node.names}
    return names


def resolved(module: str, name: str) -> str:
    """The module that a name comes from: itself where it is one."""
    folder = ROOT.joinpath(*module.split(".")[1:])
    is_module = (folder / f"{name}.py").is_file() or (folder / name / "__init__.py").is_file()
    return f"{module}.{name}" if module.startswith("inspectgraph") and is_module else module


def modules_of(room: str) -> list[Path]:
    """The modules of a room, those of rooms within it too."""
    return [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", [room for room in rooms() if room not in (*SOURCES, *DATA)])
def test_a_room_imports_only_what_it_may(room: str) -> None:
    own = room.removesuffix("/").removesuffix(".py").replace("/", ".")
    allowed = (own, *rooms()[room])
    paths = modules_of(room)
    assert paths, f"{room} is in ARCHITECTURE.md and not there"
    for path in paths:
        ours = {name for name in imports_of(path) if name.startswith("inspectgraph.")}
        names = {name.removeprefix("inspectgraph.") for name in ours}
        crossing = {n for n in names if not any(n == a or n.startswith(f"{a}.") for a in allowed)}
        where = path.relative_to(ROOT)
        assert not crossing, f"{where} imports {sorted(crossing)}, ARCHITECTURE.md allows {allowed}"


def test_every_room_is_in_the_table() -> None:
    named = set(rooms())
    for great in ("ontology", "graphbuilder", "queries"):
        folders = {f"{great}/{one.name}/" for one in (ROOT / great).iterdir() if one.is_dir()}
        files_ = {f"{great}/{one.name}" for one in (ROOT / great).glob("*.py")}
        missing = (folders | files_) - named - {f"{great}/__init__.py"}
        missing = {one for one in missing if "__pycache__" not in one and "schema" not in one}
        assert not missing, f"ARCHITECTURE.md does not name {sorted(missing)}"


def test_a_cold_query_imports_nothing_that_it_does_not_use() -> None:
    import subprocess
    import sys

    code = "import sys, inspectgraph.cli; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    heavy = {"rdflib", "rich", "networkx", "pyvis", "pypdfium2", "docx", "pyshacl", "numpy"}
    heavy |= {"urllib3", "truststore", "python_calamine"}
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
