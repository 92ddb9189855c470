"""The ways over the ORM that come to mind first. They add up and rank, which is less than the product does."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessment.models import Participant, Period
from assessment.rulebook.ledger import UNIT
from bench.settled import AT
from scoring.models import AdjustmentEvent, Result, Run, ScoreEntry

SIGNS = {"bonus": 1, "penalty": -1}


def _run(quarter: Period) -> Run:
    return Run.objects.create(
        period=quarter, scheme_digest="", input_digest="by the ORM", computed_at=AT, is_current=False, explained=False
    )


@transaction.atomic
def loop(quarter: Period, count: int) -> None:
    """Query and save cadre by cadre, then rank pool by pool; taken back at the end."""
    run = _run(quarter)
    people = Participant.objects.filter(period=quarter, position__lt=count).select_related("category__pool", "cadre")
    for one in people:
        lines = {
            entry.indicator.code: Decimal(entry.value_units) / UNIT
            for entry in ScoreEntry.objects.filter(participant=one).select_related("indicator")
            if entry.value_units is not None
        }
        extra = sum(
            SIGNS[event.rule.kind] * Decimal(event.share_units) / UNIT / 100
            for event in AdjustmentEvent.objects.filter(cadre=one.cadre, approved=True).select_related("rule")
        )
        total = int((sum(lines.values()) + extra) * UNIT)
        written: Any = {code: int(line * UNIT) for code, line in lines.items()}
        pool = one.category.pool.code
        Result(run=run, participant=one, status=one.status, pool=pool, lines=written, published_units=total).save()
    for pool in Result.objects.filter(run=run).order_by().values_list("pool", flat=True).distinct():
        for place, result in enumerate(Result.objects.filter(run=run, pool=pool).order_by("-published_units"), 1):
            result.rank = place
            result.save(update_fields=["rank"])
    transaction.set_rollback(True)


@transaction.atomic
def bulk(quarter: Period, count: int) -> None:
    """Read everything by three queries, add and rank in Python, and create in bulk; taken back at the end."""
    run = _run(quarter)
    people = list(Participant.objects.filter(period=quarter, position__lt=count).select_related("category__pool"))
    lines: dict[int, dict[str, Decimal]] = defaultdict(dict)
    entries = ScoreEntry.objects.filter(participant__period=quarter, participant__position__lt=count)
    for entry in entries.select_related("indicator").iterator():
        lines[entry.participant_id][entry.indicator.code] = Decimal(entry.value_units or 0) / UNIT
    extra: dict[int, Decimal] = defaultdict(Decimal)
    events = AdjustmentEvent.objects.filter(cadre__in=[one.cadre_id for one in people], approved=True)
    for event in events.select_related("rule").iterator():
        extra[event.cadre_id] += SIGNS[event.rule.kind] * Decimal(event.share_units) / UNIT / 100
    pools: dict[str, list[Result]] = defaultdict(list)
    for one in people:
        total = int((sum(lines[one.pk].values()) + extra[one.cadre_id]) * UNIT)
        written: Any = {code: int(line * UNIT) for code, line in lines[one.pk].items()}
        pool = one.category.pool.code
        pools[pool].append(
            Result(run=run, participant=one, status=one.status, pool=pool, lines=written, published_units=total)
        )
    for results in pools.values():
        results.sort(key=lambda result: -(result.published_units or 0))
        for place, result in enumerate(results, 1):
            result.rank = place
    Result.objects.bulk_create([result for results in pools.values() for result in results], batch_size=2_000)
    transaction.set_rollback(True)
