"""Ranks and percentiles.

Rule: RULES.md 8.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from fractions import Fraction

from .exact import option, rounded
from .standing import Period, Standing, attainment


def rank_all(period: Period, standings: Sequence[Standing]) -> None:
    """Rank the graded, complete cadres in their pools and in the spans of the leaders in charge."""
    ranking = option(period.scheme, "ranking", {})
    dense = option(ranking, "ties", "competition") == "dense"
    ranked = [standing for standing in standings if standing.ranked]
    for standing in ranked:
        standing.order = order_of(period, standing, option(ranking, "tie_break", []))
    for pool in {standing.pool for standing in ranked}:
        rank_pool([standing for standing in ranked if standing.pool == pool], dense)
    for leader in {standing.row.get("leader") for standing in ranked} - {None}:
        span = [standing for standing in ranked if standing.row.get("leader") == leader]
        for standing, place in zip(span, places_in(span, dense), strict=True):
            standing.leader_rank = place


def rank_pool(pool: Sequence[Standing], dense: bool) -> None:
    """Rank the members of a pool and count who is strictly behind each."""
    orders = sorted(standing.order for standing in pool)
    for standing, place in zip(pool, places_in(pool, dense), strict=True):
        standing.rank = place
        standing.pool_size = len(pool)
        standing.behind = len(pool) - bisect_right(orders, standing.order)
        standing.percentile = percentile(standing.behind, len(pool))


def order_of(period: Period, standing: Standing, tie_breakers: Sequence[str]) -> tuple[Fraction, ...]:
    """Give what a cadre is ordered by, smallest first: published total, then the tie-breakers in turn."""
    nodes = period.nodes
    order = [-(standing.published or Fraction(0))]
    for breaker in tie_breakers:
        if breaker == "penalty":
            order.append(standing.penalty or Fraction(0))
        elif breaker == "bonus":
            order.append(-(standing.bonus or Fraction(0)))
        elif breaker in nodes:
            order.append(-(attainment(standing, nodes[breaker]) or Fraction(0)))
    return tuple(order)


def places_in(group: Sequence[Standing], dense: bool) -> list[int]:
    """Give the rank of each member of a group; equals share a rank."""
    orders: Iterable[tuple[Fraction, ...]] = (standing.order for standing in group)
    counted = sorted(set(orders) if dense else orders)
    return [1 + bisect_left(counted, standing.order) for standing in group]


def percentile(behind: int, size: int) -> Fraction:
    """Give the percentage of the others who are strictly behind, to one decimal."""
    return Fraction(100) if size == 1 else rounded(Fraction(100 * behind, size - 1), 1)
