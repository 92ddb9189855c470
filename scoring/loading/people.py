"""Participants → the engine's cadres."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from django.db.models import TextField
from django.db.models.functions import Cast

from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Status
from scoring.engine.columns import STATUSES, Cadres, Coded
from scoring.engine.exact import Column
from scoring.loading.extents import Extent

FIELDS = (
    "pk",
    "cadre_id",
    "cadre__number",
    "category__code",
    "department__code",
    "leader__number",
    "identity",
    "status",
    "unit_result",
    "coefficient_units",
    "leave_days_units",
    "work_days_units",
    "flags_text",
    "red_cards",
    "yellow_cards",
)


class People(NamedTuple):
    """The cadres of a period with the keys of their rows: participants' and cadres' primary keys."""

    cadres: Cadres
    participants: Column
    persons: Column


def load_people(extent: Extent, rulebook: Rulebook) -> People:
    """Read the participants of an extent in their order; one query."""
    # as text: most have none, and reading each list for itself takes longer than the query
    people = extent.participants().annotate(flags_text=Cast("flags", TextField()))
    rows = people.order_by("position", "pk").values_list(*FIELDS)
    columns: list[Any] = list(zip(*rows, strict=True)) or [()] * len(FIELDS)
    read = dict(zip(FIELDS, columns, strict=True))
    categories = {code: place for place, (code, _) in enumerate(rulebook.categories)}
    statuses = {str(status): STATUSES.index(status) for status in Status}
    identities = {str(identity): identity for identity in Identity}
    cadres = Cadres(
        ids=tuple(read["cadre__number"]),
        category=_numbers(categories[code] for code in read["category__code"]),
        department=Coded.of(list(read["department__code"])),
        leader=Coded.of(list(read["leader__number"])),
        identity=tuple(identities[word] for word in read["identity"]),
        status=_numbers(statuses[word] for word in read["status"]),
        unit_result=_numbers(result or 0 for result in read["unit_result"]),
        coefficient=_numbers(read["coefficient_units"]),
        leave_days=_numbers(read["leave_days_units"]),
        work_days=_numbers(read["work_days_units"]),
        flags=_flags(read["flags_text"]),
        red_cards=_numbers(read["red_cards"]),
        yellow_cards=_numbers(read["yellow_cards"]),
    )
    return People(cadres, _numbers(read["pk"]), _numbers(read["cadre_id"]))


def _flags(texts: Sequence[str]) -> tuple[frozenset[str], ...]:
    sets = {text: frozenset(json.loads(text)) for text in set(texts)}
    return tuple(sets[text] for text in texts)


def _numbers(values: Any) -> Column:
    return np.array(list(values), dtype=np.int64)
