"""Typed reading of a located tree that goes on after a fault and collects them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from assessment.rulebook.problems import Fault, Invalid, Problem
from assessment.rulebook.reading.source import Located, line_of

SHOWN: Final = 60


class _Failed:
    """Stands for a value that could not be read; its fault is already noted."""


FAILED: Final[Any] = _Failed()


@dataclass
class At:
    """A place in a document: the value there, its path, and the list that faults go to.

    `key_line` is the line of the key that the value stands under; the root's path is empty.
    """

    node: Located
    path: str
    faults: list[Fault]
    key_line: int | None = None

    def fault(self, code: str, sentence: str, /, **values: object) -> Any:
        """Note a fault here and return FAILED."""
        self.faults.append(Fault(self.path, self.line, code, sentence, values))
        return FAILED

    def items(self, *, allow_empty: bool = False) -> "list[At] | Any":
        """The places of a list's items, or FAILED."""
        if self.node.is_map or not isinstance(self.node.value, list):
            return self.fault("bad_type", "list_due")
        if not self.node.value and not allow_empty:
            return self.fault("bad_length", "list_empty")
        return [At(item, f"{self.path}[{i}]", self.faults) for i, item in enumerate(self.node.value)]

    def entries(self, *, allow_empty: bool = False) -> "list[tuple[str, At]] | Any":
        """The keys of a mapping with their places, or FAILED; doubled keys are faults."""
        if not self.node.is_map:
            return self.fault("bad_type", "map_due")
        if not self.node.value and not allow_empty:
            return self.fault("bad_length", "map_empty")
        seen: set[str] = set()
        found = []
        for entry in self.node.value:
            place = At(entry.value, self._below(entry.key), self.faults, entry.line)
            if entry.key in seen:
                place.fault("duplicate_key", "duplicate_key", key=shown(entry.key))
                continue
            seen.add(entry.key)
            found.append((entry.key, place))
        return found

    def missing(self, key: str, sentence: str = "missing_key", /, **values: object) -> Any:
        """Note that a key is missing in the mapping here, and return FAILED."""
        self.faults.append(Fault(self._below(key), self.line, "missing_key", sentence, {"key": key, **values}))
        return FAILED

    def _below(self, key: str) -> str:
        return f"{self.path}.{shown(key)}" if self.path else shown(key)

    @property
    def line(self) -> int | None:
        """The line of the key under which the value stands, else of the value."""
        return self.node.line if self.key_line is None else self.key_line

    @property
    def is_null(self) -> bool:
        """Whether null stands here."""
        return self.node.value is None


Read = Callable[[At], Any]


@dataclass
class Fields:
    """A mapping with known keys. `get` reads them, `build` makes an object of what was read."""

    at: At
    required: Iterable[str] = ()
    optional: Iterable[str] = ()
    found: dict[str, At] = field(init=False)
    broken: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        entries = self.at.entries(allow_empty=True)
        if entries is FAILED:
            self.found, self.broken = {}, True
            return
        self.found = dict(entries)
        known = {*self.required, *self.optional}
        for key, place in self.found.items():
            if key not in known:
                place.fault("unknown_key", "unknown_key", key=shown(key), known=", ".join(sorted(known)))
        for key in self.required:
            if key not in self.found:
                self.broken = True
                self.at.missing(key)

    def get(self, key: str, read: Read, default: Any = None) -> Any:
        """Read a key; the default where it is not written, FAILED where it is wrong."""
        place = self.found.get(key)
        return default if place is None else read(place)

    def single(self, keys: Iterable[str]) -> Any:
        """The one of several keys that is written, or FAILED with a fault."""
        written = [key for key in keys if key in self.found]
        if len(written) == 1:
            return written[0]
        misspelt = not written and self.found.keys() - {*self.required, *self.optional}
        if not self.broken and not misspelt:
            self.at.fault("bad_combination", "one_condition_due", known=", ".join(keys))
        return FAILED

    def build(self, make: Callable[..., Any], /, **values: Any) -> Any:
        """Make the object, or FAILED with the faults noted."""
        if self.broken or any(value is FAILED for value in values.values()):
            return FAILED
        return made(self.at, make, **values)


def made(at: At, make: Callable[..., Any], /, **values: Any) -> Any:
    """Call a constructor of the rulebook; its problems become faults at their places."""
    try:
        return make(**values)
    except Invalid as invalid:
        return note(at, invalid.problems)


def note(at: At, problems: Iterable[Problem]) -> Any:
    """Note problems of what stands here at their places and return FAILED."""
    for problem in problems:
        line = line_of(at.node, problem.path.lstrip("."), at.line)
        at.faults.append(Fault(at.path + problem.path, line, problem.code, problem.sentence, problem.values))
    return FAILED


def or_null(read: Read) -> Read:
    """Let null stand for None."""
    return lambda at: None if at.is_null else read(at)


def listed(read: Read, *, allow_empty: bool = False) -> Read:
    """Read a list into a tuple."""

    def read_all(at: At) -> Any:
        places = at.items(allow_empty=allow_empty)
        return FAILED if places is FAILED else whole_or_failed(read(place) for place in places)

    return read_all


def named(read: Read, *, check: Callable[[At, str], Any], allow_empty: bool = False) -> Read:
    """Read a mapping name → value into a tuple of pairs, in document order."""

    def read_pairs(at: At) -> Any:
        entries = at.entries(allow_empty=allow_empty)
        if entries is FAILED:
            return FAILED
        pairs = []
        for key, place in entries:
            checked = check(place, key)
            value = read(place)
            pairs.append(FAILED if checked is FAILED or value is FAILED else (checked, value))
        return whole_or_failed(pairs)

    return read_pairs


def whole_or_failed(values: Iterable[Any]) -> Any:
    """A tuple of the values, or FAILED if one of them is."""
    found = tuple(values)
    return FAILED if any(value is FAILED for value in found) else found


def shown(value: object) -> str:
    """How a value that was found is shown in a sentence."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[…]"
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
