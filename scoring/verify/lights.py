"""The bottom list and the lights.

Rule: RULES.md 11.
"""

from collections.abc import Sequence

from .exact import Document, number, option, whole
from .standing import Period, Standing


def light_all(period: Period, standings: Sequence[Standing]) -> None:
    """Mark the bottom of each pool and give everybody with a published total a light."""
    bottom = period.scheme.get("bottom")
    lights = period.scheme.get("lights")
    for standing in standings:
        if bottom is not None:
            standing.bottom = at_bottom(standing, bottom)
        if lights is not None and standing.published is not None:
            standing.light = light_of(standing, lights)


def at_bottom(standing: Standing, bottom: Document) -> bool:
    """Tell whether fewer are strictly behind than the bottom list has places."""
    if standing.pool_size is None or standing.behind is None:
        return False
    if standing.pool_size < number(option(bottom, "min_pool", 1)):
        return False
    listed = whole(standing.pool_size * number(bottom["percent"]) / 100, option(bottom, "rounding", "ceil"))
    return standing.behind < listed


def light_of(standing: Standing, lights: Document) -> str:
    """Give the first colour of red and yellow of which a condition holds, else green."""
    for colour in ("red", "yellow"):
        if any(holds(standing, condition) for condition in option(lights, colour, [])):
            return colour
    return "green"


def holds(standing: Standing, condition: Document) -> bool:
    """Tell whether a condition of a light holds."""
    ((word, line),) = condition.items()
    match word:
        case "published_below":
            return standing.published is not None and standing.published < number(line)
        case "bottom":
            return standing.bottom is bool(line)
    return number(option(standing.row, word, 0)) >= number(line)
