"""Who takes part in a period and how, as a kind of import (FORMATS.md 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.choices import Status
from assessment.models import Category, Participant, Period
from assessment.rulebook.ledger import trimmed
from assessment.selectors.participants import standing_on
from assessment.services.participants import OPEN_STATES
from assessment.services.participants_cells import participant_cells
from assessment.services.participants_sheet import (
    SHEET,
    STATUS_WORDS,
    STATUSES,
    ParticipantRow,
    participant_columns,
    participant_row,
)
from assessment.services.periods import ClosedScope, lock_entries
from cadres.models import Cadre, Posting
from cadres.services.before_images import Watched
from cadres.services.changes import compare
from cadres.services.import_kinds import Kind, Plan, Reading, RefusedScope
from cadres.services.recording import Actor
from cadres.workbooks import faults
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import fault_at, read_table
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable

NO_POSTING = "no_posting"
STILL_USED = "still_used"
COLUMNS = (
    "position", "category", "department", "leader", "identity", "status", "status_reason", "coefficient_units",
    "leave_days_units", "work_days_units", "flags", "red_cards", "yellow_cards", "unit_result", "version",
)  # fmt: skip
TAKING = tuple(column for column in COLUMNS if column not in ("position", "version"))
"""What the sheet says of a person: how he takes part, not where in the list he stands."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class ParticipantsScope:
    """The open period with its scheme's categories by code."""

    period: Period
    categories: Mapping[str, Category]


@dataclass(frozen=True, slots=True)
class ParticipantsFile:
    """The rows without a fault, in the order of the file, and the table that they stand in."""

    rows: tuple[ParticipantRow, ...]
    table: Table


@dataclass(frozen=True, slots=True)
class ParticipantsWrites:
    """The rows to add, to change and to remove."""

    added: tuple[Participant, ...]
    changed: tuple[Participant, ...]
    gone: tuple[int, ...]


class ParticipantsImport(Kind[ParticipantsScope, ParticipantsFile, ParticipantsWrites]):
    """Participants of a period; department, leader and identity as they were on its last day.

    The plain scope is `{"period": id}`.
    """

    name = "participants"
    title = gettext_lazy("Participants")
    owner = "cadre"
    telling = TAKING

    def scope(self, plain: Mapping[str, Any]) -> ParticipantsScope:
        """Find the period.

        Raises: RefusedScope if there is none or it is not open.
        """
        lock_entries(plain["period"])
        period = Period.objects.select_related("scheme", "scheme_version").filter(pk=plain["period"]).first()
        if period is None:
            raise RefusedScope(_("There is no such period."))
        if period.state not in OPEN_STATES:
            values = {"period": period.code, "state": period.get_state_display()}
            message = _("%(period)s takes no participants any more; its state is: %(state)s.") % values
            raise ClosedScope(message, period)
        categories = Category.objects.filter(scheme_version=period.scheme_version_id)
        return ParticipantsScope(period, {category.code: category for category in categories})

    def read(self, book: Book, scope: ParticipantsScope) -> Reading[ParticipantsFile]:
        """Read the sheet 参评情况."""
        names = {code: category.name for code, category in scope.categories.items()}
        parsed = read_table(book, participant_columns(names), sheet_name=SHEET)
        rows = tuple(participant_row(row) for row in parsed.rows)
        return Reading(
            ParticipantsFile(rows, parsed.table), parsed.read, parsed.accepted, parsed.faults, parsed.notices,
            tables=(parsed.table,),
        )  # fmt: skip

    def plan(self, content: ParticipantsFile, scope: ParticipantsScope) -> Plan[ParticipantsWrites]:
        """Compare with the participants that stand."""
        return _Planner(content, scope).plan()

    def apply(self, writes: ParticipantsWrites, scope: ParticipantsScope, actor: Actor, at: datetime) -> None:
        """Remove, change and add participants."""
        for start in range(0, len(writes.gone), BATCH):
            Participant.objects.filter(pk__in=writes.gone[start : start + BATCH]).delete()
        Participant.objects.bulk_update(writes.changed, COLUMNS, batch_size=BATCH)
        Participant.objects.bulk_create(writes.added, batch_size=BATCH)

    def template(self, scope: ParticipantsScope) -> tuple[TemplateTable, ...]:
        """Give the sheet with those who take part, or with everybody who has a posting while nobody does yet."""
        names = {code: category.name for code, category in scope.categories.items()}
        choices = {"考核类别": tuple(names), "定等": tuple(STATUSES)}
        columns = participant_columns(names)
        return (TemplateTable(name=SHEET, columns=columns, choices=choices, rows=participant_cells(scope.period)),)

    def watched(self, scope: ParticipantsScope, writes: ParticipantsWrites | None = None) -> tuple[Watched, ...]:
        """Watch the period's participants."""
        rows = Participant.objects.filter(period=scope.period)
        return (Watched(rows=rows, unit=("cadre_id",), family="participant", label=lambda one: str(one.cadre)),)


class _Planner:
    """Turns rows into participants by who was where."""

    def __init__(self, content: ParticipantsFile, scope: ParticipantsScope) -> None:
        self.content, self.scope = content, scope
        self.cadres = {cadre.number: cadre for cadre in Cadre.objects.defer("id_number_sealed")}
        self.postings = standing_on(scope.period.ends_on)
        query = Participant.objects.filter(period=scope.period)
        self.standing = {
            row.cadre.number: row for row in query.select_related("cadre", "category", "department", "leader")
        }
        self.faults: list[Fault] = []

    def plan(self) -> Plan[ParticipantsWrites]:
        """Give the difference and what to write."""
        before = {number: _text(row) for number, row in self.standing.items()}
        wanted = {row.number: self._wanted(row) for row in self._checked()}
        after = {number: _text(row) for number, row in wanted.items()}
        people = {**self.standing, **wanted}
        labels = {number: f"{number} {row.cadre.name}" for number, row in people.items()}
        gone = tuple(row.pk for number, row in self.standing.items() if number not in wanted)
        if not self.faults:
            self._refuse_used(gone)
        writes = ParticipantsWrites(
            added=tuple(row for number, row in wanted.items() if number not in self.standing),
            changed=tuple(row for number, row in wanted.items() if self._differs(number, row)),
            gone=gone,
        )
        return Plan(compare(before, after, labels), writes, tuple(self.faults))

    def _checked(self) -> list[ParticipantRow]:
        """The rows whose number and name are the roster's."""
        fine = []
        for row in self.content.rows:
            cadre = self.cadres.get(row.number)
            if cadre is None:
                self._fault(row, "工号", faults.UNKNOWN_NUMBER, value=row.number)
            elif row.name and row.name != cadre.name:
                self._fault(row, "姓名", faults.NAME_MISMATCH, value=row.name, expected=cadre.name)
            elif cadre.pk not in self.postings:
                self._fault(row, "工号", NO_POSTING, value=row.number, sentence=_no_posting(row.number))
            else:
                fine.append(row)
        return fine

    def _wanted(self, row: ParticipantRow) -> Participant:
        """The participant that a row means; the row's number keeps the order of the file."""
        cadre = self.cadres[row.number]
        posting: Posting = self.postings[cadre.pk]
        standing = self.standing.get(row.number)
        period = self.scope.period
        return Participant(
            pk=standing.pk if standing else None,
            period=period,
            cadre=cadre,
            position=row.row,
            category=self.scope.categories[row.category],
            department=posting.department,
            leader=posting.leader,
            identity=cadre.identity,
            status=row.status,
            status_reason=_reason(row, standing),
            coefficient_units=row.coefficient_units,
            leave_days_units=row.leave_days_units,
            work_days_units=period.work_days_units if row.work_days_units is None else row.work_days_units,
            flags=list(row.flags),
            red_cards=row.red_cards,
            yellow_cards=row.yellow_cards,
            unit_result=row.unit_result,
            version=standing.version + 1 if standing else 1,
        )

    def _differs(self, number: str, row: Participant) -> bool:
        standing = self.standing.get(number)
        if standing is None:
            return False
        return standing.position != row.position or _text(standing) != _text(row)

    def _fault(self, row: ParticipantRow, field: str, cause: str, **details: str) -> None:
        self.faults.append(fault_at(self.content.table, row.row, field, cause, (), **details))

    def _refuse_used(self, gone: tuple[int, ...]) -> None:
        """Refuse to remove participants for whom something was entered or computed already."""
        used: set[int] = set()
        for relation in Participant._meta.related_objects if gone else ():
            name = relation.field.attname
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": gone})
            used.update(rows.values_list(name, flat=True))
        numbers = sorted(number for number, row in self.standing.items() if row.pk in used)
        if numbers:
            details = {"sentence": _still_used(numbers)}
            self.faults.append(Fault(self.content.table.sheet, None, None, "工号", STILL_USED, (), details))


def _reason(row: ParticipantRow, standing: Participant | None) -> str:
    """The reason of the status: the sheet's; where it says nothing, the one that stands, as long as the status does."""
    if row.reason is not None:
        return row.reason
    return standing.status_reason if standing and standing.status == row.status else ""


def _no_posting(number: str) -> str:
    return _("%(number)s has no posting in the roster; import the roster first.") % {"number": number}


def _still_used(numbers: list[str]) -> str:
    shown = "、".join(numbers[:20])
    return _(
        "These are missing in the file, but something was entered or computed for them: %(numbers)s. "
        "Keep their rows, with %(word)s under %(column)s where they do not take part."
    ) % {"numbers": shown, "word": STATUS_WORDS[Status.NOT_ASSESSED], "column": "定等"}


def _text(row: Participant) -> dict[str, str]:
    """Write a participant by the headers of the sheet, with where he stood."""
    return {
        "考核类别": row.category.code,
        "定等": STATUS_WORDS[row.status],
        "定等理由": row.status_reason,
        "系数": trimmed(row.coefficient_units),
        "请假天数": trimmed(row.leave_days_units),
        "应出勤天数": trimmed(row.work_days_units),
        "标记": "、".join(row.flags),
        "红牌": str(row.red_cards),
        "黄牌": str(row.yellow_cards),
        "单位考核结果": "" if row.unit_result is None else str(row.unit_result),
        "部门": row.department.name,
        "分管领导": row.leader.name if row.leader else "",
        "人员身份": row.get_identity_display(),
    }
