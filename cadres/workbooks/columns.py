"""Declare the columns of a table: what they are called, whether they must be filled and how a cell is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cadres.workbooks import faults
from cadres.workbooks.cells import Value, shown

Reader = Callable[[Value], object]


class Unreadable(Exception):
    """A reader does not accept a cell; cause and details are those of the fault."""

    def __init__(self, cause: str, **details: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.details: Mapping[str, str] = details


@dataclass(frozen=True, slots=True)
class Told:
    """A value that was read, with something to tell about it."""

    value: object
    cause: str
    details: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Column:
    """Describe one column; the field is its proper header.

    required: it must stand in the header, and every row needs a value. unique: the cause when two rows share a value.
    fill_merged: a cell merged downward counts for all its rows. key: tells a person's row from a line of totals.
    """

    field: str
    read: Reader
    synonyms: tuple[str, ...] = ()
    required: bool = False
    default: object = None
    fill_merged: bool = False
    unique: str | None = None
    key: bool = False


def refuse(cause: str, value: Value, **details: str) -> Unreadable:
    """Give the exception for a value that is not accepted, the value with it."""
    return Unreadable(cause, value=shown(value), **details)


def as_text(value: Value) -> str:
    """Give a cell's content as text where a text is due; whole numbers without decimals.

    Raises: Unreadable for a truth value.
    """
    if isinstance(value, bool):
        raise refuse(faults.BAD_TEXT, value)
    return value if isinstance(value, str) else shown(value)
