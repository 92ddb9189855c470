"""Case files (RULES.md 12): a document is the engine's whole input, the results its whole output."""

from scoring.casefiles.evaluating import evaluate, evaluated
from scoring.casefiles.reading import Case, read_case

__all__ = ["Case", "evaluate", "evaluated", "read_case"]
