"""Where reports are built: in this process, in several of this machine, or on a cluster."""
