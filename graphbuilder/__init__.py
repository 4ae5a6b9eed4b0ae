"""From reports to a graph: read, parse, extract, resolve, write (pipeline.py names the order)."""
