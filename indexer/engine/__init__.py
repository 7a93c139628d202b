"""Terms → index → postings: the engine behind the archive, and its generations on disk."""
