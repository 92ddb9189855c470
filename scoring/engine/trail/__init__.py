"""The explanation trail: for each cadre the facts that led to his result, read off the finished columns.

Nothing is computed again that could come out otherwise; every number is one that the pipeline used. The trail is plain
data (texts, whole numbers, lists, dicts), numbers in ledger units unless said otherwise, fractions as [numerator,
denominator], so that it can be kept beside the result and put into sentences in any language (`scoring.explaining`).
"""

from scoring.engine.trail.reading import Trail
from scoring.engine.trail.whole import Trails, trail_of

__all__ = ["Trail", "Trails", "trail_of"]
