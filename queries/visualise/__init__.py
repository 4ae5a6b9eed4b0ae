"""The visualiser: one self-contained HTML file that people explore offline."""

from __future__ import annotations

from inspectgraph.queries.visualise.view import VIEWS, VisualiseOptions, visualise

__all__ = ["VIEWS", "VisualiseOptions", "visualise"]
