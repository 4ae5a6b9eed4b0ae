"""Profiles: all that is particular to a domain, one folder each."""
