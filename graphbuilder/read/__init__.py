"""Stage 1: files → lines. One reader a file format: bytes in, lines out."""
