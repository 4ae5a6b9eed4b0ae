"""Every script of the project runs, as a command, on inputs of the test's own.

Benchmarks have `tests/benchmarks`, the learning of weights `tests/training`, the deletion of
each rule `tests/rules`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
MADE_WITH = {"reportlab": "5.", "fonttools": "4."}  # other versions set other bytes

COUNCILS = """\
local-authority-code,official-name,nice-name,gss-code,start-date,end-date,replaced-by,region,\
local-authority-type-name,alt-names,former-gss-codes,childrens-services,ofsted-urn,dfe-la-code,\
statistical-neighbours-gss
AAA,Old Sample County Council,Old Sample,E10000901,,2019-03-31,BBB,North,County,,,yes,,,
BBB,Sample Council,Sample,E06000902,2019-04-01,,,North,Unitary authority,Sampleshire,,yes,1,2,
"""
COUNCILS_EXTRA = """\
founded = []
include = []
add = []
correct = [{ authority = "BBB", weak = ["Smp"], reason = "test" }]
recoded = []
negative = []
[founded_by_type]
"County" = 1974-04-01
"""
NHS = """\
code,name,kind,open,close,icb
5ZZ,Sample Teaching Primary Care Trust,primary care trust,20020401,20130331,
QZZ,NHS Sample Integrated Care Board,integrated care board,20220701,,
RZZ,Sample-On-Sea NHS Foundation Trust,trust,20080401,,
"""
POLICE = """\
name,also-known-as,childrens-services-authorities
Sample Constabulary,Sample Police,Norfolk;Nowhere
"""
BODIES_EXTRA = """\
respelled = [{ code = "RZZ", name = "Sample on Sea NHS Foundation Trust" }]
renamed = [{ names = [["RZZ", "Sample NHS Trust", 2015-04-01]] }]
merged_groups = []
change = []
change_by_name = [{ old = ["Old Sample Service"], new = "Sample Service", on = 2021-06-26 }]
force_renamed = []
[clinical_commissioning_groups]
closed = 2022-06-30
rows = [["00Z", "Sample", 2013-04-01, "QZZ"]]
[also_known]
RZZ = ["SoS"]
[commissioners]
founded = 2012-11-22
none = []
ended = []
[[probation]]
kind = "Probation Trust"
founded = 2010-04-01
dissolved = 2014-06-01
places = ["Sample"]
[probation_forms]
[[bodies]]
type = "probation"
bodies = ["Old Sample Service|OSS", "Sample Service"]
[fire]
places = ["Sample"]
[inspectorates]
type = "other"
slugs = ["ofsted"]
"""
SCRIPTS = {
    "docs/make_errors.py",
    "docs/make_queries.py",
    "docs/make_themes.py",
    "ontology/reference/build_authorities.py",
    "ontology/reference/build_bodies.py",
    "samples/make_samples.py",
    "tests/rules/delete_each.py",
    "tests/rules/renew.py",
    "tests/samples/golden.py",
}
ELSEWHERE = ("benchmarks/", "training/")
ENTRY = {"cli.py"}


def run(*arguments: object) -> str:
    """What a script prints; its errors are shown where it fails."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout
    return done.stdout


def test_every_script_has_a_test() -> None:
    rooms = ("benchmarks", "docs", "graphbuilder", "ontology", "queries", "samples", "training")
    paths = [
        path
        for room in (*rooms, "tests/rules", "tests/samples")
        for path in (ROOT / room).rglob("*.py")
    ]
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (*paths, *ROOT.glob("*.py"))
        if 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert {name for name in found - ENTRY if not name.startswith(ELSEWHERE)} == SCRIPTS
    assert (ROOT / "tests/benchmarks/test_benchmarks.py").is_file()


def read(path: Path) -> str:
    """The text of a Turtle file that parses."""
    assert list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return path.read_text(encoding="utf-8")


def test_build_authorities(tmp_path: Path) -> None:
    (tmp_path / "local_authorities.csv").write_text(COUNCILS, encoding="utf-8")
    (tmp_path / "extra.toml").write_text(COUNCILS_EXTRA, encoding="utf-8")
    target = tmp_path / "authorities.ttl"
    module = "inspectgraph.ontology.reference.build_authorities"
    extra = tmp_path / "extra.toml"
    run("-P", "-m", module, "--from", tmp_path, "--extra", extra, "--to", target)
    text = read(target)
    assert text.count("a ig:Authority") == 2
    assert "org:resultingOrganization auth:sample-council" in text
    assert 'skos:hiddenLabel "Smp"@en' in text


def test_build_bodies(tmp_path: Path) -> None:
    (tmp_path / "nhs_organisations.csv").write_text(NHS, encoding="utf-8")
    (tmp_path / "police_forces.csv").write_text(POLICE, encoding="utf-8")
    (tmp_path / "extra.toml").write_text(BODIES_EXTRA, encoding="utf-8")
    target = tmp_path / "bodies.ttl"
    module = "inspectgraph.ontology.reference.build_bodies"
    extra = tmp_path / "extra.toml"
    run("-P", "-m", module, "--from", tmp_path, "--extra", extra, "--to", target)
    text = read(target)
    for name, reason in (
        ("NHS Sample", "a primary care trust by the name that it used"),
        ("NHS Sample Clinical Commissioning Group", "from the extra facts"),
        ("Sample on Sea NHS Foundation Trust", "spelled anew"),
        ("Sample Constabulary", "the force"),
        ("Police and Crime Commissioner for Sample", "and its commissioner"),
        ("Sample Probation Trust", "probation"),
        ("Sample Fire and Rescue Service", "fire"),
    ):
        assert f'skos:prefLabel "{name}"@en' in text, reason
    assert "ig:areaServed auth:norfolk-county-council" in text
    assert text.count("a org:ChangeEvent") == 3, "trust to group, group to board, and by name"


@pytest.mark.parametrize("name", ["errors", "queries", "themes"])
def test_the_pages_that_are_made_are_written(name: str, tmp_path: Path) -> None:
    copy = tmp_path / f"make_{name}.py"
    shutil.copy(ROOT / "docs" / copy.name, copy)
    run(copy)
    made = (tmp_path / f"{name}.md").read_bytes()
    assert made == (ROOT / "docs" / f"{name}.md").read_bytes()


def test_make_samples_makes_what_is_committed(tmp_path: Path) -> None:
    for name, start in MADE_WITH.items():
        pytest.importorskip({"fonttools": "fontTools"}.get(name, name))
        if not version(name).startswith(start):
            pytest.skip(f"{name} {version(name)} may set other bytes than {start}x")
    folder = tmp_path / "samples"
    shutil.copytree(ROOT / "samples", folder, ignore=shutil.ignore_patterns("*.pdf"))
    said = run(folder / "make_samples.py")
    assert said.count("made: ") == 7
    for path in folder.glob("*.pdf"):
        assert path.read_bytes() == (ROOT / "samples" / path.name).read_bytes(), path.name
    assert run(folder / "make_samples.py", "--check") == ""


def test_the_golden_graphs_are_renewed(tmp_path: Path) -> None:
    (tmp_path / "tests/samples/golden").mkdir(parents=True)
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    shutil.copy(ROOT / "tests/samples/golden.py", tmp_path / "tests/samples")
    run(tmp_path / "tests/samples/golden.py")
    made = sorted(path.name for path in (tmp_path / "tests/samples/golden").iterdir())
    assert made == ["kelderby-slac-2012.ttl", "port-wexcombe-send-2024.ttl"]


def test_the_snapshot_of_the_rules_is_renewed(tmp_path: Path) -> None:
    for path in (ROOT / "tests/rules").glob("*.py"):
        shutil.copy(path, tmp_path)
    run(tmp_path / "renew.py")
    made = (tmp_path / "caught.csv").read_bytes()
    assert made == (ROOT / "tests/rules/caught.csv").read_bytes()
