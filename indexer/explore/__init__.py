"""The tools of a researcher: concordance, collocations, completions, documents alike, exports."""
