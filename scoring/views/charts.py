"""What the charts are drawn from: plain numbers as text, handed to the page as JSON."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessment.rulebook.ledger import format_units, trimmed
from scoring.models import Result
from scoring.selectors.figures import Bin

Chart = dict[str, object]


def distribution_chart(bins: Sequence[Bin], places: int) -> Chart:
    """Bars over the steps of five points, each with how many published totals lie in it."""
    return {
        "kind": "bars",
        "labels": [f"{trimmed(step.low)}–{trimmed(step.high)}" for step in bins],
        "series": [{"name": _("People"), "values": [step.count for step in bins]}],
        "description": _("How many people have a published score in each step of five points."),
    }


def trend_chart(results: Sequence[Result], places: int) -> Chart:
    """A line over the periods, earliest first, with the published totals; a gap where there is none."""
    shown = list(reversed(results))
    published = [None if r.published_units is None else format_units(r.published_units, places) for r in shown]
    return {
        "kind": "line",
        "labels": [result.participant.period.code for result in shown],
        "series": [{"name": _("Published"), "values": published}],
        "description": _("Published scores over the periods."),
    }
