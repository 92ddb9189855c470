"""What is wrong with a file, in sentences for the person who brought it: what, where and how to mend it."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadres.workbooks import faults

Plain = Mapping[str, Any]

CELL_SENTENCES: Final[Mapping[str, str | Promise]] = {
    faults.MISSING_VALUE: gettext_lazy("The cell is empty but must be filled in."),
    faults.DUPLICATE_NUMBER: gettext_lazy("The number %(value)s stands in several rows; keep one of them."),
    faults.DUPLICATE_ID: gettext_lazy("The ID number stands in several rows; correct the wrong one."),
    faults.DUPLICATE_VALUE: gettext_lazy("“%(value)s” stands in several rows; keep one of them."),
    faults.ID_AS_NUMBER: gettext_lazy(
        "The ID number was typed as a number and has lost its last digits; format the cell as text and type it again."
    ),
    faults.ID_LENGTH: gettext_lazy("The ID number must have 18 characters."),
    faults.ID_CHECK_DIGIT: gettext_lazy("The check digit of the ID number is wrong; compare it with the card."),
    faults.BAD_DATE: gettext_lazy("“%(value)s” is not a date; write it as 1985-03-12 or 1985.03."),
    faults.AMBIGUOUS_DATE: gettext_lazy("“%(value)s” can be read as several dates; write it as 1985-03-12 or 1985-03."),
    faults.INCOMPLETE_DATE: gettext_lazy("“%(value)s” lacks the day; write it as 2026-03-12."),
    faults.UNKNOWN_CATEGORY: gettext_lazy(
        "“%(value)s” is no category of the scheme; write one of: %(expected)s."
    ),
    faults.UNKNOWN_IDENTITY: gettext_lazy("“%(value)s” is no identity; write one of: %(identities)s."),
    faults.UNKNOWN_WORD: gettext_lazy("“%(value)s” is not accepted here; write one of: %(expected)s."),
    faults.UNKNOWN_NUMBER: gettext_lazy("The number %(value)s is not in the roster; correct it or import the roster."),
    faults.UNKNOWN_LEADER: gettext_lazy(
        "“%(value)s” is no leader in charge; add the leader to the sheet %(leaders_sheet)s."
    ),
    faults.AMBIGUOUS_LEADER: gettext_lazy("Several leaders are called “%(value)s”; write the leader's number."),
    faults.UNKNOWN_DEPARTMENT: gettext_lazy(
        "“%(value)s” is no department; correct it or add it to the sheet %(departments_sheet)s."
    ),
    faults.AMBIGUOUS_DEPARTMENT: gettext_lazy(
        "“%(value)s” fits several departments; write the whole path as %(path)s."
    ),
    faults.DEPARTMENT_LOOP: gettext_lazy(
        "The department “%(value)s” stands above itself; correct the column %(parent_column)s."
    ),
    faults.WRONG_DEPARTMENT: gettext_lazy("The department was “%(expected)s” at that time, not “%(value)s”."),
    faults.NAME_MISMATCH: gettext_lazy("The roster has “%(expected)s” for this number, not “%(value)s”."),
    faults.UNKNOWN_INDICATOR: gettext_lazy("“%(value)s” is no indicator of this period's sheet."),
    faults.FORMULA_WITHOUT_VALUE: gettext_lazy(
        "The formula has no stored result; open the file in Excel, save it, or paste the value."
    ),
    faults.ERROR_VALUE: gettext_lazy("The cell shows the error %(value)s; put the right value in its place."),
    faults.BAD_NUMBER: gettext_lazy("“%(value)s” is not a number."),
    faults.BAD_TEXT: gettext_lazy("“%(value)s” is not a text; format the cell as text and type it again."),
    faults.OUT_OF_RANGE: gettext_lazy("%(value)s is out of range; from %(low)s to %(high)s is possible."),
    faults.TOO_MANY_DECIMALS: gettext_lazy("%(value)s has too many decimals; at most %(places)s are possible."),
    faults.TOO_LONG: gettext_lazy("The text has %(length)s characters; at most %(limit)s are possible."),
    faults.MISSING_COLUMN: gettext_lazy(
        "The column %(field)s is missing in the header. If it has another name, choose it under “Columns of the file”."
    ),
    faults.DUPLICATE_COLUMN: gettext_lazy("The column %(field)s stands there twice; remove one of them."),
    faults.MERGED_CELL: gettext_lazy("The cell is merged with others; split it and fill in every row."),
}  # fmt: skip

SHEET_WORDS: Final = {
    "identities": "公务员(参公)、事业、企业",
    "leaders_sheet": "领导",
    "departments_sheet": "部门",
    "parent_column": "上级",
    "path": "上级/下级",
}
"""The words of the workbooks that sentences name; they are Chinese in every language."""

ENTRY_SENTENCES: Final[Mapping[str, str | Promise]] = {
    "not_applicable": gettext_lazy("This indicator does not apply to the category %(category)s; clear the cell."),
    "unknown_class": gettext_lazy("“%(value)s” is no class of voters; possible are: %(expected)s."),
    "unknown_option": gettext_lazy("“%(value)s” is no option of this ballot; possible are: %(expected)s."),
    "unknown_grade": gettext_lazy("“%(value)s” is no grade of this indicator; possible are: %(expected)s."),
    "unknown_rule": gettext_lazy("“%(value)s” is no rule for bonus or penalty points of the scheme."),
    "unknown_level": gettext_lazy("“%(value)s” is no level here; possible are: %(expected)s."),
    "missing_level": gettext_lazy("This rule needs a level; possible are: %(expected)s."),
    "needless_level": gettext_lazy("This rule has no levels; clear the cell."),
    "unknown_veto": gettext_lazy("“%(value)s” is no veto and no item of the negative list of the scheme."),
    "ends_before_start": gettext_lazy("The end lies before the start."),
    "not_participant": gettext_lazy("%(value)s does not take part in this period."),
    "overlapping_change": gettext_lazy("There are two changes on one day, or one before the person came."),
    "id_of_another": gettext_lazy("The ID number belongs to the number %(value)s already."),
    "department_taken": gettext_lazy("The department “%(value)s” has the code %(expected)s already."),
}

FILE_SENTENCES: Final[Mapping[str, str | Promise]] = {
    faults.EMPTY_FILE: gettext_lazy("The file is empty."),
    faults.TOO_LARGE: gettext_lazy("The file is too large."),
    faults.UNPACKS_TOO_LARGE: gettext_lazy("The file would unpack to far more than a workbook holds."),
    faults.NOT_A_WORKBOOK: gettext_lazy("The file is no Excel workbook and no CSV file."),
    faults.UNSUPPORTED_FORMAT: gettext_lazy("Files of the form %(format)s are not read; save it as .xlsx."),
    faults.DAMAGED_FILE: gettext_lazy("The file is damaged; open it in Excel and save it again."),
    faults.PROTECTED_FILE: gettext_lazy("The file is protected by a password; save it without one."),
    faults.MACROS: gettext_lazy("The file holds macros; save it as .xlsx without them."),
    faults.ENTITIES: gettext_lazy("The file holds declarations that no workbook needs; it is not read."),
    faults.FAR_CELL: gettext_lazy("A single cell lies far outside the table (%(cell)s); delete it."),
    faults.TOO_MANY_CELLS: gettext_lazy("The sheet has too many cells; delete empty rows and columns."),
    faults.TOO_MUCH_TEXT: gettext_lazy("The file holds too much text."),
    faults.TOO_MUCH_MEMORY: gettext_lazy("Reading the file would need too much memory."),
    faults.TOO_SLOW: gettext_lazy("Reading the file took too long."),
    faults.NOT_TEXT: gettext_lazy("The text of the file is neither UTF-8 nor GB18030."),
    faults.BAD_QUOTES: gettext_lazy("The quotation marks of the CSV file do not match."),
    faults.NO_TABLE: gettext_lazy("No sheet has a header with the columns %(expected)s."),
    faults.NOT_A_CORRECTION: gettext_lazy(
        "These are not the faulty rows of this file: take the workbook that was downloaded here, "
        "and leave the column %(column)s and the order of the columns as they are."
    ),
    faults.SEVERAL_SHEETS: gettext_lazy("Several sheets fit (%(sheets)s); keep one of them."),
}

NOTICE_SENTENCES: Final[Mapping[str, str | Promise]] = {
    faults.COLUMN_PASSED_OVER: gettext_lazy("The column “%(field)s” is not read."),
    faults.COLUMN_BY_LIKENESS: gettext_lazy(
        "The header “%(value)s” is like %(field)s, and the column was read as that. If that is wrong, choose another "
        "one under “Columns of the file”."
    ),
    faults.COLUMN_BY_CONTENT: gettext_lazy(
        "The column “%(value)s” was recognised as %(field)s by its content. If that is wrong, choose another one under "
        "“Columns of the file”."
    ),
    faults.ROW_PASSED_OVER: gettext_lazy("The row “%(value)s” is no person's row and is not read."),
    faults.SHEET_PASSED_OVER: gettext_lazy("The sheet is not read."),
    faults.NUMBER_TYPED_AS_NUMBER: gettext_lazy("The number was typed as a number and is read as %(value)s."),
    faults.NEW_DEPARTMENT: gettext_lazy("The department “%(value)s” is new."),
    "not_in_period": gettext_lazy("%(value)s does not take part in this period; the row counts for nothing."),
    "outside_period": gettext_lazy("%(value)s lies outside the period; the row counts for nothing."),
}


def fault_sentence(fault: Plain) -> str:
    """Say in the active language what is wrong and how to mend it."""
    sentence = _own(fault) or _filled(CELL_SENTENCES, fault) or _filled(ENTRY_SENTENCES, fault)
    sentence = sentence or _filled(FILE_SENTENCES, fault) or _("The value cannot be read (%(cause)s).") % fault
    others = fault.get("also_rows")
    if others:
        rows = "、".join(str(row) for row in others)
        sentence = " ".join([sentence, _("Also in row %(rows)s.") % {"rows": rows}])
    return sentence


def notice_sentence(notice: Plain) -> str:
    """Say in the active language what was passed over or read with a remark."""
    return _own(notice) or _filled(NOTICE_SENTENCES, notice) or str(notice["cause"])


def place(plain: Plain) -> str:
    """Name a place as a spreadsheet does: `花名册!C5`, `花名册!5`, `C5`; empty for the whole file."""
    cell = f"{plain['column'] or ''}{plain['row'] or ''}"
    return "!".join(part for part in (plain["sheet"], cell) if part)


def with_place(plain: Plain, sentence: str) -> str:
    """Put the place and the column's name before a sentence."""
    head = " ".join(part for part in (place(plain), plain["field"]) if part)
    return _("%(place)s: %(sentence)s") % {"place": head, "sentence": sentence} if head else sentence


class _Details(dict[str, str]):
    """Details for a sentence; what is not known is left empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _own(plain: Plain) -> str:
    return str(plain.get("details", {}).get("sentence", ""))


def _filled(table: Mapping[str, str | Promise], plain: Plain) -> str:
    template = table.get(plain["cause"])
    if template is None:
        return ""
    return str(template) % _Details({**SHEET_WORDS, "field": plain["field"], **plain.get("details", {})})
