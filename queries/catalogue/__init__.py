"""Queries as files (*.rq), found by listing the folder."""
