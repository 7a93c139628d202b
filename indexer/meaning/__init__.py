"""Search by meaning: passages as vectors, an optional part (docs/meaning.md)."""
