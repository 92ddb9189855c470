"""What a roster says of everybody, laid over what stands; every fault collected on the way."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from cadres.services.roster.departments import TakenDepartment, UnclearDepartment, Units
from cadres.services.roster.leaders import Head, Heads, UnclearLeader
from cadres.services.roster.people import Particulars, laid_particulars, said_particulars, standing_particulars
from cadres.services.roster.spans import Charges, from_day, said_charges
from cadres.services.roster.standing import Standing
from cadres.services.roster.timelines import ImpossibleChange, Place, Step, laid_over, said_places
from cadres.services.sealing import SealKeys
from cadres.workbooks import faults
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import fault_at
from cadres.workbooks.roster import RosterFile
from cadres.workbooks.roster_columns import CHANGES, DEPARTMENTS
from cadres.workbooks.roster_rows import ChangeRow, DepartmentRow, RosterRow

LONGEST = {"职级": ("rank", 50), "政治面貌": ("party", 32), "学历": ("education", 32)}
"""The column of a row that a header stands over, and how long its texts may be."""
LONGEST_DEPARTMENT = 100


@dataclass(frozen=True, slots=True)
class RosterScope:
    """The scheme whose categories the roster uses, and the year that it is about."""

    scheme: str
    year: int
    categories: Mapping[str, str] | None


class Target(NamedTuple):
    """A person as he shall be; the identity number still open, to be shut when written."""

    particulars: Particulars
    id_number: str
    places: tuple[Place, ...]


class RosterPlanner:
    """Lays one roster file over what stands, collecting every fault on the way."""

    def __init__(self, file: RosterFile, scope: RosterScope, standing: Standing, keys: SealKeys) -> None:
        self.file, self.scope, self.standing, self.keys = file, scope, standing, keys
        self.faults: list[Fault] = []
        positions = {code: row.position for code, row in standing.departments.items()}
        self.units = Units(standing.paths, positions)
        known = {number: Head(number, row.name, row.title) for number, row in standing.leaders.items()}
        self.heads = Heads(known, file.leaders, file.people)
        self._list_departments()
        first_year = standing.first_year
        self._restates_all = first_year is None or first_year >= scope.year
        self.targets: dict[str, Target] = {}
        self._check_cells()
        self._target_everybody()
        self.charges = self._changed_charges()

    def _list_departments(self) -> None:
        for row in self.file.departments:
            if len(row.path.rpartition("/")[2]) > LONGEST_DEPARTMENT:
                details = {"length": str(len(row.path)), "limit": str(LONGEST_DEPARTMENT)}
                self.faults.append(Fault(DEPARTMENTS, row.row, None, "部门", faults.TOO_LONG, (), details))
        try:
            self.units.list_rows(self.file.departments)
        except TakenDepartment as taken:
            details = {"value": taken.row.path, "expected": taken.code}
            self.faults.append(Fault(DEPARTMENTS, taken.row.row, None, "编号", "department_taken", (), details))

    def _target_everybody(self) -> None:
        people = self.file.people
        changes: dict[str, list[ChangeRow]] = defaultdict(list)
        for change in self.file.changes:
            changes[change.number].append(change)
        departments = self._departments(people)
        leaders = self._leaders(people, departments)
        said = said_particulars(people, self.keys)
        for person, particulars, department, leader in zip(people, said, departments, leaders, strict=True):
            steps = [self._step(change) for change in changes.get(person.number, ())]
            try:
                places = said_places(person, department, leader, steps, self.scope.year)
            except ImpossibleChange as impossible:
                self.faults.append(Fault(CHANGES, impossible.row.row, None, "日期", "overlapping_change"))
                continue
            self._target(person, particulars, places)

    def _target(self, person: RosterRow, said: Particulars, places: list[Place]) -> None:
        standing = self.standing_places(person.number)
        if standing:
            places = laid_over(standing, places, self.scope.year, restates_all=self._restates_all)
        cadre = self.standing.cadres.get(person.number)
        particulars = said if cadre is None else laid_particulars(said, standing_particulars(cadre))
        holder = self.standing.id_holders.get(particulars.id_index, person.number)
        if holder != person.number:
            self.faults.append(self._fault(person, "身份证号", "id_of_another", sentence_value=holder))
        self.targets[person.number] = Target(particulars, person.id_number, tuple(places))

    def _departments(self, people: Sequence[RosterRow]) -> list[str]:
        """Give everybody's department by its code; each name is looked up once."""
        written = [person.department for person in people]
        found, unclear = _looked_up(self.units.find, written)
        for person in people if unclear else ():
            if person.department in unclear:
                value = person.department
                self.faults.append(self._fault(person, "部门", faults.AMBIGUOUS_DEPARTMENT, sentence_value=value))
        return list(map(found.__getitem__, written))

    def _leaders(self, people: Sequence[RosterRow], departments: Sequence[str]) -> list[str]:
        """Give everybody's leader by his number, empty for nobody."""
        fallback = self._fallback_leaders()
        whose = zip(people, departments, strict=True)
        written = [person.leader or fallback.get(department, "") for person, department in whose]
        found, unclear = _looked_up(self.heads.find, written)
        for person, value in zip(people, written, strict=True) if unclear else ():
            if value in unclear:
                self.faults.append(self._fault(person, "分管领导", faults.AMBIGUOUS_LEADER, sentence_value=value))
        return list(map(found.__getitem__, written))

    def _fallback_leaders(self) -> dict[str, str]:
        """The departments' leaders, for a roster in which nobody's own leader is filled in."""
        if any(person.leader for person in self.file.people):
            return {}
        return {self.units.code_at(row.path): row.leader for row in self.file.departments if row.leader}

    def _step(self, change: ChangeRow) -> Step:
        department = leader = None
        if change.new_department:
            department = self._changed(self.units.find, change, "新部门", change.new_department)
        if change.new_leader:
            leader = self._changed(self.heads.find, change, "新分管领导", change.new_leader)
        return Step(change, department, "" if change.no_leader else leader)

    def _changed(self, find: Callable[[str], str], change: ChangeRow, header: str, written: str) -> str:
        found, unclear = _looked_up(find, [written])
        for cause in unclear.values():
            self.faults.append(Fault(CHANGES, change.row, None, header, cause, (), {"value": written}))
        return found[written]

    def _check_cells(self) -> None:
        for header, (field, limit) in LONGEST.items():
            said = attrgetter(field)
            long = {text for text in set(map(said, self.file.people)) if len(text) > limit}
            for person in self.file.people if long else ():
                if (text := said(person)) in long:
                    details = {"length": str(len(text)), "limit": str(limit)}
                    table = self.file.table.table
                    self.faults.append(fault_at(table, person.row, header, faults.TOO_LONG, (), **details))

    def _fault(self, person: RosterRow, header: str, cause: str, *, sentence_value: str) -> Fault:
        return fault_at(self.file.table.table, person.row, header, cause, (), value=sentence_value)

    def standing_places(self, number: str) -> list[Place]:
        """Give the postings that stand, by the departments' codes after the import."""
        renamed = self.units.renamed
        held = [one.place for one in self.standing.places.get(number, ())]
        if not renamed:
            return held
        return [place._replace(department=renamed.get(place.department, place.department)) for place in held]

    def standing_charges(self, code: str) -> Charges:
        """Give who has a department in charge from 1 January of the year on, as it stands."""
        held = {new: old for old, new in self.units.renamed.items()}.get(code, code)
        return from_day(self.standing.charges.get(held, ()), date(self.scope.year, 1, 1))

    def _changed_charges(self) -> dict[str, Charges]:
        """Give the charges of the departments for which the sheet 部门 says others than stand."""
        said = {self.units.code_at(row.path): self._department_leader(row) for row in self.file.departments}
        timelines = (target.places for target in self.targets.values())
        found = said_charges(said, timelines, self.scope.year)
        return {code: charges for code, charges in found.items() if charges != self.standing_charges(code)}

    def _department_leader(self, row: DepartmentRow) -> str:
        try:
            return self.heads.find(row.leader)
        except UnclearLeader:
            details = {"value": row.leader}
            self.faults.append(Fault(DEPARTMENTS, row.row, None, "分管领导", faults.AMBIGUOUS_LEADER, (), details))
            return ""


def _looked_up(find: Callable[[str], str], written: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give what each word means, empty for an unclear one, and the cause for each of those."""
    found: dict[str, str] = {}
    unclear: dict[str, str] = {}
    for word in dict.fromkeys(written):
        try:
            found[word] = find(word)
        except (UnclearDepartment, UnclearLeader) as problem:
            found[word], unclear[word] = "", problem.cause
    return found, unclear
