"""Stage 2: lines → one canonical text, blocks over it, and their sentences."""
