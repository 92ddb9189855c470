"""Which rows point at given rows, wherever in the house they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import ManyToOneRel, Model

from cadres.services.before_images import Models, RowKey

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Reference:
    """That the column of one row points at another row."""

    source: RowKey
    column: str
    target: RowKey


def references_to(keys: Iterable[RowKey], models: Models) -> list[Reference]:
    """Find all references to rows, in one query for each foreign key and five thousand rows."""
    wanted: dict[str, list[int]] = {}
    for label, pk in keys:
        wanted.setdefault(label, []).append(pk)
    return [found for label, ids in wanted.items() for found in _to_model(models[label], ids)]


def _to_model(model: type[Model], ids: list[int]) -> list[Reference]:
    found = []
    for relation in model._meta.related_objects:
        # many-to-many tables have a foreign key of their own
        if not isinstance(relation, ManyToOneRel):
            continue
        source, column = relation.related_model, relation.field.attname
        for start in range(0, len(ids), BATCH):
            rows = source._base_manager.filter(**{f"{column}__in": ids[start : start + BATCH]})
            for pk, target in rows.values_list("pk", column):
                found.append(Reference((source._meta.label, pk), column, (model._meta.label, target)))
    return found
