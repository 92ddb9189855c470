"""A period as the database holds it → a case document (RULES.md 12), nothing computed.

People are named by their personnel numbers; there are no names, no identity numbers, no accounts in a case.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from assessment.compiling import rulebook_of
from assessment.models import Participant, Period
from assessment.rulebook.facts import entry_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import to_decimal
from assessment.rulebook.methods import Vote
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from assessment.rulebook.writing import scheme_document
from scoring.loading.rows import NOT_REVOKED
from scoring.models import AdjustmentEvent, NotApplicable, Override, ScoreEntry, VetoEvent, VoteTally
from scoring.selectors.periods import part_periods, year_of

Document = dict[str, Any]


class OtherScheme(ValueError):
    """A quarter of the year is under another wording of the scheme; a case has one scheme for all."""

    def __init__(self, quarter: Period) -> None:
        self.quarter = quarter
        super().__init__(quarter.code)


def case_document(period: Period) -> Document:
    """Write a period, a year with its quarters, as a case; a fixed number of queries for each period.

    Raises: OtherScheme.
    """
    rulebook = rulebook_of(period.scheme_version)
    year = year_of(period)
    document = {"scheme": scheme_document(rulebook), **_period(period, year, rulebook)}
    if Kind(period.kind) is Kind.YEAR:
        document["quarters"] = list(_quarters(period, rulebook))
    return document


def _quarters(year: Period, rulebook: Rulebook) -> Iterator[Document]:
    for quarter in part_periods(year).filter(kind=str(rulebook.part_kind)).select_related("scheme_version"):
        found = _period(quarter, year, rulebook)
        if not found["cadres"]:
            continue
        if quarter.scheme_version.digest != year.scheme_version.digest:
            raise OtherScheme(quarter)
        yield found


def _period(period: Period, year: Period | None, rulebook: Rulebook) -> Document:
    kind = Kind(period.kind)
    sheet = rulebook.sheet(kind)
    own = {leaf.code: leaf for leaf in sheet.leaves} if sheet else {}
    people = list(
        Participant.objects.filter(period=period)
        .select_related("cadre", "category", "department", "leader")
        .order_by("position", "pk")
    )
    graded = rulebook.grades is not None and rulebook.grades.of(kind) is not None
    return {
        "period": {
            "kind": period.kind,
            "code": period.code,
            "start": period.starts_on.isoformat(),
            "end": period.ends_on.isoformat(),
            "unit_result": period.unit_result,
        },
        "cadres": [_cadre(one) for one in people],
        "facts": _facts(period, own),
        "votes": _votes(period, own),
        "not_applicable": _marks(period, {leaf.code for leaf in rulebook.leaves(kind)}),
        "events": _events(period, year, people, rulebook),
        "vetoes": _vetoes(period, year, people, rulebook),
        "overrides": _overrides(period) if graded else [],
    }


def _cadre(one: Participant) -> Document:
    return {
        "id": one.cadre.number,
        "category": one.category.code,
        "department": one.department.code,
        "leader": one.leader.number if one.leader else None,
        "identity": one.identity,
        "status": one.status,
        "unit_result": one.unit_result,
        "coefficient": to_decimal(one.coefficient_units),
        "leave_days": to_decimal(one.leave_days_units),
        "work_days": to_decimal(one.work_days_units),
        "flags": sorted(one.flags),
        "red_cards": one.red_cards,
        "yellow_cards": one.yellow_cards,
    }


def _facts(period: Period, own: dict[str, Leaf]) -> list[Document]:
    """The entries that count: of the period's own sheet, for leaves that the cadre's category has."""
    entries = ScoreEntry.objects.filter(participant__period=period, indicator__sheet__kind=period.kind)
    fields = ("indicator__code", "participant__category__code", "participant__cadre__number", "key", "value_units")
    rows = entries.order_by("participant__position", "indicator__position", "key", "scorer", "pk")
    return [
        {"cadre": cadre, "indicator": code, "key": key, "value": grade if units is None else to_decimal(units)}
        for code, category, cadre, key, units, grade in rows.values_list(*fields, "grade")
        if code in own and own[code].weight(category) is not None and key in entry_keys(own[code])
    ]


def _votes(period: Period, own: dict[str, Leaf]) -> list[Document]:
    voted = {code for code, leaf in own.items() if isinstance(leaf.method, Vote)}
    tallies = VoteTally.objects.filter(participant__period=period, indicator__sheet__kind=period.kind)
    fields = ("indicator__code", "participant__category__code", "participant__cadre__number", "vote_class", "option")
    rows = tallies.order_by("participant__position", "indicator__position", "vote_class", "option", "value_units")
    return [
        {
            "cadre": cadre,
            "indicator": code,
            "class": vote_class,
            **({"option": option} if units is None else {"value": to_decimal(units)}),
            "count": count,
        }
        for code, category, cadre, vote_class, option, units, count in rows.values_list(*fields, "value_units", "count")
        if code in voted and own[code].weight(category) is not None
    ]


def _marks(period: Period, known: set[str]) -> list[Document]:
    marks = NotApplicable.objects.filter(participant__period=period, indicator__code__in=known)
    rows = marks.order_by("participant__position", "indicator__code", "pk")
    fields = ("participant__cadre__number", "indicator__code", "reason")
    return [{"cadre": cadre, "indicator": code, "reason": reason} for cadre, code, reason in rows.values_list(*fields)]


def _events(period: Period, year: Period | None, people: Iterable[Participant], book: Rulebook) -> list[Document]:
    """The events of the year that are dated in the period, of those who take part."""
    if year is None or book.adjustments is None:
        return []
    rules = {rule.code for rule in book.adjustments.rules}
    dated = AdjustmentEvent.objects.filter(
        NOT_REVOKED, year=year, rule__code__in=rules, on__range=(period.starts_on, period.ends_on)
    )
    here = {one.cadre_id for one in people}
    rows = dated.select_related("cadre", "rule").order_by("number")
    return [_event(event) for event in rows if event.cadre_id in here]


def _event(event: AdjustmentEvent) -> Document:
    return {
        "id": event.number,
        "cadre": event.cadre.number,
        "rule": event.rule.code,
        "level": event.level or None,
        "on": event.on.isoformat(),
        "count": event.count,
        "multiplier": event.multiplier,
        "share": to_decimal(event.share_units),
        "matter": event.matter,
        "found_by": event.found_by,
        "exempted": event.exempted,
        "approved": event.approved,
    }


def _vetoes(period: Period, year: Period | None, people: Iterable[Participant], book: Rulebook) -> list[Document]:
    """The vetoes of the year, of those who take part; in a shorter period those that meet it."""
    if year is None:
        return []
    entered = VetoEvent.objects.filter(year=year, veto__code__in={veto.code for veto in book.vetoes}, revoked=False)
    here = {one.cadre_id for one in people}
    rows = entered.select_related("cadre", "veto").order_by("cadre__number", "starts_on", "pk")
    return [
        _veto(event) for event in rows if event.cadre_id in here and _meets(event, period.starts_on, period.ends_on)
    ]


def _meets(event: VetoEvent, first: date, last: date) -> bool:
    return event.starts_on <= last and (event.ends_on or event.starts_on) >= first


def _veto(event: VetoEvent) -> Document:
    return {
        "cadre": event.cadre.number,
        "veto": event.veto.code,
        "from": event.starts_on.isoformat(),
        "until": event.ends_on.isoformat() if event.ends_on else None,
        "exempted": event.exempted,
    }


def _overrides(period: Period) -> list[Document]:
    decided = Override.objects.filter(participant__period=period).order_by("participant__position", "pk")
    fields = ("participant__cadre__number", "level", "reason", "authority", "extra_place")
    return [
        {"cadre": cadre, "level": level, "reason": reason, "authority": authority, "extra_place": extra}
        for cadre, level, reason, authority, extra in decided.values_list(*fields)
    ]
