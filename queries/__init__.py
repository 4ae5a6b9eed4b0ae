"""Questions to the graph: the store to read, named queries, formats, exports, checks."""
