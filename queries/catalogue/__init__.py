"""The named questions: a query a file (*.rq), found by listing the folder."""
