"""Text from the picture of a page, by tesseract and our own reading of numbers."""
