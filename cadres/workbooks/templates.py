"""Templates to fill in: the columns that an import reads, drop-downs, a sheet of instructions and an example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cadres.workbooks.columns import Column
from cadres.workbooks.template_words import GENERAL, WORDS
from cadres.workbooks.writing import OutSheet, SheetColumn, TextSheet, Written

INSTRUCTIONS = "填写说明"
EXAMPLE = "填写示例"
LONGEST_WIDTH = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTable:
    """A table to fill in. `choices` are those that only the scheme or the house knows; `rows` stand in it already.

    `headers` gives longer headers and `hints` the words for columns that no list of words knows, by field.
    """

    name: str
    columns: Sequence[Column]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Sequence[Written]] = ()


def template_sheets(title: str, tables: Sequence[TemplateTable]) -> list[OutSheet | TextSheet]:
    """Give the sheets of a template; the example stands on a sheet of its own, which no import reads."""
    lines = [title, *GENERAL]
    for table in tables:
        lines += ["", f"工作表“{table.name}”："]
        lines += [_line(table, column) for column in table.columns]
    sheets: list[OutSheet | TextSheet] = [_sheet(table) for table in tables]
    first = tables[0]
    example = OutSheet(
        name=EXAMPLE,
        columns=[SheetColumn(header=_header(first, one), width=_width(first, one)) for one in first.columns],
        rows=[[_example(first, column) for column in first.columns]],
        notes=["本表只是示例，不会被导入。"],
    )
    return [*sheets, example, TextSheet(name=INSTRUCTIONS, lines=lines)]


def _sheet(table: TemplateTable) -> OutSheet:
    columns = [
        SheetColumn(
            header=_header(table, column) + ("*" if column.required else ""),
            width=_width(table, column),
            choices=_choices(table, column),
            comment=_hint(table, column),
        )
        for column in table.columns
    ]
    return OutSheet(name=table.name, columns=columns, rows=table.rows)


def _header(table: TemplateTable, column: Column) -> str:
    return table.headers.get(column.field, column.field)


def _width(table: TemplateTable, column: Column) -> float:
    longest = max((len(choice) for choice in _choices(table, column)), default=0)
    return min(max(2 * len(_header(table, column)) + 4, 2 * longest, 11), LONGEST_WIDTH)


def _choices(table: TemplateTable, column: Column) -> Sequence[str]:
    known = WORDS.get(column.field)
    return table.choices.get(column.field) or (known.choices if known else ())


def _hint(table: TemplateTable, column: Column) -> str:
    known = WORDS.get(column.field)
    return table.hints.get(column.field) or (known.hint if known else "")


def _example(table: TemplateTable, column: Column) -> str:
    known = WORDS.get(column.field)
    choices = _choices(table, column)
    return known.example if known and known.example else choices[0] if choices else ""


def _line(table: TemplateTable, column: Column) -> str:
    need = "必填" if column.required else "选填"
    also = f"；也认作：{'、'.join(column.synonyms)}" if column.synonyms else ""
    choices = _choices(table, column)
    listed = f"；可选：{'、'.join(choices)}" if choices else ""
    hint = _hint(table, column)
    return f"{_header(table, column)}（{need}）{'：' if hint else ''}{hint}{listed}{also}"
