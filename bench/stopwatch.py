"""Measure what a piece of work takes, in whole microseconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What a number of repetitions took, in microseconds."""

    name: str
    taken: tuple[int, ...]

    @property
    def middle(self) -> int:
        """The median."""
        return self.taken[len(self.taken) // 2]

    def at(self, percent: int) -> int:
        """The value that so many percent of the repetitions do not exceed."""
        return self.taken[min(len(self.taken) * percent // 100, len(self.taken) - 1)]

    def line(self) -> str:
        """Return the figure as the line that is printed."""
        return f"  {self.name:<58} {milliseconds(self.middle)}  (best {milliseconds(self.taken[0])})"


def milliseconds(microseconds: int) -> str:
    """Write a time so that columns of them line up."""
    return f"{microseconds // 1000:>9,}.{microseconds % 1000 // 10:02} ms"


def times(figure: int, anchor: int) -> str:
    """Write how many times as long as the anchor something took, to a hundredth."""
    hundredths = 100 * figure // max(anchor, 1)
    return f"{hundredths // 100}.{hundredths % 100:02}×"


def measure(name: str, work: Callable[[], object], *, repetitions: int = 5) -> Figure:
    """Run the work several times and return its figure."""
    taken = []
    for _ in range(repetitions):
        start = time.perf_counter_ns()
        work()
        taken.append((time.perf_counter_ns() - start) // 1000)
    return Figure(name, tuple(sorted(taken)))
