"""Local authorities: a name, or a GSS code, at a date → which authority is it?"""

from __future__ import annotations

from inspectgraph.ontology.authorities.index import Authority, AuthorityIndex, core_name, slug

__all__ = ["Authority", "AuthorityIndex", "core_name", "slug"]
