"""Local authorities: a name, or a GSS code, at a date → which authority is it?"""

from __future__ import annotations

from inspectgraph.ontology.authorities.authority import Authority
from inspectgraph.ontology.authorities.index import AuthorityIndex
from inspectgraph.ontology.authorities.spelling import core_name, slug

__all__ = ["Authority", "AuthorityIndex", "core_name", "slug"]
