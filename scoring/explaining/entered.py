"""What was entered for a leaf, in writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.rulebook.ledger import UNIT, trimmed
from scoring.explaining.voice import Voice, equals, plain, text


@dataclass(frozen=True, slots=True)
class Entered:
    """A leaf's facts with its weight and base points; `line` is the leaf's part of the trail."""

    voice: Voice
    facts: Mapping[str, list[int]]
    weight: int
    base: Fraction
    line: Mapping[str, Any]

    def say(self, key: str, **values: object) -> str:
        """Say a sentence that ends in the points."""
        return self.voice.say(
            key, **values, weight=trimmed(self.weight), points=equals(self.base), got=plain(self.base)
        )

    def mean(self, key: str = "") -> Fraction:
        """The value entered under a key, the mean of several."""
        total, rows = self.facts[key]
        return Fraction(total, rows)

    def value(self, key: str = "") -> str:
        """Write the value entered under a key; of several their mean, and of how many."""
        _total, rows = self.facts[key]
        if rows == 1:
            return text(self.mean(key))
        return self.voice.say("mean_of", value=text(self.mean(key)), number=rows)

    def count(self, key: str = "") -> int:
        """The events counted under a key, added up."""
        return self.facts.get(key, [0, 0])[0] // UNIT

    def steps(self) -> Fraction:
        """How many steps the method counted, exact."""
        return Fraction(*self.line["steps"])
