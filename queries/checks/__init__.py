"""The checks of `validate`: a query a file (*.rq) that finds what should not be there."""
