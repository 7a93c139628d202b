"""A reader's words → a page of results: query language, planning, marks and passages."""
