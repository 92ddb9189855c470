"""What a roster says of everybody, laid over what stands; every fault collected on the way."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cadres.services.roster.departments import TakenDepartment, UnclearDepartment, Units
from cadres.services.roster.leaders import Head, Heads, UnclearLeader
from cadres.services.roster.people import Particulars, said_particulars, standing_particulars
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

LONGEST = {"职级": 50, "政治面貌": 32, "学历": 32}
LONGEST_DEPARTMENT = 100


@dataclass(frozen=True, slots=True)
class RosterScope:
    """The scheme whose categories the roster uses, and the year that it is about."""

    scheme: str
    year: int
    categories: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Target:
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
        self.targets: dict[str, Target] = {}
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
        changes: dict[str, list[ChangeRow]] = defaultdict(list)
        for change in self.file.changes:
            changes[change.number].append(change)
        fallback = self._fallback_leaders()
        for person in self.file.people:
            self._check_cells(person)
            department = self._department(person.department, person=person)
            leader = self._leader(person.leader or fallback.get(department, ""), person=person)
            steps = [self._step(change) for change in changes.get(person.number, ())]
            try:
                places = said_places(person, department, leader, steps, self.scope.year)
            except ImpossibleChange as impossible:
                self.faults.append(Fault(CHANGES, impossible.row.row, None, "日期", "overlapping_change"))
                continue
            self._target(person, places)

    def _target(self, person: RosterRow, said: list[Place]) -> None:
        cadre = self.standing.cadres.get(person.number)
        standing = self.standing_places(person.number)
        first_year = self.standing.first_year
        restates_all = first_year is None or first_year >= self.scope.year
        places = laid_over(standing, said, self.scope.year, restates_all=restates_all)
        particulars = said_particulars(person, standing_particulars(cadre) if cadre else None, self.keys)
        holder = self.standing.id_holders.get(particulars.id_index, person.number)
        if holder != person.number:
            self.faults.append(self._fault(person, "身份证号", "id_of_another", sentence_value=holder))
        self.targets[person.number] = Target(particulars, person.id_number, tuple(places))

    def _fallback_leaders(self) -> dict[str, str]:
        """The departments' leaders, for a roster in which nobody's own leader is filled in."""
        if any(person.leader for person in self.file.people):
            return {}
        return {self.units.code_at(row.path): row.leader for row in self.file.departments if row.leader}

    def _step(self, change: ChangeRow) -> Step:
        department = self._department(change.new_department, change=change) if change.new_department else None
        leader = self._leader(change.new_leader, change=change) if change.new_leader else None
        return Step(change, department, "" if change.no_leader else leader)

    def _department(self, written: str, *, person: RosterRow | None = None, change: ChangeRow | None = None) -> str:
        try:
            return self.units.find(written)
        except UnclearDepartment:
            self._unclear(faults.AMBIGUOUS_DEPARTMENT, written, ("部门", "新部门"), person, change)
            return ""

    def _leader(self, written: str, *, person: RosterRow | None = None, change: ChangeRow | None = None) -> str:
        try:
            return self.heads.find(written)
        except UnclearLeader:
            self._unclear(faults.AMBIGUOUS_LEADER, written, ("分管领导", "新分管领导"), person, change)
            return ""

    def _unclear(
        self, cause: str, written: str, fields: tuple[str, str], person: RosterRow | None, change: ChangeRow | None
    ) -> None:
        if person is not None:
            self.faults.append(self._fault(person, fields[0], cause, sentence_value=written))
        elif change is not None:
            self.faults.append(Fault(CHANGES, change.row, None, fields[1], cause, (), {"value": written}))

    def _check_cells(self, person: RosterRow) -> None:
        texts = {"职级": person.rank, "政治面貌": person.party, "学历": person.education}
        for header, text in texts.items():
            if len(text) > LONGEST[header]:
                details = {"length": str(len(text)), "limit": str(LONGEST[header])}
                self.faults.append(fault_at(self.file.table.table, person.row, header, faults.TOO_LONG, (), **details))

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
