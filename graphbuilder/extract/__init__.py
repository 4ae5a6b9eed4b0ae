"""Stage 3: what a parsed report says, each fact with its evidence."""
