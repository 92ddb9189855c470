"""The lists of the people's side as files: roster, departments, the record, the imports."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.models import Account, ImportBatch, RecordEvent
from cadres.policy import Action, visible_cadres, visible_departments
from cadres.selectors.batches import batches
from cadres.selectors.departments import Branch, branches
from cadres.selectors.roster import RosterLine, lines
from cadres.services.roster.exporting import roster_sheets
from cadres.templatetags.record_words import act_in_words, as_json, named, object_in_words, role_in_words
from cadres.views.access import page
from cadres.views.imports import kinds_of
from cadres.views.record import chosen_events
from cadres.views.roster import chosen_roster, day_asked
from cadres.views.tables import list_response, workbook_response
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book


@page("GET", action=Action.VIEW_PEOPLE, gives_file=True)
def export_roster(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the roster as filtered and sorted, as of the day asked for."""
    today = day_asked(request)
    _form, rows = chosen_roster(request, account, today)
    columns = (
        (_("Number"), 14),
        (_("Name"), 12),
        (_("Department"), 24),
        (_("Post"), 24),
        (_("Category"), 10),
        (_("Leader in charge"), 14),
        (_("Identity"), 16),
        (_("In post since"), 14),
    )
    title = _("Roster of %(day)s") % {"day": today.isoformat()}
    sheet = _sheet(_("Roster"), title, columns, [_roster_cells(line) for line in lines(list(rows), today)])
    return list_response(request, sheet, f"roster-{today:%Y%m%d}")


@page("GET", action=Action.IMPORT_PEOPLE, gives_file=True)
def roster_workbook(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the roster of this year as the workbook that the import reads."""
    today = timezone.localdate()
    numbers = frozenset(visible_cadres(account).values_list("number", flat=True))
    content = write_book(roster_sheets(numbers=numbers, year=today.year))
    return workbook_response(content, f"roster-import-{today:%Y%m%d}.xlsx")


@page("GET", action=Action.VIEW_PEOPLE, gives_file=True)
def export_departments(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the tree of departments, each level one step to the right, as of the day asked for."""
    today = day_asked(request)
    columns = ((_("Department"), 40), (_("Code"), 14), (_("Leader in charge"), 14), (_("People"), 10))
    rows = [_branch_cells(branch) for branch in branches(visible_departments(account), today)]
    title = _("Departments on %(day)s") % {"day": today.isoformat()}
    return list_response(request, _sheet(_("Departments"), title, columns, rows), f"departments-{today:%Y%m%d}")


@page("GET", action=Action.VIEW_RECORD, gives_file=True)
def export_record(request: HttpRequest, _account: Account) -> HttpResponse:
    """Give the record as searched."""
    form, found = chosen_events(request)
    if form.errors:
        return redirect(f"{reverse('cadres:record')}?{request.GET.urlencode()}")
    columns = (
        (_("No."), 9),
        (_("Time"), 20),
        (_("Person"), 14),
        (_("Acting as"), 14),
        (_("Act"), 20),
        (_("Object"), 20),
        (_("Reason"), 30),
        (_("Before"), 40),
        (_("After"), 40),
        (_("Digest"), 66),
    )
    sheet = _sheet(_("The record"), "", columns, [_event_cells(event) for event in found.iterator()])
    return list_response(request, sheet, f"record-{timezone.localdate():%Y%m%d}")


@page("GET", gives_file=True)
def export_imports(request: HttpRequest, account: Account) -> HttpResponse:
    """Give the history of imports that the reader may see."""
    kinds = kinds_of(account)
    columns = (
        (_("File"), 36),
        (_("Kind"), 16),
        (_("State"), 14),
        (_("Brought by"), 14),
        (_("Brought at"), 20),
        (_("Applied at"), 20),
    )
    rows = [_batch_cells(batch, str(kinds[batch.kind])) for batch in batches(frozenset(kinds))]
    return list_response(request, _sheet(_("Imports"), "", columns, rows), f"imports-{timezone.localdate():%Y%m%d}")


def _sheet(name: str, title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Written]]) -> OutSheet:
    shown = [SheetColumn(header=header, width=width) for header, width in columns]
    return OutSheet(name=name, title=title, columns=shown, rows=rows)


def _roster_cells(line: RosterLine) -> tuple[str, ...]:
    posting = line.posting
    where = (line.department, posting.title, posting.category) if posting else ("", "", "")
    leader = posting.leader.name if posting and posting.leader else ""
    since = posting.in_post_since if posting else ""
    return (line.cadre.number, line.cadre.name, *where, leader, str(line.cadre.get_identity_display()), since)


def _branch_cells(branch: Branch) -> list[Written]:
    name = "　" * branch.depth + branch.name
    return [name, branch.department.code, branch.leader, branch.people]


def _event_cells(event: RecordEvent) -> list[Written]:
    return [
        event.sequence,
        timezone.localtime(event.at),
        str(event.actor or ""),
        role_in_words(event.acting_as),
        act_in_words(event.action),
        f"{object_in_words(event.object_type)} {named(event)}",
        event.reason,
        as_json(event.before),
        as_json(event.after),
        event.digest,
    ]


def _batch_cells(batch: ImportBatch, kind: str) -> list[Written]:
    return [
        batch.file_name,
        kind,
        str(batch.get_state_display()),
        str(batch.brought_by or _("Command line")),
        timezone.localtime(batch.brought_at),
        timezone.localtime(batch.applied_at) if batch.applied_at else None,
    ]
