"""The query language: a string → a tree → the nodes an engine answers."""
