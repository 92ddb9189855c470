"""The score workbook to fill in: the leaves of a period's sheet, its participants, what was entered already."""

from decimal import Decimal

from assessment.models import Participant
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import to_decimal
from assessment.rulebook.methods import Grade, Vote, keys_of
from cadres.workbooks.columns import Column
from cadres.workbooks.templates import TemplateTable
from cadres.workbooks.writing import Written
from scoring.services.import_scopes import PeriodScope
from scoring.services.score_differences import indicators_of, standing
from scoring.services.score_rows import Said, cell_field
from scoring.workbooks.people import NAME, NUMBER
from scoring.workbooks.scores import COLUMNS, NOT_APPLICABLE_WORD, SHEET_NAME, LeafColumn, LeftOut, fact_reader

Values = dict[tuple[int, str, str], dict[str, Written]]
"""By participant, leaf and key: what each scorer gave."""


def score_template(scope: PeriodScope) -> TemplateTable:
    """Give the sheet 评分: a row per participant, more where several scorers gave something."""
    columns = _leaf_columns(scope)
    fields = [cell_field(column.leaf.code, column.key) for column in columns]
    plain = [Column(field=name, read=fact_reader(column.leaf)) for name, column in zip(fields, columns, strict=True)]
    values = _values(scope, columns)
    people = Participant.objects.filter(period=scope.period).select_related("cadre").order_by("position", "pk")
    several = any(scorer for given in values.values() for scorer in given)
    head = [column for column in COLUMNS if column.field in (NUMBER, NAME) or several]
    rows = [row for person in people for row in _rows(person, columns, values, several=several)]
    return TemplateTable(
        name=SHEET_NAME,
        columns=(*head, *plain),
        choices={name: _choices(column.leaf) for name, column in zip(fields, columns, strict=True)},
        headers={name: _header(column) for name, column in zip(fields, columns, strict=True)},
        hints=dict.fromkeys(fields, f"留空表示未评；不考核写“{NOT_APPLICABLE_WORD}”"),
        rows=rows,
    )


def _leaf_columns(scope: PeriodScope) -> list[LeafColumn]:
    sheet = scope.rulebook.sheet(scope.kind)
    leaves = [leaf for leaf in (sheet.leaves if sheet else ()) if not isinstance(leaf.method, Vote)]
    return [LeafColumn(leaf, key) for leaf in leaves for key in keys_of(leaf.method)]


def _header(column: LeafColumn) -> str:
    name = f"{column.leaf.code} {column.leaf.name}"
    return f"{name}/{column.key}" if column.key else name


def _choices(leaf: Leaf) -> tuple[str, ...]:
    return tuple(name for name, _share in leaf.method.shares) if isinstance(leaf.method, Grade) else ()


def _values(scope: PeriodScope, columns: list[LeafColumn]) -> Values:
    """Read what was entered, in three queries."""
    held = standing(scope.period, indicators_of(scope.period, {column.leaf.code for column in columns}))
    values: Values = {}
    for place, one in held.entries.items():
        person, code, key, scorer = place
        values.setdefault((person, code, key), {})[scorer] = _written(one.value)
    for (person, code), mark in held.marks.items():
        for column in columns:
            if column.leaf.code == code:
                values.setdefault((person, code, column.key), {})[""] = str(LeftOut(str(mark.value)))
    return values


def _written(value: Said) -> Decimal | str:
    return to_decimal(value) if isinstance(value, int) else value


def _rows(person: Participant, columns: list[LeafColumn], values: Values, *, several: bool) -> list[list[Written]]:
    given = [values.get((person.pk, column.leaf.code, column.key), {}) for column in columns]
    scorers = sorted({scorer for one in given for scorer in one}) or [""]
    head: list[Written] = [person.cadre.number, person.cadre.name]
    return [[*head, *([scorer] if several else []), *(one.get(scorer) for one in given)] for scorer in scorers]
