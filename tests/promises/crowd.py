"""People who act at the very same moment, each with a connection of his own to the database."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier
from typing import Final

import pytest
from django.db import connection

PATIENCE: Final = 60


class Crowd:
    """So many people, who keep their connections from one act to the next: connecting is slow."""

    def __init__(self, people: int) -> None:
        self.pool = ThreadPoolExecutor(people)
        self.start = Barrier(people)

    def at_once(self, acts: Sequence[Callable[[], bool]]) -> int:
        """Let everybody act at the same moment, an act for each; count who succeeded."""
        assert len(acts) == self.start.parties
        return sum(self.pool.map(self._act, acts))

    def _act(self, one: Callable[[], bool]) -> bool:
        # whoever waits here takes no second act, so that everybody has one
        self.start.wait(PATIENCE)
        return one()

    def _leave(self) -> bool:
        connection.close()
        return True


@contextmanager
def crowd(people: int) -> Iterator[Crowd]:
    """Let people come, and go in the end with their connections."""
    present = Crowd(people)
    try:
        yield present
        present.at_once([present._leave] * people)
    finally:
        present.start.abort()
        present.pool.shutdown()


Crowds = Callable[[int], Crowd]


@pytest.fixture
def crowds() -> Iterator[Crowds]:
    """Give the means to let people come; they go before the database does."""
    with ExitStack() as present:
        yield lambda people: present.enter_context(crowd(people))
