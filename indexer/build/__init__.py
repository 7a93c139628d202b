"""A corpus → a new generation of the index."""
