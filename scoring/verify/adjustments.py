"""Bonus and penalty: which events count, what they are worth, caps, and the total.

Rule: RULES.md 6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .exact import Document, maybe, name, number, option, rounded, u
from .scheme import places
from .standing import Period, Standing


@dataclass(frozen=True)
class Counting:
    """An event that counts for a cadre, with its rule and its points."""

    event: Document
    rule: Document
    points: Fraction

    @property
    def bars(self) -> bool:
        """Tell whether the event bars level 1 (RULES.md 6.4)."""
        bars = option(self.rule, "bars_excellent", "never")
        return bool(bars == "always" or (bars == "when_doubled" and number(option(self.event, "multiplier", 1)) == 2))


def adjust(period: Period, standings: Sequence[Standing]) -> None:
    """Add every participant's bonus and take off his penalty; name the rules that bar him."""
    every = events_of(period)
    for standing in standings:
        if not standing.participates:
            continue
        events = counting_events(period, [event for event in every if event["cadre"] == standing.id])
        barring = {counting.rule["code"] for counting in events if counting.bars}
        standing.reasons |= {f"rule:{code}" for code in barring}
        standing.barred = standing.barred or bool(barring)
        if standing.base is None:
            continue
        standing.bonus = capped(period, "bonus", events)
        standing.penalty = capped(period, "penalty", events)
        if standing.scaled is not None:
            standing.total = limited(period, standing.scaled + standing.bonus - standing.penalty)
            standing.published = rounded(standing.total, places(period.scheme))


def events_of(period: Period) -> list[Document]:
    """Give the events that this kind of period takes into account, one for each id.

    Rule: RULES.md 6.5.
    """
    apply = option(option(period.scheme, "adjustments", {}), "apply", "year")
    if apply != "both" and (apply == "year") != period.annual:
        return []
    once: dict[str, Document] = {}
    for event in period.gathered("events"):
        once.setdefault(event["id"], event)
    return [
        event for event in once.values() if option(event, "approved", False) and period.covers(event["on"], event["on"])
    ]


def waived(event: Document, rule: Document) -> bool:
    """Tell whether an event is worth nothing and bars nothing (RULES.md 6.1)."""
    self_found = option(event, "found_by", "other") == "self"
    return bool(option(event, "exempted", False) or (self_found and option(rule, "self_found", "count") == "waive"))


def points_of(event: Document, rule: Document) -> Fraction:
    """Give what an event is worth before caps (RULES.md 6.1)."""
    points = rule["points"]
    if isinstance(points, Mapping):
        points = {name(level): worth for level, worth in points.items()}[name(event["level"])]
    factor = number(option(event, "count", 1)) * number(option(event, "multiplier", 1))
    return u(number(points) * factor * number(option(event, "share", 100)) / 100)


def counting_events(period: Period, events: Sequence[Document]) -> list[Counting]:
    """Give the counting ones of a cadre's events, of the same matter only the highest."""
    rules = {rule["code"]: rule for rule in option(option(period.scheme, "adjustments", {}), "rules", [])}
    candidates = [
        Counting(event=event, rule=rules[event["rule"]], points=points_of(event, rules[event["rule"]]))
        for event in events
        if not waived(event, rules[event["rule"]])
    ]
    return [one for one in candidates if not any(beats(other, one) for other in candidates)]


def beats(other: Counting, one: Counting) -> bool:
    """Tell whether another event of the same kind and matter counts in place of this one (RULES.md 6.2)."""
    matter = option(one.event, "matter", "")
    if not matter or option(other.event, "matter", "") != matter or other.rule["kind"] != one.rule["kind"]:
        return False
    order_of_other = (-other.points, other.event["on"], other.event["id"])
    return bool(order_of_other < (-one.points, one.event["on"], one.event["id"]))


def under(cap: Fraction | None, points: Fraction) -> Fraction:
    """Hold points under a cap, if there is one."""
    return points if cap is None else min(cap, points)


def capped(period: Period, kind: str, events: Sequence[Counting]) -> Fraction:
    """Add up the points of one kind under the caps of the rules and of the kind (RULES.md 6.3)."""
    adjustments = option(period.scheme, "adjustments", {})
    added = Fraction(0)
    for rule in option(adjustments, "rules", []):
        if rule["kind"] == kind:
            of_rule = sum((one.points for one in events if one.rule is rule), Fraction(0))
            added += under(maybe(rule.get("cap")), of_rule)
    return under(maybe(option(adjustments, kind, {}).get("cap")), added)


def limited(period: Period, total: Fraction) -> Fraction:
    """Hold a total between the scheme's floor and cap; the floor is 0 unless it is written otherwise."""
    limits = option(period.scheme, "total", {})
    lowest = maybe(limits.get("floor", 0))
    total = under(maybe(limits.get("cap")), total)
    return total if lowest is None else max(lowest, total)
