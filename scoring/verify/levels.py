"""Levels: bands, what holds a cadre down, what bars him from the best level, and the words for a level.

Rule: RULES.md 9 and 10, steps 1 to 3.
"""

from collections.abc import Iterator, Sequence

from .exact import Document, number, option, plain
from .standing import Period, Standing, attainment


def hit_bottoms(period: Period, standings: Sequence[Standing]) -> None:
    """Add the vetoes that fall on the last of a pool."""
    for code, veto in option(period.scheme, "vetoes", {}).items():
        if veto.get("bottom") is None:
            continue
        for standing in standings:
            if standing.behind is None or standing.pool_size is None:
                continue
            large_enough = standing.pool_size >= number(option(veto, "min_pool", 1))
            if large_enough and standing.behind < number(veto["bottom"]):
                standing.vetoes.add(code)
                standing.reasons.add(f"veto:{code}")


def set_levels(period: Period, standings: Sequence[Standing]) -> None:
    """Give the ranked cadres the level that bands, limits, vetoes, bars and gates leave them."""
    if period.grades is None:
        return
    for standing in standings:
        if not standing.ranked:
            continue
        level = held(period, standing, band(period, standing))
        if level == 1 and barred(period, standing):
            level = 2
        if "force_lowest" in effects(period, standing):
            level = lowest(period)
        standing.level = level
        standing.reasons |= set(failed_limits(period, standing)) | set(failed_gates(period, standing))


def lowest(period: Period) -> int:
    """Give the number of the last level."""
    return int(number(period.scheme["grades"]["levels"]))


def effects(period: Period, standing: Standing) -> set[str]:
    """Give the effects of the vetoes on a cadre."""
    return {period.scheme["vetoes"][code]["effect"] for code in standing.vetoes}


def band(period: Period, standing: Standing) -> int:
    """Give the level of the published total by the bands; 1 where there are none."""
    if standing.published is None or period.grades is None:
        return 1
    published = standing.published
    return 1 + sum(published < number(line) for line in option(period.grades, "bands", []))


def held(period: Period, standing: Standing, level: int) -> int:
    """Hold a level to the best that limits and `cap_level` vetoes allow."""
    vetoes = [period.scheme["vetoes"][code] for code in standing.vetoes]
    caps = [int(number(veto["best_level"])) for veto in vetoes if veto["effect"] == "cap_level"]
    limits = [int(number(limit["best_level"])) for limit in under_limits(period, standing)]
    return max([level, *caps, *limits])


def under_limits(period: Period, standing: Standing) -> Iterator[Document]:
    """Give the limits whose node this cadre's attainment is below."""
    for limit in option(period.scheme, "limits", []):
        if period.applies(limit, None) and limit["node"] in period.nodes:
            reached = attainment(standing, period.nodes[limit["node"]])
            if reached is not None and 100 * reached < number(limit["below"]):
                yield limit


def failed_limits(period: Period, standing: Standing) -> Iterator[str]:
    """Name the limits that hold a cadre down."""
    for limit in under_limits(period, standing):
        yield f"limit:{limit['node']}<{plain(number(limit['below']))}"


def barred(period: Period, standing: Standing) -> bool:
    """Tell whether a rule, a veto or a failed gate keeps a cadre from level 1."""
    bars = standing.barred or "bar_excellent" in effects(period, standing)
    return bars or any(failed_gates(period, standing))


def failed_gates(period: Period, standing: Standing) -> Iterator[str]:
    """Name the conditions for level 1 that a cadre does not meet.

    Rule: RULES.md 9.3.
    """
    for gate in option(period.scheme, "gates", []):
        if not period.applies(gate, ["year"]):
            continue
        for word, condition in gate.items():
            if word != "for" and not passes(period, standing, word, condition):
                yield gate_name(word, condition)


def gate_name(word: str, condition: Document | str) -> str:
    """Write the reason that a failed gate leaves."""
    if word == "flag":
        return f"gate:flag:{condition}"
    if word == "node_at_least" and not isinstance(condition, str):
        return f"gate:node_at_least:{condition['node']}"
    return f"gate:{word}"


def passes(period: Period, standing: Standing, word: str, condition: Document) -> bool:
    """Tell whether a cadre meets one condition for level 1."""
    quarter_levels = [quarter.level for quarter in period.counted_quarters(standing.id)]
    match word:
        case "quarters_at_level":
            return quarter_levels.count(int(number(condition["level"]))) >= number(condition["at_least"])
        case "no_quarter_at_level":
            return int(number(condition)) not in quarter_levels
        case "leave_at_most":
            leave = number(option(standing.row, "leave_days", 0))
            return 100 * leave <= number(condition) * number(option(standing.row, "work_days", 0))
        case "flag":
            return condition in option(standing.row, "flags", [])
    reached = attainment(standing, period.nodes.get(condition["node"], []))
    return reached is None or 100 * reached >= number(condition["percent"])


def label_all(period: Period, standings: Sequence[Standing]) -> None:
    """Give everybody the word of his identity for his level, or for having none.

    Rule: RULES.md 10, end.
    """
    if period.grades is None:
        return
    general = option(period.scheme["grades"], "labels", {})
    own = option(period.grades, "labels", {})
    for standing in standings:
        words = {**general, **own}.get(standing.row["identity"])
        if words is None:
            continue
        if not standing.graded:
            standing.label = words[-1]
        elif standing.level is not None:
            standing.label = words[standing.level - 1]
