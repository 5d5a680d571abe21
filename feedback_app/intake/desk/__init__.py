"""What the desk knows without a database: the ways things come in, clocks, what is read back, what may be missing."""
