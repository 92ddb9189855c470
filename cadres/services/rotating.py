"""Changing the keys that shut fields: what is sealed is opened and sealed anew under the active key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import Model, QuerySet

from cadres.models import Account, Cadre, ImportBatch
from cadres.services.codes import secret_place
from cadres.services.identity_numbers import number_place
from cadres.services.importing import content_place
from cadres.services.recording import Actor, record
from cadres.services.sealing import CannotOpen, SealKeys, blind_index, key_name, machine_keys, seal, unseal

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many values were sealed anew, and how many entries of the blind index were computed anew."""

    sealed: int
    indexed: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that holds sealed bytes, and the place that a row's bytes are sealed for."""

    rows: QuerySet[Any]
    name: str
    place: Callable[[Any], str]


def _columns() -> tuple[_Column, ...]:
    return (
        _Column(Cadre.objects.all(), "id_number_sealed", lambda cadre: number_place(cadre.number)),
        _Column(Account.objects.all(), "code_secret_sealed", secret_place),
        _Column(ImportBatch.objects.all(), "content", lambda batch: content_place(batch.file_digest)),
    )


@transaction.atomic
def rotate_field_keys(*, actor: Actor, at: datetime) -> Rotated:
    """Seal under the active key what is under another one, and compute the blind index under the key of today.

    In one transaction, recorded; a second time there is nothing left to do.

    Raises: CannotOpen where a key is missing or bytes were altered; nothing is changed then.
    """
    keys = machine_keys()
    indexed = sum(_index_anew(batch, keys) for batch in _batches(Cadre.objects.all(), "id_number_sealed"))
    sealed = sum(
        _seal_anew(column, batch, keys) for column in _columns() for batch in _batches(column.rows, column.name)
    )
    if sealed or indexed:
        after = {"active": keys.active, "sealed": sealed, "indexed": indexed}
        record(actor=actor, action="rotate_field_keys", obj_type="field_keys", obj_id="", after=after, at=at)
    return Rotated(sealed, indexed)


def count_unopened() -> int:
    """Count the sealed values that the keys of this machine do not open."""
    keys = machine_keys()
    return sum(
        not _opens(column, row, keys)
        for column in _columns()
        for batch in _batches(column.rows, column.name)
        for row in batch
    )


def _batches(rows: QuerySet[Any], name: str) -> Iterator[tuple[Any, ...]]:
    sealed = rows.filter(**{f"{name}__isnull": False}).order_by("pk")
    rest = sealed.iterator(chunk_size=BATCH)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


def _index_anew(batch: tuple[Cadre, ...], keys: SealKeys) -> int:
    changed = []
    for cadre in batch:
        number = unseal(bytes(cadre.id_number_sealed or b""), number_place(cadre.number), keys).decode()
        index = blind_index(number, keys)
        if index != cadre.id_number_index:
            cadre.id_number_index = index
            changed.append(cadre)
    return Cadre.objects.bulk_update(changed, ["id_number_index"])


def _seal_anew(column: _Column, batch: tuple[Model, ...], keys: SealKeys) -> int:
    changed = []
    for row in batch:
        content = bytes(getattr(row, column.name))
        if key_name(content) != keys.active:
            place = column.place(row)
            setattr(row, column.name, seal(unseal(content, place, keys), place, keys))
            changed.append(row)
    return int(column.rows.bulk_update(changed, [column.name]))


def _opens(column: _Column, row: Model, keys: SealKeys) -> bool:
    try:
        unseal(bytes(getattr(row, column.name)), column.place(row), keys)
    except CannotOpen:
        return False
    return True
