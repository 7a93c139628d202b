"""Scorers: which documents of a segment answer, and how well. Nothing here knows Whoosh."""
