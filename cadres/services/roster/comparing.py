"""What a planned roster changes, to be shown and to be written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

from cadres.services.changes import CELL, CellChange, Changes, RowChange, cell_changes, compare
from cadres.services.roster.departments import Unit
from cadres.services.roster.leaders import Head
from cadres.services.roster.people import Particulars, particulars_text, places_text, standing_particulars
from cadres.services.roster.planning import RosterPlanner, Target
from cadres.services.roster.spans import Charges, charges_text
from cadres.services.roster.standing import Standing
from cadres.services.roster.timelines import Place

DEPARTMENT, LEADER = "department:", "leader:"


@dataclass(frozen=True, kw_only=True, slots=True)
class RosterWrites:
    """What shall stand: changed departments by code, leaders by number, people by number; charges by department.

    `parents` gives the code of the department above, `renamed` the codes that departments had before.
    """

    standing: Standing
    units: Mapping[str, Unit]
    parents: Mapping[str, str]
    renamed: Mapping[str, str]
    heads: Mapping[str, Head]
    charges: Mapping[str, Charges]
    people: Mapping[str, Target]


def nothing(standing: Standing) -> RosterWrites:
    """Give the writes of a roster that cannot be taken."""
    return RosterWrites(standing=standing, units={}, parents={}, renamed={}, heads={}, charges={}, people={})


def compared(planner: RosterPlanner) -> tuple[Changes, RosterWrites]:
    """Compare a planned roster with what stands."""
    people = _people(planner)
    departments, leaders = _departments(planner), _leaders(planner)
    touched = {row.key for row in (*people.added, *people.changed)}
    codes = {row.key.removeprefix(DEPARTMENT) for row in departments}
    numbers = {row.key.removeprefix(LEADER) for row in leaders}
    units = {code: unit for code, unit in planner.units.by_code.items() if code in codes}
    writes = RosterWrites(
        standing=planner.standing,
        units=units,
        parents={code: planner.units.code_at(unit.parent_path) for code, unit in units.items()},
        renamed=planner.units.renamed,
        heads={number: head for number, head in planner.heads.by_number.items() if number in numbers},
        charges=planner.charges,
        people={number: target for number, target in planner.targets.items() if number in touched},
    )
    changes = Changes(people.added, people.changed, _gone(planner), people.unchanged, (*departments, *leaders))
    return changes, writes


def _people(planner: RosterPlanner) -> Changes:
    words = _Words(planner)
    added, changed, unchanged = [], [], 0
    for number, target in planner.targets.items():
        label = f"{number} {target.particulars.name}"
        cadre = planner.standing.cadres.get(number)
        if cadre is None:
            added.append(RowChange(number, label, partial(words.of_new, target), _content(target)))
            continue
        standing, places = standing_particulars(cadre), planner.standing_places(number)
        same = standing == target.particulars and places == list(target.places)
        cells = () if same else words.between(standing, places, target)
        if cells:
            changed.append(RowChange.of(number, label, cells))
        else:
            unchanged += 1
    return Changes(tuple(added), tuple(changed), (), unchanged)


class _Words:
    """Writes people for the eye, departments by their paths and leaders by their names."""

    def __init__(self, planner: RosterPlanner) -> None:
        self._departments = planner.standing.paths | {code: unit.path for code, unit in planner.units.by_code.items()}
        self._leaders = {number: head.name for number, head in planner.heads.by_number.items()}
        self._year = planner.scope.year

    def of_new(self, target: Target) -> tuple[CellChange, ...]:
        """Write somebody who comes."""
        return cell_changes({}, self._text(target.particulars, None, list(target.places)))

    def between(self, standing: Particulars, places: list[Place], target: Target) -> tuple[CellChange, ...]:
        """Write what changes of somebody."""
        before = self._text(standing, target.particulars, places)
        return cell_changes(before, self._text(target.particulars, standing, list(target.places)))

    def _text(self, one: Particulars, other: Particulars | None, places: list[Place]) -> dict[str, str]:
        return particulars_text(one, other) | places_text(places, self._year, self._departments, self._leaders)


def _content(target: Target) -> str:
    """Stand for somebody who comes in the digest: all of his particulars and postings."""
    return CELL.join(chain(target.particulars, map(str, chain.from_iterable(target.places))))


def _gone(planner: RosterPlanner) -> tuple[RowChange, ...]:
    """The cadres of this scheme's categories who stand and are not in the file: told, never removed."""
    listed = {person.number for person in planner.file.people}
    return tuple(
        RowChange.of(number, f"{number} {cadre.name}", ())
        for number, cadre in planner.standing.cadres.items()
        if number not in listed and _still_here(planner, number)
    )


def _still_here(planner: RosterPlanner, number: str) -> bool:
    places = planner.standing_places(number)
    if not places or places[-1].ends_on is not None:
        return False
    categories = planner.scope.categories
    return categories is None or places[-1].category in categories


def _departments(planner: RosterPlanner) -> tuple[RowChange, ...]:
    standing = planner.standing
    before = {
        planner.units.renamed.get(code, code): {
            "编号": code,
            "部门": path,
            "分管领导": charges_text(planner.standing_charges(planner.units.renamed.get(code, code))),
            "顺序": str(standing.departments[code].position),
        }
        for code, path in standing.paths.items()
    }
    after = {
        code: {
            "编号": code,
            "部门": unit.path,
            "分管领导": charges_text(planner.charges.get(code, planner.standing_charges(code))),
            "顺序": str(unit.position),
        }
        for code, unit in planner.units.by_code.items()
    }
    return _also(DEPARTMENT, "部门", before, after)


def _leaders(planner: RosterPlanner) -> tuple[RowChange, ...]:
    before = {number: {"姓名": row.name, "职务": row.title} for number, row in planner.standing.leaders.items()}
    after = {number: {"姓名": head.name, "职务": head.title} for number, head in planner.heads.by_number.items()}
    return _also(LEADER, "姓名", before, after)


def _also(
    prefix: str, name: str, before: Mapping[str, dict[str, str]], after: Mapping[str, dict[str, str]]
) -> tuple[RowChange, ...]:
    told = compare(
        {prefix + key: row for key, row in before.items()},
        {prefix + key: row for key, row in after.items()},
        {prefix + key: row[name] for key, row in after.items()},
    )
    return (*told.added, *told.changed)
