"""Rows written by whole columns: what went in comes back, on both databases."""

from typing import Any

import pytest
from django.db import transaction

from cadres.models import Cadre, Department
from cadres.services import columns
from cadres.services.columns import fresh_ids, kept_bytes, write_columns

pytestmark = pytest.mark.django_db
ODD = ["plain", "tab\there", "back\\slash", "\\N", "two\nlines", "return\r", "引号\"'", "percent %s %d", ""]


@pytest.mark.parametrize("rows", [0, 1, 4, 5, 11])
def test_texts_come_back_as_they_went_in(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "CHUNK_ROWS", 5)
    monkeypatch.setattr(columns, "SENT_CHARACTERS", 7)
    names = [f"{place}{ODD[place % len(ODD)]}" for place in range(rows)]
    days = [None if place % 2 else "2026-01-01" for place in range(rows)]
    same: dict[str, list[Any]] = {
        "position": [3] * rows,
        "parent_id": [None] * rows,
        "closed_on": [None] * rows,
        "version": [1] * rows,
    }
    codes = [f"c{place}" for place in range(rows)]
    write_columns(Department, {"code": codes, "name": names, "opened_on": days, **same})
    kept = Department.objects.order_by("pk").values_list("code", "name", "position", "opened_on")
    read = [(code, name, place, day and str(day)) for code, name, place, day in kept]
    assert read == [(code, name, 3, day) for code, name, day in zip(codes, names, days, strict=True)]


def test_bytes_come_back_as_they_went_in() -> None:
    sealed = [bytes(range(256)), b"\\x00\t\n", b"\\N"]
    count = len(sealed)
    empty: dict[str, Any] = {str(field.column): [""] * count for field in Cadre._meta.concrete_fields}
    given: dict[str, Any] = {
        "id": fresh_ids(Cadre, count),
        "number": [str(place) for place in range(count)],
        "identity": ["institution"] * count,
        "id_number_sealed": [kept_bytes(one) for one in sealed],
        "id_number_index": [None] * count,
        "version": [1] * count,
    }
    write_columns(Cadre, {**empty, **given})
    assert [bytes(one.id_number_sealed or b"") for one in Cadre.objects.order_by("number")] == sealed


def test_fresh_keys_are_nobodys_before_or_after() -> None:
    first = Department.objects.create(code="a", name="甲")
    taken = fresh_ids(Department, 3)
    assert len(set(taken)) == 3
    with transaction.atomic():
        write_columns(Department, {"id": taken, "code": list("bcd"), "name": list("乙丙丁"), "position": [0] * 3,
                                   "version": [1] * 3})  # fmt: skip
    last = Department.objects.create(code="e", name="戊")
    assert len({first.pk, *taken, last.pk}) == 5
    assert not set(fresh_ids(Department, 2)) & {first.pk, *taken, last.pk}
