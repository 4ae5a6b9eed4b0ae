"""From reports to a graph: read, parse, extract, resolve, write (build.py names the order)."""
