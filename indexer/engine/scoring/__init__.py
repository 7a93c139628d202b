"""Scorers: which documents of a segment answer, and their scores, an array at a time. Nothing here knows Whoosh."""
