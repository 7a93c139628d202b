"""Segments: files of arrays with terms, postings, doc values. Nothing here knows Whoosh."""
