"""What a model says about the watch over its table, as its attribute `capture`; without one all of it is watched."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Capture:
    """How the changes of a table are written down.

    `left_out` columns may change without an event; `sealed` ones are watched by digest, but never copied.
    `content` tells whether rows are copied at all; the rows of an `append_only` table never change, and the
    application's database role may not change them, except the `movable` columns.
    """

    watched: bool = True
    left_out: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    content: bool = True
    append_only: bool = False
    movable: frozenset[str] = frozenset()


WATCHED: Final = Capture()
NOT_CAPTURED: Final = Capture(watched=False)
