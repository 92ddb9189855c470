"""Which leader in charge is meant, and which leaders come or change by a roster."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cadres.workbooks import faults
from cadres.workbooks.roster_rows import LeaderRow, RosterRow

GENERATED = "L-"


class UnclearLeader(Exception):
    """Several leaders have the name; the number is needed."""

    cause = faults.AMBIGUOUS_LEADER


@dataclass(frozen=True, slots=True)
class Head:
    """A leader in charge as he shall be."""

    number: str
    name: str
    title: str


class Heads:
    """The leaders after the import; a name that the file uses without listing it becomes a leader too."""

    def __init__(
        self, standing: Mapping[str, Head], rows: tuple[LeaderRow, ...], people: tuple[RosterRow, ...]
    ) -> None:
        self.by_number = dict(standing)
        for row in rows:
            self.by_number[row.number] = Head(row.number, row.name, row.position)
        self._listed: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._listed[row.name].add(row.number)
        self._known: dict[str, set[str]] = defaultdict(set)
        for head in standing.values():
            self._known[head.name].add(head.number)
        self._people = people

    def find(self, written: str) -> str:
        """Give the number of the leader that a number or a name means: of the file, of the house, a cadre, a new one.

        Raises: UnclearLeader.
        """
        if not written or written in self.by_number:
            return written
        numbers = self._listed.get(written) or self._known.get(written) or set()
        if len(numbers) > 1:
            raise UnclearLeader(written)
        if numbers:
            return next(iter(numbers))
        cadres = self._cadres.get(written, [])
        if len(cadres) > 1:
            raise UnclearLeader(written)
        return self._add(
            Head(cadres[0].number, cadres[0].name, cadres[0].position)
            if cadres
            else Head(_generated_number(written), written, "")
        )

    @cached_property
    def _cadres(self) -> dict[str, list[RosterRow]]:
        """The people of the file by name and by number: asked only where no list of leaders knows a name."""
        found: dict[str, list[RosterRow]] = defaultdict(list)
        for person in self._people:
            found[person.name].append(person)
            found[person.number].append(person)
        return found

    def _add(self, head: Head) -> str:
        self.by_number[head.number] = head
        self._known[head.name].add(head.number)
        return head.number


def _generated_number(name: str) -> str:
    return GENERATED + hashlib.sha256(name.encode()).hexdigest()[:10].upper()
