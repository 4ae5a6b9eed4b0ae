"""Profiles: everything that is particular to a domain, in one folder each.

`load_profile()` is that of the package, `load_profile(folder)` a user's own. A profile is read
and checked once in a process, frozen, and passed on as an argument.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from inspectgraph.ontology.authorities import AuthorityIndex
from inspectgraph.ontology.profiles.framework import Framework
from inspectgraph.ontology.profiles.profile import DEFAULT, HERE, Profile, open_folder, read_profile
from inspectgraph.ontology.profiles.theme_quality import ThemeQuality

__all__ = [
    "DEFAULT",
    "Framework",
    "Profile",
    "ThemeQuality",
    "load_profile",
    "packaged_authorities",
]


def load_profile(folder: Path | None = None) -> Profile:
    """The profile in a folder, or that of the package. Raises BadProfile."""
    return _loaded((folder or HERE / DEFAULT).resolve())


@cache
def _loaded(path: Path) -> Profile:
    from inspectgraph.ontology.profiles.checks import check_profile

    profile = read_profile(*open_folder(path))
    check_profile(profile)
    return profile


@cache
def packaged_authorities() -> AuthorityIndex:
    """The authorities of the package's profile, without the cost of loading all of it."""
    return AuthorityIndex.read((HERE / DEFAULT / "reference" / "authorities.ttl").read_bytes())
