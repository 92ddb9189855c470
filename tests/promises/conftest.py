"""How a promise is written: `promise("P01", holds=lost == 0, acked=20000, lost=lost)` prints and keeps its line.

Sizes come from `size(quick=…, full=…)`: quick ones by default, those of the promise with PROMISE_SIZE=full.
A promise that needs PostgreSQL has the marker `postgresql` beside `promise`.
"""

from collections.abc import Callable, Generator
from typing import Protocol

import pytest

from tests.cast import cast as cast
from tests.promises.table import PROPERTY, full_size, line, refuse_skip


class Promise(Protocol):
    """Print a promise's line and hold the test to it."""

    def __call__(self, code: str, *, holds: bool, **figures: object) -> None: ...


class Size(Protocol):
    """Choose between the quick size and the promised one."""

    def __call__(self, *, quick: int, full: int) -> int: ...


@pytest.fixture
def promise(record_property: Callable[[str, object], None]) -> Promise:
    """Give the means to print a promise's line with its figures and its verdict."""

    def keep(code: str, *, holds: bool, **figures: object) -> None:
        text = line(code, figures, holds=holds)
        print(f"\n{text}", flush=True)
        record_property(PROPERTY, text)
        assert holds, text

    return keep


@pytest.fixture
def size() -> Size:
    """Give the means to choose a size: quick in the usual run, full under `make promises`."""
    chosen = full_size()
    return lambda *, quick, full: full if chosen else quick


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no promise be skipped."""
    report = yield
    if item.get_closest_marker("promise"):
        refuse_skip(report)
    return report
