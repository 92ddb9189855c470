"""Votes: from ballots to a share of the leaf's weight.

Rule: RULES.md 5.
"""

from collections.abc import Sequence
from fractions import Fraction

from .exact import Document, number, option

# The worth of a ballot in percent, and how many ballots are worth that.
Ballots = list[tuple[Fraction, int]]


def ballots_of(parameters: Document, rows: Sequence[Document], group: str) -> Ballots:
    """Give the ballots of one class, lowest worth first."""
    found: Ballots = []
    for row in rows:
        if row["class"] != group:
            continue
        if row.get("option") is not None:
            worth = number(parameters["options"][row["option"]])
        else:
            worth = 100 * number(row["value"]) / number(parameters["score"])
        found.append((worth, int(number(option(row, "count", 1)))))
    return sorted(found)


def without_lowest(ballots: Ballots, dropped: int) -> Ballots:
    """Take so many ballots away from the front."""
    kept: Ballots = []
    for worth, count in ballots:
        taken = min(dropped, count)
        dropped -= taken
        kept.append((worth, count - taken))
    return kept


def trimmed(ballots: Ballots, trim: Document | None) -> Ballots:
    """Drop the lowest and the highest ballots where there are enough of them."""
    if trim is None or sum(count for _, count in ballots) < number(trim["at_least"]):
        return ballots
    dropped = int(number(trim["each_end"]))
    return without_lowest(without_lowest(ballots, dropped)[::-1], dropped)


def class_mean(parameters: Document, rows: Sequence[Document], group: str) -> Fraction | None:
    """Give the mean worth of a class's ballots; nothing when the class counts as missing."""
    ballots = ballots_of(parameters, rows, group)
    number_cast = sum(count for _, count in ballots)
    if number_cast == 0 or number_cast < number(option(parameters, "min_ballots", 1)):
        return None
    kept = trimmed(ballots, parameters.get("trim"))
    return sum((worth * count for worth, count in kept), Fraction(0)) / sum(count for _, count in kept)


def vote_share(parameters: Document, rows: Sequence[Document]) -> Fraction | None:
    """Join the classes to one share in percent; nothing when no class is present."""
    joined, present = Fraction(0), Fraction(0)
    for group, weight in parameters["classes"].items():
        worth = class_mean(parameters, rows, group)
        if worth is not None:
            joined += number(weight) * worth
            present += number(weight)
    if present == 0:
        return None
    return joined / (100 if option(parameters, "missing_class", "renormalise") == "zero" else present)
