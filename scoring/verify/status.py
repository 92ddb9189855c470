"""Who takes part and how: vetoes that are active, and the status that follows from them and from the quarters.

Rule: RULES.md 4, 7 and 9.1.
"""

from collections.abc import Sequence

from .exact import maybe, option
from .scheme import year_mode
from .standing import Period, Standing

COMMENTS_ONLY = "comments_only"
WITHHELD = "withheld"


def settle_statuses(period: Period, standings: Sequence[Standing]) -> None:
    """Give every cadre his effective status and every participant his active vetoes."""
    rules = option(period.scheme, "vetoes", {})
    for standing in standings:
        if not standing.participates:
            continue
        standing.vetoes = active_vetoes(period, standing.id)
        standing.reasons |= {f"veto:{code}" for code in standing.vetoes}
        effects = {rules[code]["effect"] for code in standing.vetoes}
        if "withhold" in effects:
            standing.status = WITHHELD
        elif "comments_only" in effects:
            standing.status = COMMENTS_ONLY
        require_quarters(period, standing)


def active_vetoes(period: Period, cadre: str) -> set[str]:
    """Give the codes of the vetoes entered for a cadre that meet the period."""
    return {
        row["veto"]
        for row in period.gathered("vetoes")
        if row["cadre"] == cadre
        and not option(row, "exempted", False)
        and period.covers(row["from"], option(row, "until", row["from"]))
    }


def require_quarters(period: Period, standing: Standing) -> None:
    """Turn a graded cadre with too few counted quarters into `comments_only` for the year."""
    if not period.annual or not standing.graded:
        return
    needed = maybe(option(period.scheme, "year_result", {}).get("minimum"))
    if needed is None:
        needed = maybe(0 if year_mode(period.scheme) == "year_only" else 1)
    if needed is not None and len(period.counted_quarters(standing.id)) < needed:
        standing.status = COMMENTS_ONLY
        standing.reasons.add("minimum")
