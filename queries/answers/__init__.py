"""Answers as text, Excel and pandas frames."""
