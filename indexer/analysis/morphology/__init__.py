"""Word formation: affixes, word families, broken plurals, patterns, roots."""
