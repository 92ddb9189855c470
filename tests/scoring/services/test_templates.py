"""Every kind of import gives a template that it reads back itself, with what stands already in it."""

import io
from typing import Any

import openpyxl
import pytest

from assessment.models import Period
from cadres.services.import_kinds import AnyKind
from cadres.services.importing import BroughtFile, preview
from cadres.services.previews import Preview
from cadres.services.roster_import import RosterImport
from cadres.workbooks.templates import EXAMPLE, INSTRUCTIONS, template_sheets
from cadres.workbooks.writing import write_book
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.decisions_import import DecisionsImport
from scoring.services.scores_import import ScoresImport
from scoring.services.vetoes_import import VetoesImport
from scoring.services.votes_import import VotesImport
from tests.scoring.services.conftest import Centre

ROSTER = {"scheme": "", "year": 2026, "categories": {"B1": "一类", "B2": "二类"}}
OF_THE_QUARTER: tuple[AnyKind, ...] = (ScoresImport(), VotesImport(), DecisionsImport())
OF_THE_YEAR: tuple[AnyKind, ...] = (AdjustmentsImport(), VetoesImport())


def template(kind: AnyKind, scope: dict[str, Any]) -> bytes:
    return write_book(template_sheets(str(kind.title), kind.template(kind.scope(scope))))


def read_back(kind: AnyKind, scope: dict[str, Any]) -> Preview:
    file = BroughtFile(name="template.xlsx", content=template(kind, scope), scope=scope)
    return preview(kind=kind, file=file)


@pytest.mark.parametrize("kind", [*OF_THE_QUARTER, *OF_THE_YEAR], ids=lambda kind: kind.name)
def test_the_template_is_read_without_a_fault(centre: Centre, kind: AnyKind) -> None:
    period: Period = centre.year if kind in OF_THE_YEAR else centre.quarter
    shown = read_back(kind, {"period": period.pk})
    assert (shown.faults, shown.changes.any) == ((), False)


def test_the_roster_template_has_four_sheets_lists_an_example_and_instructions(db: None) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(RosterImport(), ROSTER)))
    assert book.sheetnames[:4] == ["花名册", "变动", "领导", "部门"]
    assert {EXAMPLE, INSTRUCTIONS} <= set(book.sheetnames)
    people = book["花名册"]
    headers = [cell.value for cell in people[1]]
    assert (headers[0], people.freeze_panes) == ("工号*", "C2")
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in people.data_validations.dataValidation}
    assert lists["K2"] == '"一类,二类"'
    assert book[EXAMPLE]["B3"].value == "张伟"
    lines = [row[0].value for row in book[INSTRUCTIONS]]
    assert any(str(line).startswith("工号（必填）") for line in lines)


def test_a_filled_roster_template_is_read(db: None) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(RosterImport(), ROSTER)))
    values = {"A": "001", "B": "甲", "F": "事业", "G": "综合科", "H": "科长", "K": "二类"}
    for letter, value in values.items():
        book["花名册"][f"{letter}2"] = value
    target = io.BytesIO()
    book.save(target)
    file = BroughtFile(name="template.xlsx", content=target.getvalue(), scope=ROSTER)
    shown = preview(kind=RosterImport(), file=file)
    assert (shown.faults, shown.read, len(shown.changes.added)) == ((), 1, 1)


def test_entered_scores_stand_in_the_template_and_change_nothing(centre: Centre) -> None:
    scope = {"period": centre.quarter.pk}
    table = ScoresImport().template(ScoresImport().scope(scope))[0]
    leaf = next(column.field for column in table.columns[2:] if not table.choices.get(column.field))
    header = table.headers[leaf]
    brought = centre.bring(ScoresImport(), [["工号", "姓名", header], ["001", "汤远", "不适用：借调"]])
    assert brought.fine, brought.faults
    shown = read_back(ScoresImport(), scope)
    assert (shown.faults, shown.changes.any, shown.changes.unchanged) == ((), False, 1)
