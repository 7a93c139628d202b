"""A request → one page of results: carried out as asked, or by one of its rewrites."""
