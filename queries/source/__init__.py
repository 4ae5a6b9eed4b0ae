"""What is asked: the store opened to read, or a SPARQL server; and queries as text."""
