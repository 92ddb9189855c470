"""Votes, marks, events, vetoes and decisions → the engine's columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import Q

from assessment.models import Period
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Vote
from assessment.rulebook.scheme import Rulebook
from scoring.choices import FoundBy
from scoring.engine.columns import Ballots, Coded, Decision, Events, VetoEvents
from scoring.engine.exact import Column, Mask
from scoring.loading.extents import Extent
from scoring.loading.supposing import NOTHING_SUPPOSED, Supposed
from scoring.models import AdjustmentEvent, NotApplicable, Override, VetoEvent, VoteTally

Places = dict[int, int]


def _numbers(values: Sequence[object]) -> Column:
    return np.array(values, dtype=np.int64)


def load_ballots(extent: Extent, leaves: Sequence[Leaf], places: Places) -> dict[str, Ballots]:
    """Read the tallies of an extent; one query where the sheet has votes."""
    methods = {leaf.code: leaf.method for leaf in leaves if isinstance(leaf.method, Vote)}
    rows: dict[str, list[tuple[int, int, int, int]]] = {code: [] for code in methods}
    if methods:
        found = VoteTally.objects.filter(participant__in=extent.participants(), indicator__code__in=methods)
        for participant, code, name, option, value, count in found.values_list(
            "participant_id", "indicator__code", "vote_class", "option", "value_units", "count"
        ):
            method = methods[code]
            place = next(i for i, (known, _) in enumerate(method.classes) if known == name)
            worth = dict(method.options or ())[option] if value is None else value
            rows[code].append((places[participant], place, worth, count))
    return {
        code: Ballots(*(_numbers(column) for column in zip(*found, strict=True)))
        for code, found in rows.items()
        if found
    }


def load_marks(extent: Extent, places: Places) -> dict[str, Mask]:
    """Read for whom each leaf does not apply; one query."""
    marks: dict[str, Mask] = {}
    found = NotApplicable.objects.filter(participant__in=extent.participants())
    for participant, code in found.values_list("participant_id", "indicator__code"):
        marks.setdefault(code, np.zeros(len(places), dtype=bool))[places[participant]] = True
    return marks


EVENT_FIELDS = (
    "number",
    "cadre_id",
    "rule__code",
    "level",
    "on",
    "count",
    "multiplier",
    "share_units",
    "matter",
    "found_by",
    "exempted",
    "approved",
)


NOT_REVOKED = Q(approved=True) | Q(filing__isnull=True)
"""Events made by hand are approved until they are revoked; those of workbooks may wait for approval."""


def load_events(
    extent: Extent, year: Period | None, rulebook: Rulebook, persons: Places, supposed: Supposed = NOTHING_SUPPOSED
) -> Events | None:
    """Read the events of the year that are dated in the extent's period, with those supposed; one query."""
    if rulebook.adjustments is None or year is None:
        return None
    rules = {rule.code: (place, rule) for place, rule in enumerate(rulebook.adjustments.rules)}
    dated = {"on__gte": extent.period.starts_on, "on__lte": extent.period.ends_on}
    found = AdjustmentEvent.objects.filter(
        NOT_REVOKED, year=year, rule__code__in=rules, cadre__in=extent.participants().values("cadre"), **dated
    )
    entered = found.order_by("number").values_list(*EVENT_FIELDS)
    laid: Any = supposed.over_events(entered, extent.period.starts_on, extent.period.ends_on)
    # Entered under another version of the scheme, a level may be one that these rules do not know, nor its worth.
    rows: list[Any] = [row for row in laid if row[1] in persons and rules[row[2]][1].has_level(row[3])]
    columns = list(zip(*rows, strict=True)) or [()] * len(EVENT_FIELDS)
    number, cadre, rule, level, on, count, multiplier, share, matter, found_by, exempted, approved = columns
    return Events(
        ids=tuple(number),
        cadre=_numbers([persons[one] for one in cadre]),
        rule=_numbers([rules[code][0] for code in rule]),
        points=_numbers([rules[code][1].points_for(one or None) for code, one in zip(rule, level, strict=True)]),
        on=_numbers([day.toordinal() for day in on]),
        count=_numbers(count),
        multiplier=_numbers(multiplier),
        share=_numbers(share),
        matter=Coded.of([one or None for one in matter]).codes,
        self_found=np.array([one == FoundBy.SELF for one in found_by], dtype=bool),
        exempted=np.array(exempted, dtype=bool),
        approved=np.array(approved, dtype=bool),
    )


def load_vetoes(
    extent: Extent, year: Period | None, rulebook: Rulebook, persons: Places, supposed: Supposed = NOTHING_SUPPOSED
) -> VetoEvents:
    """Read the vetoes of the year, with those supposed; one query. The engine finds those active in the period."""
    vetoes = {veto.code: place for place, veto in enumerate(rulebook.vetoes)}
    people = extent.participants().values("cadre")
    entered = VetoEvent.objects.filter(year=year, veto__code__in=vetoes, cadre__in=people, revoked=False)
    found = entered if year else VetoEvent.objects.none()
    fields = ("cadre_id", "veto__code", "starts_on", "ends_on", "exempted", "pk")
    laid = supposed.over_holdings(found.order_by("pk").values_list(*fields))
    rows: list[Any] = [row for row in laid if row[0] in persons]
    return VetoEvents(
        cadre=_numbers([persons[row[0]] for row in rows]),
        veto=_numbers([vetoes[row[1]] for row in rows]),
        start=_numbers([row[2].toordinal() for row in rows]),
        end=_numbers([(row[3] or row[2]).toordinal() for row in rows]),
        exempted=np.array([row[4] for row in rows], dtype=bool),
    )


def load_decisions(extent: Extent, places: Places) -> tuple[Decision, ...]:
    """Read the decisions on levels; one query."""
    fields = ("participant_id", "level", "extra_place", "reason", "authority")
    found = Override.objects.filter(participant__in=extent.participants()).order_by("participant__position")
    return tuple(
        Decision(places[participant], level, extra, reason, authority)
        for participant, level, extra, reason, authority in found.values_list(*fields)
    )
