"""Which tables are watched, and how."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from cadres.models import RecordEvent, RecordHead, RecordSeal, RowChange
from cadres.models.capture import WATCHED, Capture

PACKAGES = ("cadres", "assessment", "scoring")
"""The packages of the product; the tables of Django and of libraries are not watched."""

RECORD_TABLES = tuple(model._meta.db_table for model in (RecordEvent, RecordHead, RowChange, RecordSeal))


@dataclass(frozen=True, slots=True)
class WatchedTable:
    """A table with its key and columns, as the database has them."""

    name: str
    key: str
    columns: tuple[tuple[str, bool], ...]
    capture: Capture

    @property
    def digested(self) -> tuple[tuple[str, bool], ...]:
        """The columns under the digest, each with whether it holds bytes."""
        return tuple(column for column in self.columns if column[0] not in self.capture.left_out)

    @property
    def copied(self) -> tuple[tuple[str, bool], ...]:
        """The columns that are copied into the change."""
        if not self.capture.content:
            return ()
        return tuple(column for column in self.digested if column[0] not in self.capture.sealed)


def watched_tables() -> tuple[WatchedTable, ...]:
    """Give every watched table, by name."""
    found = [_table(model) for model in _models() if capture_of(model).watched]
    return tuple(sorted(found, key=lambda table: table.name))


def capture_of(model: type[models.Model]) -> Capture:
    """Tell how a model is watched."""
    named: Capture = getattr(model, "capture", WATCHED)
    return named


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in PACKAGES and model._meta.managed and not model._meta.proxy
    ]


def _table(model: type[models.Model]) -> WatchedTable:
    columns = tuple(
        (str(field.column), isinstance(field, models.BinaryField)) for field in model._meta.local_concrete_fields
    )
    key = model._meta.pk
    assert key is not None
    return WatchedTable(model._meta.db_table, str(key.column), columns, capture_of(model))
