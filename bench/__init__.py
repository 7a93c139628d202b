"""Benches of the archive's Arabic: `python -m bench forms` and `python -m bench noise`."""
