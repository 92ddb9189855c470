"""Recompute published results from their document alone, slowly, exactly and with the standard library only.

The folder may be copied to any machine with Python 3.11 and run there: `python verify FILE.json`. It was written
from the rules alone and shares no code with the engine, so that two readings of the rules can be compared.
"""

from .case import recompute
from .comparison import Difference, compare
from .exact import Refusal, Unreadable
from .quotas import OverrideRefused

__all__ = ["Difference", "OverrideRefused", "Refusal", "Unreadable", "compare", "recompute"]
