"""What several reports say together, derived from their graphs."""
