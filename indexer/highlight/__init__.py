"""Where a text answers a query: marked pieces, snippets, parts of long documents."""
