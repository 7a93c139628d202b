"""How fast the index is built and asked, beside other engines."""
