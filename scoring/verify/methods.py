"""One function for each method: from entered rows to exact base points.

Rule: RULES.md 3.1. `rows` holds the entered values by key; `weight` is the leaf's weight for the cadre's category.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from .exact import mean, name, number, option, stepped

Rows = Mapping[str, Sequence[Any]]

# Methods for which no rows mean that nothing happened, unless the leaf has a policy of its own.
EVENTFUL = ("deduct", "escalate", "milestone")
# Methods whose points depend on the values of the pool.
RELATIVE = ("pool_rank", "ratio_best", "mean_step")


def average(rows: Rows, key: str = "") -> Fraction:
    """Average the scores of one key."""
    return mean(number(value) for value in rows[key])


def counted(rows: Rows, key: str) -> Fraction:
    """Add up the counts of one key."""
    return sum((number(value) for value in rows.get(key, ())), Fraction(0))


def points(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Take the value as it is."""
    return average(rows)


def percent(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Take the value as a percentage of the weight."""
    return weight * average(rows) / 100


def imported(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Convert a score with another full mark."""
    return weight * average(rows) / number(parameters["full"])


def ratio(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Compare what was achieved with the target."""
    low = number(option(parameters, "low", 0)) / 100
    cap = number(option(parameters, "cap", 100)) / 100
    actual, target = average(rows, "actual"), average(rows, "target")
    if option(parameters, "direction", "higher") == "higher":
        reached = actual / target
    else:
        reached = cap if actual == 0 else target / actual
    return Fraction(0) if reached < low else weight * min(reached, cap)


def bands(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Give the share of the highest band that the value reaches."""
    value = average(rows)
    reached = [(number(band["from"]), number(band["share"])) for band in parameters if number(band["from"]) <= value]
    return weight * max(reached)[1] / 100 if reached else Fraction(0)


def threshold(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Take a step off for every unit that the value falls short."""
    gap = number(parameters["at"]) - average(rows)
    if option(parameters, "direction", "higher") == "lower":
        gap = -gap
    short = max(Fraction(0), gap) / number(parameters["unit"])
    steps = stepped(short, option(parameters, "partial", "up"))
    return max(Fraction(0), weight - number(parameters["step"]) * steps)


def deduct(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Take points off for every event of a kind."""
    lost = sum((counted(rows, name(kind)) * number(worth) for kind, worth in parameters["events"].items()), Fraction(0))
    return max(number(option(parameters, "floor", 0)), weight - lost)


def escalate(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Take a part off for the first event and everything from a number of events on."""
    count = sum((counted(rows, key) for key in rows), Fraction(0))
    if count == 0:
        return weight
    if count >= number(parameters["zero_at"]):
        return Fraction(0)
    return weight * (100 - number(parameters["first"])) / 100


def grade(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Give the mean share of the grades."""
    shares = {name(word): number(share) for word, share in parameters.items()}
    return weight * mean(shares[name(value)] for value in rows[""]) / 100


def rank_table(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Give the mean share of the places in an outside ranking."""
    shares = [number(share) for share in parameters["shares"]]
    beyond = number(parameters["beyond"])
    positions = [int(number(value)) for value in rows[""]]
    return weight * mean(shares[at - 1] if at <= len(shares) else beyond for at in positions) / 100


def milestone(weight: Fraction, parameters: Any, rows: Rows) -> Fraction:
    """Add the stages that some row reports as reached."""
    stages = {name(stage): number(share) for stage, share in parameters["stages"].items()}
    reached = sum((share for stage, share in stages.items() if counted(rows, stage) > 0), Fraction(0))
    difficulty = average(rows, "difficulty") if rows.get("difficulty") else Fraction(1)
    return weight * min(number(option(parameters, "cap", 100)), difficulty * reached) / 100


METHODS: Mapping[str, Callable[[Fraction, Any, Rows], Fraction]] = {
    "points": points,
    "percent": percent,
    "import": imported,
    "ratio": ratio,
    "bands": bands,
    "threshold": threshold,
    "deduct": deduct,
    "escalate": escalate,
    "grade": grade,
    "rank_table": rank_table,
    "milestone": milestone,
}


def has_value(method: str, rows: Rows) -> bool:
    """Tell whether the rows are enough for a value.

    Rule: RULES.md 3.2, a ratio needs both keys.
    """
    return bool(rows.get("actual") and rows.get("target")) if method == "ratio" else any(rows.values())


def pool_rank(weight: Fraction, parameters: Any, value: Fraction, pool: Sequence[Fraction]) -> Fraction:
    """Place the value among those of the pool."""
    best, worst = number(parameters["best"]), number(parameters["worst"])
    if len(pool) == 1:
        return weight * best / 100
    if option(parameters, "direction", "higher") == "higher":
        ahead = sum(other > value for other in pool)
    else:
        ahead = sum(other < value for other in pool)
    return weight * (best - (best - worst) * ahead / (len(pool) - 1)) / 100


def ratio_best(weight: Fraction, parameters: Any, value: Fraction, pool: Sequence[Fraction]) -> Fraction:
    """Compare the value with the best of the pool."""
    if option(parameters, "direction", "higher") == "higher":
        return weight * value / max(pool) if max(pool) else Fraction(0)
    return weight * min(pool) / value if value else weight


def mean_step(weight: Fraction, parameters: Any, value: Fraction, pool: Sequence[Fraction]) -> Fraction:
    """Take a step off for every percent below the mean of the pool."""
    middle = mean(pool)
    if middle == 0 or value >= middle:
        return weight
    below = stepped(100 * (middle - value) / middle, option(parameters, "partial", "exact"))
    return max(Fraction(0), weight - number(parameters["step"]) * below)


COMPARISONS: Mapping[str, Callable[[Fraction, Any, Fraction, Sequence[Fraction]], Fraction]] = {
    "pool_rank": pool_rank,
    "ratio_best": ratio_best,
    "mean_step": mean_step,
}
