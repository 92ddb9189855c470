"""A whole case: the quarters first, then the period itself."""

from typing import Any

from .adjustments import adjust
from .exact import Document, Refusal, Unreadable, option
from .levels import hit_bottoms, label_all, set_levels
from .lights import light_all
from .quotas import apply_quotas, override
from .ranking import rank_all
from .sheets import fill_sheet
from .standing import Period, Standing, enrolled, result_of
from .status import settle_statuses
from .year import join_quarters


def settle(period: Period) -> list[Standing]:
    """Apply the rules to a period in their order."""
    standings = enrolled(period)
    settle_statuses(period, standings)
    fill_sheet(period, standings)
    join_quarters(period, standings)
    adjust(period, standings)
    rank_all(period, standings)
    hit_bottoms(period, standings)
    set_levels(period, standings)
    places = apply_quotas(period, standings)
    override(period, standings, places)
    label_all(period, standings)
    light_all(period, standings)
    return standings


def recompute(document: Document) -> list[dict[str, Any]]:
    """Compute the results of a case document in the form of `expected.results`.

    Rule: RULES.md 12. The scheme must be valid; numbers are int, Decimal or Fraction.
    Raises: Unreadable when the document lacks something, OverrideRefused when a decision exceeds a quota.
    """
    try:
        scheme = document["scheme"]
        quarters = []
        for quarter in option(document, "quarters", []):
            settled = settle(Period(scheme=scheme, document=quarter))
            quarters.append({standing.id: standing for standing in settled})
        standings = settle(Period(scheme=scheme, document=document, quarters=quarters))
        return [result_of(standing, scheme) for standing in standings]
    except Refusal:
        raise
    except (KeyError, AttributeError, IndexError, TypeError, ValueError, ZeroDivisionError) as error:
        raise Unreadable("not a case document: {error}", error=repr(error)) from error
