"""Measurements of speed, run by hand with `make bench`; the figures go into the notes, not into tests."""
