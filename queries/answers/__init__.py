"""Answers as text, tables, SPARQL results, Excel and pandas frames; files written whole."""
