"""A small engine that holds an archive in memory and reads every document for every question."""
