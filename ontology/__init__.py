"""What the graph means: terms, code lists, reference data, names and errors."""
