"""Passages that stand in several documents: found when an index is built, stored beside it."""
