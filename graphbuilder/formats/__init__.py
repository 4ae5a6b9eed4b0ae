"""One reader a file format: bytes in, lines out."""
