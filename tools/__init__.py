"""What makes the archive ready to run or to ship: its fonts, its wheel. Nothing here is shipped."""
