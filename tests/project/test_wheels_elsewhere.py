"""No required dependency needs a compiler: each has a wheel for Windows, macOS and Linux.

pip is asked what it would install there, with the versions of constraints.txt and with the
newest ones, and nothing is downloaded but what it must read. Markers such as `sys_platform` are
those of this machine: a dependency that is needed on Windows alone would not be seen.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONSTRAINTS = ("-c", str(ROOT / "constraints.txt"))
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (
    "win_amd64",
    "macosx_14_0_arm64",
    "macosx_14_0_x86_64",
    "manylinux_2_28_aarch64 manylinux_2_17_aarch64 manylinux2014_aarch64",
)

pytestmark = pytest.mark.slow


def would_install(platform: str, python: str, folder: Path, *needs: str) -> str:
    """What pip complains of; empty where it finds a wheel of everything."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--dry-run", "--ignore-installed", "--target", str(folder)]
    command += ["--only-binary=:all:", "--implementation", "cp"]
    command += [word for tag in platform.split() for word in ("--platform", tag)]
    command += ["--python-version", python, *needs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr.strip()


@pytest.fixture(scope="module")
def needed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The requirements of the built wheel, without its extras."""
    if said := would_install("any", "3.11", tmp_path_factory.mktemp("reached"), "click"):
        pytest.skip(f"PyPI is not reached: {said.splitlines()[-1]}")
    found = [line for line in requires("inspectgraph") or [] if "extra ==" not in line]
    assert len(found) > 10
    return found


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_known_versions_need_no_compiler(
    platform: str, python: str, needed: list[str], tmp_path: Path
) -> None:
    assert not would_install(platform, python, tmp_path, *CONSTRAINTS, *needed)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("platform", PLATFORMS[:2])
def test_the_newest_versions_need_no_compiler(
    platform: str, python: str, needed: list[str], tmp_path: Path
) -> None:
    assert not would_install(platform, python, tmp_path, *needed)


def test_a_missing_wheel_is_noticed(needed: list[str], tmp_path: Path) -> None:
    said = would_install("plan9_sparc", "3.11", tmp_path, "numpy")
    assert "No matching distribution found for numpy" in said
