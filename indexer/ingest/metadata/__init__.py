"""The metadata of documents: the names and the values of fields, titles, languages."""
