"""Results → files: JSON as in RULES.md 12, CSV and Excel as a table."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.ledger import to_decimal
from assessment.rulebook.words import Kind
from scoring.models import Result
from scoring.selectors.explanations import result_dict


def results_in_order(period: Period) -> Iterable[Result]:
    """The current results of a period in the order of the participants; one query."""
    found = Result.objects.filter(run__period=period, run__is_current=True)
    related = ("participant__cadre", "participant__department", "participant__category", "participant__leader")
    return found.select_related(*related).order_by("participant__position", "participant_id")


def results_json(period: Period) -> str:
    """Write a period's results as JSON: one object, one cadre a line, keys sorted."""
    places = rulebook_of(period.scheme_version).places
    rows = (
        json.dumps(result_dict(result, places), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for result in results_in_order(period)
    )
    return '{"results": [\n' + ",\n".join(rows) + "\n]}\n"


def results_table(period: Period) -> tuple[list[str], list[list[Any]]]:
    """Give a period's results as a table: the header in the active language, and rows of typed values."""
    rulebook = rulebook_of(period.scheme_version)
    header = [
        _("Personnel number"), _("Name"), _("Department"), _("Category"), _("Pool"), _("Status"), _("Base"),
        _("Scaled"), _("Bonus"), _("Penalty"), _("Total"), _("Published"), _("Rank"), _("Pool size"),
        _("Rank within the leader's span"), _("Percentile"), _("Level"), _("Computed level"), _("Label"), _("Light"),
        _("Bottom"), _("Undecided"), _("Reasons"), _("Incomplete"),
    ]  # fmt: skip
    leaves = [leaf.code for leaf in rulebook.leaves(Kind(period.kind))]
    rows = [[*_cells(result), *_lines(result, leaves)] for result in results_in_order(period)]
    return [*header, *leaves], rows


def _cells(result: Result) -> Iterator[Any]:
    participant = result.participant
    yield from (participant.cadre.number, participant.cadre.name, participant.department.name)
    yield from (participant.category.code, result.pool, result.get_status_display())
    for units in (result.base_units, result.scaled_units, result.bonus_units, result.penalty_units):
        yield _decimal(units)
    yield from (_decimal(result.total_units), _decimal(result.published_units))
    yield from (result.rank, result.pool_size, result.leader_rank)
    yield None if result.percentile_tenths is None else Decimal(result.percentile_tenths) / 10
    yield from (result.level, result.computed_level, result.label)
    yield result.get_light_display()
    yield from (_("yes") if result.bottom else "", _("yes") if result.undecided else "")
    yield from (", ".join(result.reasons), ", ".join(result.incomplete))


def _lines(result: Result, leaves: Iterable[str]) -> Iterator[Decimal | None]:
    return (_decimal(result.lines.get(code)) for code in leaves)


def _decimal(units: int | None) -> Decimal | None:
    return None if units is None else to_decimal(units)
