"""Sentences → polarity and themes, with confidence and reasons."""
