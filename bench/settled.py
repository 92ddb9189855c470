"""A quarter of any size in the database, with everything entered; what is measured comes after."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from django.db import connection, models, transaction

from assessment.choices import PeriodKind, PeriodState, Status
from assessment.compiling import rulebook_of
from assessment.models import AdjustmentRule, Category, Indicator, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from bench.populations import Size, columns_for, scheme_text
from cadres.choices import Identity
from cadres.models import Cadre, Department
from cadres.services.recording import operator
from cadres.services.watching.installing import set_up, take_down
from scoring.engine.columns import Events, PeriodColumns
from scoring.engine.exact import Column
from scoring.models import AdjustmentEvent, ScoreEntry
from scoring.storing import write_columns

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
TOGETHER = 10_000
"""So many cadres' entries are written at once, beside each other: as workbooks with a row for each cadre bring them."""


def settle(size: Size) -> Period:
    """Fill an empty database and give the quarter; the filling is not watched, what happens after it is."""
    scheme = load_scheme(text=scheme_text(size.pools), actor=operator(), at=AT).version.scheme
    quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    year = Period.objects.create(
        scheme=scheme,
        scheme_version=quarter.scheme_version,
        code="2026",
        kind=PeriodKind.YEAR,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        work_days_units=0,
        state=PeriodState.OPEN,
    )
    columns = columns_for(size, rulebook_of(quarter.scheme_version))
    take_down(plan=[True])
    with transaction.atomic():
        cadres, participants = _people(columns, quarter)
        _entries(columns, participants, quarter)
        assert columns.events is not None
        _events(columns.events, cadres, year)
    set_up()
    tidy()
    return quarter


def tidy() -> None:
    """Leave the tables as the database's own housekeeping would have left them by the next morning."""
    with connection.cursor() as cursor:
        for statement in _TIDYING[connection.vendor]:
            cursor.execute(statement)


_TIDYING = {
    "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
    "sqlite": ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"),
}


def _people(columns: PeriodColumns, quarter: Period) -> tuple[Column, Column]:
    numbers = columns.cadres.ids
    n = len(numbers)
    _write(Cadre, n, {"number": numbers, "name": [f"人员{number}" for number in numbers], "identity": _PERSON})
    cadres = _keys(Cadre.objects.order_by("number"))
    categories = _keys(Category.objects.filter(scheme_version=quarter.scheme_version).order_by("position"))
    given = {
        "period_id": quarter.pk,
        "cadre_id": cadres.tolist(),
        "position": range(n),
        "category_id": categories[columns.cadres.category].tolist(),
        "department_id": Department.objects.create(code="d", name="单位").pk,
        "identity": _PERSON,
        "status": str(Status.GRADED),
        "flags": "[]",
    }
    _write(Participant, n, given)
    return cadres, _keys(Participant.objects.order_by("position"))


_PERSON = str(Identity.CIVIL_SERVANT)


def _entries(columns: PeriodColumns, participants: Column, quarter: Period) -> None:
    leaves = dict(Indicator.objects.filter(sheet__kind=quarter.kind).values_list("code", "pk"))
    values = np.array([columns.cells[code][""].total for code in leaves])
    for start in range(0, len(participants), TOGETHER):
        some = participants[start : start + TOGETHER]
        given = {
            "participant_id": some.repeat(len(leaves)).tolist(),
            "indicator_id": list(leaves.values()) * len(some),
            "value_units": values[:, start : start + TOGETHER].T.ravel().tolist(),
            "entered_at": str(AT),
        }
        _write(ScoreEntry, len(some) * len(leaves), given)


def _events(events: Events, cadres: Column, year: Period) -> None:
    rules = _keys(AdjustmentRule.objects.filter(scheme_version=year.scheme_version).order_by("position"))
    given = {
        "year_id": year.pk,
        "number": events.ids,
        "cadre_id": cadres[events.cadre].tolist(),
        "rule_id": rules[events.rule].tolist(),
        "on": [str(date.fromordinal(day)) for day in events.on.tolist()],
        "approved": True,
    }
    _write(AdjustmentEvent, len(events.ids), given)


def _keys(rows: models.QuerySet[Any]) -> Column:
    return np.array(rows.values_list("pk", flat=True), dtype=np.int64)


def _write(model: type[models.Model], count: int, given: Mapping[str, Any]) -> None:
    """Write rows; what is no sequence stands in every row, and what is not given is the field's default."""
    columns: dict[str, Sequence[Any]] = {}
    for field in model._meta.local_concrete_fields:
        if not field.primary_key:
            value = given.get(str(field.column), field.get_default())
            columns[str(field.column)] = [value] * count if isinstance(value, str | int | None) else value
    write_columns(model, columns)
