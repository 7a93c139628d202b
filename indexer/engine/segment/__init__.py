"""Segments: the files of arrays that hold terms, postings, doc values and stored fields. Nothing here knows Whoosh."""
