"""Questions in words: cut into phrases, matched with patterns, answered by named queries."""
