"""The tables of `export --tables`: a query a file (*.rq), found by listing the folder."""
