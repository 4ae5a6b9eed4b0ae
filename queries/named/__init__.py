"""Named queries: their headers and folders, their parameters, how they are run, their answers."""
