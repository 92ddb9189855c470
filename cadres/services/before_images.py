"""What stood before an import, row by row: taken before and after it, compared, and kept to undo it."""

import json
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Field, Model, QuerySet

VERSION = "version"
DIGEST_BYTES = 16

RowKey = tuple[str, int]
"""The label of a model and a row's id."""
Models = Mapping[str, type[Model]]


class OtherColumns(Exception):
    """An image was kept when a table had other columns; it cannot be laid over the table of today."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """Rows that a kind of import may write.

    Rows of one family whose `unit` columns are equal stand or fall together: a person and his postings.
    """

    rows: QuerySet[Any]
    unit: tuple[str, ...]
    family: str
    label: Callable[[Any], str] = str


class Row(NamedTuple):
    """A row at a moment: its unit, its values in the order of `columns`, its version (0 where it has none)."""

    unit: str
    values: tuple[Any, ...]
    version: int


Picture = Mapping[RowKey, Row]


class Before(NamedTuple):
    """A row as it was before an import, None if the import added it, and the units that it belongs or belonged to."""

    units: tuple[str, ...]
    row: Row | None


@dataclass(frozen=True, slots=True)
class Image:
    """What an import changed: the digest of every unit after it, and each row that differs as it was before."""

    units: Mapping[str, str]
    before: Mapping[RowKey, Before]


def models_of(watched: Iterable[Watched]) -> dict[str, type[Model]]:
    """Give the watched models by their labels, in their order."""
    return {one.rows.model._meta.label: one.rows.model for one in watched}


def columns(model: type[Model]) -> list[Field[Any, Any]]:
    """The stored fields of a model but its version, its key first."""
    key = model._meta.pk
    return [key, *(field for field in model._meta.concrete_fields if field is not key and field.name != VERSION)]


def picture(watched: Iterable[Watched]) -> dict[RowKey, Row]:
    """Take all watched rows as they are now; one query for each model."""
    taken: dict[RowKey, Row] = {}
    for one in watched:
        model = one.rows.model
        names = [field.attname for field in columns(model)]
        places = [names.index(name) for name in one.unit]
        label, versioned = model._meta.label, has_version(model)
        for values in one.rows.order_by().values_list(*names, *([VERSION] if versioned else [])):
            unit = ":".join([one.family, *(str(values[place]) for place in places)])
            taken[label, values[0]] = Row(unit, values[:-1], values[-1]) if versioned else Row(unit, values, 0)
    return taken


def image(before: Picture, after: Picture) -> Image:
    """Tell what an import changed."""
    keys = [key for key, row in after.items() if not _same(before.get(key), row)]
    keys += [key for key in before if key not in after]
    differing = {key: Before(_units(before.get(key), after.get(key)), before.get(key)) for key in keys}
    return Image(unit_digests(after, {unit for one in differing.values() for unit in one.units}), differing)


def unit_digests(rows: Picture, wanted: Iterable[str]) -> dict[str, str]:
    """Give the digest of each unit over all its rows; versions do not count, for an undo raises them too."""
    held: dict[str, list[list[Any]]] = {unit: [] for unit in wanted}
    for key, row in rows.items():
        if row.unit in held:
            held[row.unit].append([*key, row.values])
    return {
        unit: blake2b(_json(sorted(lines, key=itemgetter(0, 1))).encode(), digest_size=DIGEST_BYTES).hexdigest()
        for unit, lines in held.items()
    }


def packed(kept: Image, models: Models) -> bytes:
    """Write an image as bytes to be stored."""
    rows = [
        [*key, one.units, one.row and [one.row.unit, one.row.values, one.row.version]]
        for key, one in kept.before.items()
    ]
    return zlib.compress(_json({"columns": _names(models), "units": kept.units, "rows": rows}).encode(), level=1)


def unpacked(content: bytes, models: Models) -> Image:
    """Read an image back, its values as the fields take them.

    Raises: OtherColumns.
    """
    plain = json.loads(zlib.decompress(content))
    if plain["columns"] != _names(models):
        raise OtherColumns
    fields = {label: columns(model) for label, model in models.items()}
    before: dict[RowKey, Before] = {}
    for label, pk, units, row in plain["rows"]:
        stood = row and Row(row[0], _typed(fields[label], row[1]), row[2])
        before[label, pk] = Before(tuple(units), stood)
    return Image(plain["units"], before)


def instance(model: type[Model], row: Row, version: int) -> Model:
    """Give a row as an object of its model, not saved, with a version where the model has one."""
    values = {field.attname: value for field, value in zip(columns(model), row.values, strict=True)}
    return model(**values, **({VERSION: version} if has_version(model) else {}))


def has_version(model: type[Model]) -> bool:
    """Whether rows of the model carry a version."""
    return any(field.name == VERSION for field in model._meta.concrete_fields)


def _units(*rows: Row | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.unit for row in rows if row is not None))


def _same(one: Row | None, other: Row) -> bool:
    return one is not None and one.values == other.values


def _names(models: Models) -> dict[str, list[str]]:
    return {label: [field.attname for field in columns(model)] for label, model in models.items()}


def _typed(fields: Sequence[Field[Any, Any]], values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(field.to_python(value) for field, value in zip(fields, values, strict=True))


def _plain(value: object) -> str:
    match value:
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return b64encode(bytes(value)).decode()
        case _:
            raise TypeError(type(value))


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
