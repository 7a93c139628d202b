"""Texts with signs: Markdown and the other forms that are written with a plain editor."""
