"""What can be wrong with a workbook, and where: the closed sets of causes and the objects that carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

# A cell, a header or a row that stops the import.
MISSING_VALUE = "missing_value"
DUPLICATE_NUMBER = "duplicate_number"
DUPLICATE_ID = "duplicate_id"
DUPLICATE_VALUE = "duplicate_value"
ID_AS_NUMBER = "id_as_number"
ID_LENGTH = "id_length"
ID_CHECK_DIGIT = "id_check_digit"
BAD_DATE = "bad_date"
AMBIGUOUS_DATE = "ambiguous_date"
INCOMPLETE_DATE = "incomplete_date"
UNKNOWN_CATEGORY = "unknown_category"
UNKNOWN_IDENTITY = "unknown_identity"
UNKNOWN_WORD = "unknown_word"
UNKNOWN_NUMBER = "unknown_number"
UNKNOWN_LEADER = "unknown_leader"
AMBIGUOUS_LEADER = "ambiguous_leader"
UNKNOWN_DEPARTMENT = "unknown_department"
AMBIGUOUS_DEPARTMENT = "ambiguous_department"
DEPARTMENT_LOOP = "department_loop"
WRONG_DEPARTMENT = "wrong_department"
NAME_MISMATCH = "name_mismatch"
UNKNOWN_INDICATOR = "unknown_indicator"
FORMULA_WITHOUT_VALUE = "formula_without_value"
ERROR_VALUE = "error_value"
BAD_NUMBER = "bad_number"
BAD_TEXT = "bad_text"
OUT_OF_RANGE = "out_of_range"
TOO_MANY_DECIMALS = "too_many_decimals"
TOO_LONG = "too_long"
MISSING_COLUMN = "missing_column"
DUPLICATE_COLUMN = "duplicate_column"
MERGED_CELL = "merged_cell"

FAULT_CAUSES = frozenset(
    {
        MISSING_VALUE, DUPLICATE_NUMBER, DUPLICATE_ID, DUPLICATE_VALUE, ID_AS_NUMBER, ID_LENGTH, ID_CHECK_DIGIT,
        BAD_DATE, AMBIGUOUS_DATE, INCOMPLETE_DATE, UNKNOWN_CATEGORY, UNKNOWN_IDENTITY, UNKNOWN_WORD, UNKNOWN_NUMBER,
        UNKNOWN_LEADER, AMBIGUOUS_LEADER, UNKNOWN_DEPARTMENT, AMBIGUOUS_DEPARTMENT, DEPARTMENT_LOOP, WRONG_DEPARTMENT,
        NAME_MISMATCH, UNKNOWN_INDICATOR, FORMULA_WITHOUT_VALUE, ERROR_VALUE, BAD_NUMBER, BAD_TEXT, OUT_OF_RANGE,
        TOO_MANY_DECIMALS, TOO_LONG, MISSING_COLUMN, DUPLICATE_COLUMN, MERGED_CELL,
    }
)  # fmt: skip

# A file that is not read at all.
EMPTY_FILE = "empty_file"
TOO_LARGE = "too_large"
UNPACKS_TOO_LARGE = "unpacks_too_large"
NOT_A_WORKBOOK = "not_a_workbook"
UNSUPPORTED_FORMAT = "unsupported_format"
DAMAGED_FILE = "damaged_file"
PROTECTED_FILE = "protected_file"
MACROS = "macros"
ENTITIES = "entities"
FAR_CELL = "far_cell"
TOO_MANY_CELLS = "too_many_cells"
TOO_MUCH_TEXT = "too_much_text"
TOO_MUCH_MEMORY = "too_much_memory"
TOO_SLOW = "too_slow"
NOT_TEXT = "not_text"
BAD_QUOTES = "bad_quotes"
NO_TABLE = "no_table"
NOT_A_CORRECTION = "not_a_correction"
SEVERAL_SHEETS = "several_sheets"

REFUSAL_CAUSES = frozenset(
    {
        EMPTY_FILE, TOO_LARGE, UNPACKS_TOO_LARGE, NOT_A_WORKBOOK, UNSUPPORTED_FORMAT, DAMAGED_FILE, PROTECTED_FILE,
        MACROS, ENTITIES, FAR_CELL, TOO_MANY_CELLS, TOO_MUCH_TEXT, TOO_MUCH_MEMORY, TOO_SLOW, NOT_TEXT, BAD_QUOTES,
        NO_TABLE, NOT_A_CORRECTION, SEVERAL_SHEETS,
    }
)  # fmt: skip

# What is only told, in the preview.
COLUMN_PASSED_OVER = "column_passed_over"
COLUMN_BY_LIKENESS = "column_by_likeness"
COLUMN_BY_CONTENT = "column_by_content"
ROW_PASSED_OVER = "row_passed_over"
SHEET_PASSED_OVER = "sheet_passed_over"
NUMBER_TYPED_AS_NUMBER = "number_typed_as_number"
NEW_DEPARTMENT = "new_department"

NOTICE_CAUSES = frozenset(
    {
        COLUMN_PASSED_OVER,
        COLUMN_BY_LIKENESS,
        COLUMN_BY_CONTENT,
        ROW_PASSED_OVER,
        SHEET_PASSED_OVER,
        NUMBER_TYPED_AS_NUMBER,
        NEW_DEPARTMENT,
    }
)

# Why a row below or between the people is no person; the detail "kind" of ROW_PASSED_OVER.
TOTAL_ROW = "total"
NOTE_ROW = "note"
REPEATED_HEADER = "repeated_header"


@dataclass(frozen=True, slots=True)
class Fault:
    """Say what stops an import and where: a cell, a header, a row or, without a row, a sheet or the file."""

    sheet: str | None
    row: int | None
    column: str | None
    field: str
    cause: str
    also_rows: tuple[int, ...] = ()
    details: Mapping[str, str] = dataclass_field(default_factory=dict, hash=False)

    def as_dict(self) -> dict[str, object]:
        """Give sheet, row, column, field and cause, and the other rows where there are any."""
        plain: dict[str, object] = {
            "sheet": self.sheet, "row": self.row, "column": self.column, "field": self.field, "cause": self.cause,
        }  # fmt: skip
        if self.also_rows:
            plain["also_rows"] = list(self.also_rows)
        return plain


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell of something that was passed over or read with a remark; it stops nothing."""

    sheet: str | None
    row: int | None
    column: str | None
    field: str
    cause: str
    details: Mapping[str, str] = dataclass_field(default_factory=dict, hash=False)


class RefusedFile(Exception):
    """The file as a whole is not read; the cause is one of REFUSAL_CAUSES."""

    def __init__(
        self,
        cause: str,
        details: Mapping[str, str] | None = None,
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(cause)
        self.cause = cause
        self.details: Mapping[str, str] = dict(details or {})
        self.sheet = sheet
        self.row = row
        self.column = column

    def as_fault(self) -> Fault:
        """Give the refusal the form of a fault, for one list of everything that is wrong."""
        return Fault(self.sheet, self.row, self.column, "", self.cause, (), self.details)
