"""The speed of building and asking the index, beside other engines."""
