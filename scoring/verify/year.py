"""The annual result of a scheme that joins the quarters' totals with the year sheet.

Rule: RULES.md 7, `weighted` and `sum`; `by_leaf` is a matter of the sheet, and `year_only` has nothing to join.
"""

from collections.abc import Sequence
from fractions import Fraction

from .exact import mean, number, option, u
from .scheme import year_mode
from .standing import Period, Standing


def join_quarters(period: Period, standings: Sequence[Standing]) -> None:
    """Combine each cadre's counted quarters with his year sheet; without any counted quarter there is no total."""
    mode = year_mode(period.scheme)
    if not period.annual or mode not in ("weighted", "sum"):
        return
    for standing in standings:
        if standing.scaled is None:
            continue
        parts = quarter_values(period, standing.id)
        if not parts:
            standing.scaled = None
        elif mode == "sum":
            standing.lines["@quarters"] = u(mean(parts))
            standing.scaled += standing.lines["@quarters"]
        else:
            percent = number(period.scheme["year_result"]["quarters"])
            standing.lines["@quarters"] = u(mean(parts) * percent / 100)
            standing.lines["@year"] = u(standing.scaled * (100 - percent) / 100)
            standing.scaled = standing.lines["@quarters"] + standing.lines["@year"]


def quarter_values(period: Period, cadre: str) -> list[Fraction]:
    """Give what each counted quarter hands on to the year: published totals or scaled bases."""
    totals = year_mode(period.scheme) == "weighted" and uses_totals(period)
    quarters = period.counted_quarters(cadre)
    found = [quarter.published if totals else quarter.scaled for quarter in quarters]
    return [value for value in found if value is not None]


def uses_totals(period: Period) -> bool:
    """Tell whether the quarters hand on their published totals.

    Rule: RULES.md 6.5, under `apply: both` they hand on their scaled bases, so that no event counts twice.
    """
    if option(option(period.scheme, "adjustments", {}), "apply", "year") == "both":
        return False
    return bool(option(period.scheme["year_result"], "use", "total") == "total")
