"""Which department is meant, and which departments come or change by a roster."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cadres.workbooks import faults
from cadres.workbooks.roster_rows import DepartmentRow

GENERATED = "X"
GENERATED_DIGITS = 10


class UnclearDepartment(Exception):
    """A name fits several departments; the whole path is needed."""

    cause = faults.AMBIGUOUS_DEPARTMENT


class TakenDepartment(Exception):
    """A path of the file belongs to another code already, which the file names too."""

    def __init__(self, row: DepartmentRow, code: str) -> None:
        super().__init__(code)
        self.row = row
        self.code = code


@dataclass(frozen=True, slots=True)
class Unit:
    """A department as it shall be: its code, its path, its place in the order; the parent by code."""

    code: str
    path: str
    position: int

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        """The path of the department above, empty at the top."""
        return self.path.rpartition("/")[0]


class Units:
    """The departments after the import, by code and by path; grows by what the file names."""

    def __init__(self, standing: Mapping[str, str], positions: Mapping[str, int]) -> None:
        self.by_code = {code: Unit(code, path, positions[code]) for code, path in standing.items()}
        self.renamed: dict[str, str] = {}
        self._code_of = {path: code for code, path in standing.items()}
        self._by_ending: dict[str, set[str]] = defaultdict(set)
        for path in standing.values():
            self._index(path)

    def list_rows(self, rows: Iterable[DepartmentRow]) -> None:
        """Take over the sheet 部门: its codes are the departments' own, its order is theirs.

        A department that stands under a generated code takes the file's code; one whose code stands takes its path.
        Raises: TakenDepartment.
        """
        listed = list(rows)
        own = {row.code for row in listed}
        for row in listed:
            holder = self._code_of.get(row.path)
            if holder is not None and holder != row.code and (holder in own or row.code in self.by_code):
                raise TakenDepartment(row, holder)
        for position, row in enumerate(listed, 1):
            self._put(Unit(row.code, row.path, position))
        for row in listed:
            self._ensure(row.path.rpartition("/")[0])

    def find(self, written: str) -> str:
        """Give the code of the department that a name or a path means; a new one if none is meant.

        Raises: UnclearDepartment.
        """
        exact = self._code_of.get(written)
        if exact is not None:
            return exact
        fitting = self._by_ending.get(written, set())
        if len(fitting) > 1:
            raise UnclearDepartment(written)
        if fitting:
            return self._code_of[next(iter(fitting))]
        return self._ensure(written)

    def _ensure(self, path: str) -> str:
        """Give the code of a path, made from the path where none stands, with all departments above it."""
        if not path or path in self._code_of:
            return self._code_of.get(path, "")
        self._ensure(path.rpartition("/")[0])
        unit = Unit(generated_code(path), path, len(self.by_code) + 1)
        self._put(unit)
        return unit.code

    def _put(self, unit: Unit) -> None:
        renamed = self._code_of.pop(unit.path, unit.code)
        if renamed != unit.code:
            del self.by_code[renamed]
            self.renamed[renamed] = unit.code
        old = self.by_code.get(unit.code)
        if old is not None and self._code_of.get(old.path) == unit.code:
            del self._code_of[old.path]
            self._forget(old.path)
        self.by_code[unit.code] = unit
        self._code_of[unit.path] = unit.code
        self._index(unit.path)

    def _index(self, path: str) -> None:
        for ending in _endings(path):
            self._by_ending[ending].add(path)

    def _forget(self, path: str) -> None:
        for ending in _endings(path):
            self._by_ending[ending].discard(path)

    def code_at(self, path: str) -> str:
        """Give the code of a path that is known, empty for the top."""
        return self._code_of[path] if path else ""


def generated_code(path: str) -> str:
    """Make a code that a path always gets, for departments to which nobody gave one."""
    return GENERATED + hashlib.sha256(path.encode()).hexdigest()[:GENERATED_DIGITS].upper()


def _endings(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[start:]) for start in range(1, len(parts))]
