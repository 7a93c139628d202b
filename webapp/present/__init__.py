"""Answers of the archive made into what templates and files show."""
