"""The roster as a kind of import."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadres.models import Cadre, Department, Leader, LeadershipSpan, Posting
from cadres.services.before_images import Watched
from cadres.services.changes import Changes
from cadres.services.import_kinds import Kind, Plan, Reading
from cadres.services.recording import Actor
from cadres.services.roster.comparing import RosterWrites, compared, nothing
from cadres.services.roster.planning import RosterPlanner, RosterScope
from cadres.services.roster.standing import KIND, load_standing
from cadres.services.roster.writing import write_roster
from cadres.services.sealing import machine_keys
from cadres.workbooks.reading import Book
from cadres.workbooks.roster import RosterFile, read_roster
from cadres.workbooks.roster_columns import (
    CHANGES,
    DEPARTMENTS,
    LEADERS,
    PEOPLE,
    category_choices,
    change_columns,
    department_columns,
    leader_columns,
    people_columns,
)
from cadres.workbooks.templates import TemplateTable

FEW_PEOPLE = 2_000
"""So many people are named to the database one by one; for more, the whole tables are read."""


class RosterImport(Kind[RosterScope, RosterFile, RosterWrites]):
    """People with their postings, departments and leaders; who is not in the file is told and stays.

    The plain scope is `{"scheme": code or "", "year": 2026, "categories": {code: name} or None}`.
    """

    name = KIND
    title = _("Roster")
    gone_is_removed = False
    writes_people = True

    def scope(self, plain: Mapping[str, Any]) -> RosterScope:
        """Take the scheme's categories as they are given."""
        return RosterScope(plain.get("scheme") or "", int(plain["year"]), plain.get("categories"))

    def read(self, book: Book, scope: RosterScope) -> Reading[RosterFile]:
        """Read the sheets 花名册, 变动, 领导 and 部门."""
        file = read_roster(book, scope.categories)

        def rows() -> Iterator[Mapping[str, object]]:
            return (person.plain() for person in file.people)

        return Reading(file, file.read, file.accepted, file.faults, file.notices, rows, file.tables)

    def plan(self, content: RosterFile, scope: RosterScope) -> Plan[RosterWrites]:
        """Lay the file over what stands."""
        planner = RosterPlanner(content, scope, load_standing(), machine_keys())
        if planner.faults:
            return Plan(Changes(), nothing(planner.standing), tuple(planner.faults))
        changes, writes = compared(planner)
        return Plan(changes, writes)

    def apply(self, writes: RosterWrites, scope: RosterScope, actor: Actor, at: datetime) -> None:
        """Write departments, leaders, people and postings."""
        write_roster(writes, year=scope.year, keys=machine_keys())

    def template(self, scope: RosterScope) -> tuple[TemplateTable, ...]:
        """Give the four sheets with the categories of the scheme."""
        choices = category_choices(scope.categories or {})
        return (
            TemplateTable(name=PEOPLE, columns=people_columns(scope.categories), choices={"考核类别": choices}),
            TemplateTable(name=CHANGES, columns=change_columns(scope.categories), choices={"新考核类别": choices}),
            TemplateTable(name=LEADERS, columns=leader_columns()),
            TemplateTable(name=DEPARTMENTS, columns=department_columns()),
        )

    def watched(self, scope: RosterScope, writes: RosterWrites | None = None) -> tuple[Watched, ...]:
        """Watch departments with who has them in charge, leaders, and people with their postings."""
        cadres, postings = Cadre.objects.all(), Posting.objects.all()
        if writes is not None and len(writes.people) <= FEW_PEOPLE:
            cadres = cadres.filter(number__in=writes.people)
            postings = postings.filter(cadre__number__in=writes.people)
        return (
            Watched(rows=Department.objects.with_tree_fields(False), unit=("id",), family="department"),
            Watched(rows=Leader.objects.all(), unit=("id",), family="leader"),
            Watched(rows=LeadershipSpan.objects.all(), unit=("department_id",), family="department"),
            Watched(rows=cadres, unit=("id",), family="person"),
            Watched(rows=postings, unit=("cadre_id",), family="person"),
        )
