"""Partner agencies: where a report names them, and which body each name means."""
