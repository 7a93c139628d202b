"""A page of a file → its picture: drawn on request, in a process with limits."""
