"""Reading: a document's text → a tree that knows its lines → a `Rulebook`, or every fault of it."""

from assessment.rulebook.reading.scheme import read_rulebook, read_scheme

__all__ = ["read_rulebook", "read_scheme"]
