"""Whole cases made by chance: every rule, method and policy, with few different values so that equals are many.

A `Random` decides everything. Hypothesis lends one that it can shrink; a loop by hand takes `Random(seed)`.
"""

from tests.scoring.engine.generated.cases import case, case_text

__all__ = ["case", "case_text"]
