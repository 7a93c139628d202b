"""Tools that make the archive ready to run or to ship: its fonts, its wheel. None is shipped."""
