"""Telling how many rows of a file were read, to whoever watches; nobody watches unless somebody asked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Tell = Callable[[int, int], None]
_WATCHER: ContextVar[Tell | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(tell: Tell) -> Iterator[None]:
    """Tell `tell` the rows done and the rows in all while files are read in this block."""
    token = _WATCHER.set(tell)
    try:
        yield
    finally:
        _WATCHER.reset(token)


def count(done: int, total: int) -> None:
    """Tell the watcher, if there is one."""
    tell = _WATCHER.get()
    if tell is not None:
        tell(done, total)
