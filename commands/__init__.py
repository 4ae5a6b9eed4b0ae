"""The commands: parse arguments, call, format. The one room that knows all others."""
