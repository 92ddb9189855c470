"""The rules of a scheme in sentences, in the reader's language: pure functions from the rulebook to text."""
