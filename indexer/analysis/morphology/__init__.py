"""How words are built: affixes, word families, broken plurals, patterns, roots."""
