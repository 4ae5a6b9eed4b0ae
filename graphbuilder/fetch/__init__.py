"""Reports whose addresses stand in a table, downloaded into a folder, each with its row in the
sidecar. The one room that asks servers for reports, and only when `inspectgraph fetch` is run."""
