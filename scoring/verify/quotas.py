"""Quotas and what people decided beside them.

Rule: RULES.md 10, steps 4 and 5.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from .exact import Document, Refusal, floor, name, number, option, whole
from .levels import effects, lowest
from .standing import Period, Standing


class OverrideRefused(Refusal):
    """A decision that exceeds a quota, or that is made in a period without levels; the sentence names the cadre."""


Places = Mapping[str, int]


def apply_quotas(period: Period, standings: Sequence[Standing]) -> list[tuple[Document, Places]]:
    """Drop who does not fit into the quotas, level by level, and keep the places of each quota."""
    if period.grades is None:
        return []
    last = lowest(period)
    quotas = sorted(option(period.grades, "quotas", []), key=lambda quota: number(quota["level"]))
    applied: list[tuple[Document, Places]] = []
    for quota in quotas:
        places = places_of(period, quota, standings)
        applied.append((quota, places))
        if number(quota["level"]) < last:
            for group in places:
                members = [standing for standing in standings if group_of(quota, standing) == group]
                fill(period, quota, members, places[group])
    for standing in standings:
        standing.computed_level = standing.level
    return applied


def group_of(quota: Document, standing: Standing) -> str:
    """Give the code of the group that a cadre belongs to under a quota."""
    match option(quota, "scope", "pool"):
        case "pool":
            return standing.pool
        case "department":
            return str(standing.row["department"])
        case "leader":
            return str(option(standing.row, "leader", ""))
    return ""


def share_of(period: Period, quota: Document, standing: Standing) -> Fraction:
    """Give the percentage that a participant adds to his group's places."""
    result = option(standing.row, "unit_result", period.document["period"].get("unit_result"))
    by_result = {name(key): share for key, share in option(quota, "by_unit_result", {}).items()}
    if result is not None and name(result) in by_result:
        return number(by_result[name(result)])
    share = quota["share"]
    return number(share[standing.pool] if isinstance(share, Mapping) else share)


def shares_by_group(period: Period, quota: Document, standings: Sequence[Standing]) -> dict[str, list[Fraction]]:
    """Give for every group the shares of those who count in its denominator."""
    only_graded = option(quota, "denominator", "participants") == "graded"
    groups: dict[str, list[Fraction]] = {group_of(quota, one): [] for one in standings if one.participates}
    for standing in standings:
        if standing.graded or (standing.participates and not only_graded):
            groups[group_of(quota, standing)].append(share_of(period, quota, standing) / 100)
    return groups


def places_of(period: Period, quota: Document, standings: Sequence[Standing]) -> dict[str, int]:
    """Give the places of every group, before overrides."""
    shares = shares_by_group(period, quota, standings)
    if option(quota, "allocation", "each") == "each":
        places = {group: places_of_each(quota, listed) for group, listed in shares.items()}
    else:
        places = largest_remainder(quota, shares)
    if option(quota, "cumulative", False):
        for standing in standings:
            if standing.level is not None and standing.level < number(quota["level"]):
                places[group_of(quota, standing)] -= 1
    return {group: max(0, number_free) for group, number_free in places.items()}


def places_of_each(quota: Document, shares: Sequence[Fraction]) -> int:
    """Give the places of one group by itself; none if nobody counts in it."""
    if not shares:
        return 0
    rounded_places = whole(sum(shares, Fraction(0)), option(quota, "rounding", "floor"))
    return max(int(number(option(quota, "minimum", 0))), rounded_places)


def largest_remainder(quota: Document, shares: Mapping[str, Sequence[Fraction]]) -> dict[str, int]:
    """Share out the places of all groups together by the largest fractions."""
    exact = {group: sum(listed, Fraction(0)) for group, listed in shares.items()}
    places = {group: floor(value) for group, value in exact.items()}
    together = whole(sum(exact.values(), Fraction(0)), option(quota, "rounding", "floor"))
    by_fraction = sorted(exact, key=lambda group: (places[group] - exact[group], -len(shares[group]), group))
    for group in by_fraction[: together - sum(places.values())]:
        places[group] += 1
    return places


def fill(period: Period, quota: Document, members: Sequence[Standing], places: int) -> None:
    """Fill a group's places in order; who is left over drops one level."""
    level = int(number(quota["level"]))
    candidates = [one for one in members if one.level == level and "force_lowest" not in effects(period, one)]
    candidates.sort(key=lambda standing: standing.order)
    taken = candidates[:places]
    if 0 < places < len(candidates) and candidates[places - 1].order == candidates[places].order:
        equals = [one for one in candidates if one.order == candidates[places].order]
        taken = [one for one in candidates if one.order < equals[0].order]
        ties = option(quota, "ties", "stop")
        if ties == "all":
            taken += equals
        elif ties == "stop":
            for standing in equals:
                standing.undecided = True
    for standing in candidates:
        if not any(standing is one for one in taken):
            standing.level = level + 1
            standing.reasons.add(f"quota:{level}")


def override(period: Period, standings: Sequence[Standing], applied: Sequence[tuple[Document, Places]]) -> None:
    """Put people's decisions in the place of computed levels.

    Raises: OverrideRefused when a decision exceeds a quota without an extra place, or there are no levels.
    """
    decisions = {row["cadre"]: row for row in period.rows("overrides")}
    if decisions and period.grades is None:
        raise OverrideRefused(
            "{period} has no levels that a decision could change: {cadres}",
            period=period.document["period"]["code"],
            cadres=", ".join(decisions),
        )
    for standing in standings:
        if standing.id in decisions and standing.level is not None:
            standing.level = int(number(decisions[standing.id]["level"]))
            standing.reasons.add("override")
    extra = {cadre for cadre, row in decisions.items() if option(row, "extra_place", False)}
    for quota, places in applied:
        check_places(quota, places, [one for one in standings if one.id not in extra])


def check_places(quota: Document, places: Places, standings: Sequence[Standing]) -> None:
    """Refuse a decision that moves somebody into a group of holders larger than its places."""
    level = int(number(quota["level"]))
    for group, free in places.items():
        holders = [one for one in standings if one.level == level and group_of(quota, one) == group]
        moved = [one.id for one in holders if one.computed_level != level]
        if moved and len(holders) > free:
            raise OverrideRefused(
                "decisions put {held} on level {level} of group {group} where {places} have a place: {cadres}",
                held=len(holders),
                level=level,
                group=repr(group),
                places=free,
                cadres=", ".join(moved),
            )
