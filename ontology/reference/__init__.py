"""Reference data in Turtle, and the script that builds it."""
