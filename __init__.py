"""inspectgraph: inspection reports of English children's services as an RDF graph."""
