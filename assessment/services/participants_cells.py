"""The rows of the sheet 参评情况 as they stand, in the order of its columns."""

from assessment.choices import Status
from assessment.models import Participant, Period
from assessment.rulebook.ledger import to_decimal
from assessment.selectors.participants import standing_on
from assessment.services.participants_sheet import STATUS_WORDS
from cadres.models import Cadre
from cadres.workbooks.writing import Written


def participant_cells(period: Period) -> list[list[Written]]:
    """Give the participants of a period; while there are none, everybody who has a posting on its last day."""
    standing = Participant.objects.filter(period=period).select_related("cadre", "category").order_by("position", "pk")
    return [_cells(row) for row in standing] or _from_the_roster(period)


def _cells(row: Participant) -> list[Written]:
    return [
        row.cadre.number,
        row.cadre.name,
        row.category.code,
        STATUS_WORDS[row.status],
        to_decimal(row.coefficient_units),
        to_decimal(row.leave_days_units),
        to_decimal(row.work_days_units),
        "、".join(row.flags),
        row.red_cards,
        row.yellow_cards,
        row.unit_result,
    ]


def _from_the_roster(period: Period) -> list[list[Written]]:
    postings = standing_on(period.ends_on)
    here = {pk: held for pk, held in postings.items() if held.ends_on is None or held.ends_on >= period.starts_on}
    cadres = Cadre.objects.defer("id_number_sealed").order_by("number")
    graded = STATUS_WORDS[Status.GRADED]
    return [[row.number, row.name, here[row.pk].category, graded] for row in cadres if row.pk in here]
