"""The versions by which an editor says what he has seen."""

from datetime import UTC, datetime, timedelta

_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def first_version(at: datetime) -> int:
    """Give the version of a new row: the microseconds since 2020.

    A cell that was emptied and filled again gets another number than the one an editor still has on
    his screen, so that his write is a conflict and not taken for an edit of what he saw.
    """
    return max(1, (at - _BEGINNING) // _TICK)
