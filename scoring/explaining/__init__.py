"""A result in sentences: the same facts, put into Chinese or English, from the lines to the level.

Pure: a trail (`scoring.engine.trail`), the result it belongs to (RULES.md 12) and the rulebook go in, sections of
sentences come out. Nothing is computed here but what a reader would compute beside the sentence, and no number
stands in a sentence that the trail, the result or the scheme does not have.
"""

from scoring.explaining.explanation import explain
from scoring.explaining.voice import LANGUAGES, Section, Sentence, Told

__all__ = ["LANGUAGES", "Section", "Sentence", "Told", "explain"]
