"""Levels, quotas and lights by chance."""

from decimal import Decimal
from random import Random

from tests.scoring.engine.generated.chances import Row, between, likely, maybe, some

WORDS = {
    "civil_servant": ["优秀", "称职", "基本称职", "不称职", "不确定等次"],
    "institution": ["优秀", "合格", "基本合格", "不合格", "不确定档次"],
}
QUARTER_WORDS = {"civil_servant": ["好", "较好", "一般", "较差", "不确定等次"]}
BANDS = ([90, 80, 60], [85, Decimal("70.5"), 0], [100, 60, 50], [60, 40, 20])


def grades(r: Random, kinds: list[str], pools: list[str]) -> Row:
    """Four levels in some of the kinds of period."""
    found = maybe(r, {"levels": 4}, 80, labels=WORDS)
    for kind in some(r, kinds, 90):
        quotas = [quota(r, pools) for _ in range(r.randint(1, 3))]
        found[kind] = maybe(r, {}, 70, bands=r.choice(BANDS), quotas=quotas)
        if likely(r, 30):
            found[kind]["labels"] = QUARTER_WORDS
    return found


def quota(r: Random, pools: list[str]) -> Row:
    """A quota of any scope, rounding, allocation and way with ties."""
    share = {pool: between(r, 0, 60) for pool in pools} if likely(r, 30) else between(r, 0, 60)
    return maybe(
        r,
        {"level": r.randint(1, 3), "share": share},
        45,
        by_unit_result={str(result): between(r, 0, 60) for result in (1, 2, 4)},
        scope=r.choice(("pool", "department", "leader", "all")),
        rounding=r.choice(("floor", "half_up", "ceil")),
        minimum=r.randint(0, 2),
        denominator=r.choice(("participants", "graded")),
        allocation=r.choice(("each", "largest_remainder")),
        ties=r.choice(("stop", "none", "all")),
        cumulative=likely(r, 50),
    )


def lights(r: Random) -> Row:
    """Conditions of red and yellow."""
    conditions: list[Row] = [
        {"published_below": between(r, 40, 95)},
        {"red_cards": r.randint(1, 2)},
        {"yellow_cards": r.randint(1, 2)},
        {"bottom": True},
    ]
    return maybe(
        r, {}, 80, red=some(r, conditions, 40) or conditions[:1], yellow=some(r, conditions, 50) or conditions[3:]
    )
