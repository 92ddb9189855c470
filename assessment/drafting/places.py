"""Reading and writing at a place of a document: a path of keys and, within lists, of numbers from 0."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from assessment.drafting.plain import Plain

Path = Sequence[str]
ABSENT: Final[Any] = object()
"""Stands for a key that is not written."""


class NotThere(LookupError):
    """A document has no such place."""


def path_of(text: str) -> tuple[str, ...]:
    """Read a path as addresses carry it: `adjustments/rules/2`."""
    return tuple(text.split("/")) if text else ()


def at(document: Any, path: Path) -> Any:
    """What stands at a path, or ABSENT."""
    value: Any = document
    for step in path:
        if isinstance(value, dict):
            value = value.get(step, ABSENT)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ABSENT
    return value


def put(document: Plain, path: Path, value: Any) -> None:
    """Write a value at a path, ABSENT takes away what stands there; mappings and lists on the way are made.

    The number behind a list's last item adds one. Raises: NotThere.
    """
    holder = _holder(document, path)
    step = path[-1]
    if isinstance(holder, dict):
        if value is ABSENT:
            holder.pop(step, None)
        else:
            holder[step] = value
    elif step.isdecimal() and int(step) <= len(holder):
        holder[int(step) : int(step) + 1] = [] if value is ABSENT else [value]
    else:
        raise NotThere("/".join(path))


def _holder(document: Plain, path: Path) -> Any:
    holder: Any = document
    for step, following in pairwise(path):
        if isinstance(holder, dict) and holder.get(step) is None:
            holder[step] = [] if following.isdecimal() else {}
        holder = at(holder, (step,))
        if not isinstance(holder, dict | list):
            raise NotThere("/".join(path))
    return holder


def renamed(mapping: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """A mapping in which a key has another name and its old place."""
    return {new if key == old else key: value for key, value in mapping.items()}


def dotted(path: Path, document: Plain) -> str:
    """The path as faults name it: `scheme.adjustments.rules[2]`."""
    said = "scheme"
    value: Any = document
    for step in path:
        said += f"[{step}]" if isinstance(value, list) else f".{step}"
        value = at(value, (step,))
    return said
