"""A text → the tree of its books, chapters and articles, each with an address."""
