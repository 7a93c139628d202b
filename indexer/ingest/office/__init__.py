"""The readers of office files and books: a file → its text, notes, titles and properties."""
