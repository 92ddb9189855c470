"""The order of steps from facts to results; each step is a function of the module that bears its name."""

from collections.abc import Sequence

import numpy as np

from assessment.rulebook.ledger import UNIT, publish, round_half_away
from assessment.rulebook.rules import Total
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind, Mode
from scoring.engine.adjustments import AdjustmentLedger, adjust
from scoring.engine.columns import GRADED, NOBODY, NOT_ASSESSED, PeriodColumns
from scoring.engine.exact import Column, Exact, Mask, plus
from scoring.engine.graded import Graded
from scoring.engine.levels import graded_levels
from scoring.engine.lights import bottom_list, shine
from scoring.engine.limits import Standing, nodes_of
from scoring.engine.ordering import Merits, ordered
from scoring.engine.outcome import Basis, Outcome, Ranks, ScoreLedger, YearLedger, spread
from scoring.engine.sheet import SheetLedger, averaged, own_leaf, pools_of, scaled
from scoring.engine.vetoes import effective_status, entered, with_bottom
from scoring.engine.year import combined, joined, match_quarters, quarter_leaf, quarter_levels, status_of_year


def compute_period(rulebook: Rulebook, columns: PeriodColumns) -> Outcome:
    """Compute a period that is no year.

    Shapes: results align with the cadres. Rule: RULES.md 3–6 and 8–11.
    Raises: QuotaExceeded where a decision gives out more places than there are.
    """
    vetoes = entered(rulebook.vetoes, columns.vetoes, columns.frame, len(columns.cadres))
    status = effective_status(rulebook.vetoes, vetoes, columns.cadres.status)
    sheet = sheet_ledger(rulebook, columns, status)
    points = own_scale(rulebook, columns, sheet)
    return concluded(Basis(rulebook, columns, vetoes, status, sheet, points))


def compute_year(rulebook: Rulebook, year: PeriodColumns, quarters: Sequence[Outcome]) -> Outcome:
    """Compute a year from its own columns and the outcomes of its quarters.

    The year's columns hold the events and vetoes of the whole year, the quarters' included, one per id.
    Rule: RULES.md 7, then as for every period. Raises: QuotaExceeded.
    """
    vetoes = entered(rulebook.vetoes, year.vetoes, year.frame, len(year.cadres))
    status = effective_status(rulebook.vetoes, vetoes, year.cadres.status)
    matched = match_quarters(rulebook, year, status, quarters)
    status = status_of_year(matched, status)
    mode = rulebook.year_result.mode
    if mode is Mode.BY_LEAF:
        sheet = year_ledger(rulebook, year, status, matched, quarters)
        points = weigh(sheet.base, year.cadres.coefficient)
        return concluded(Basis(rulebook, year, vetoes, status, sheet, points, quarters, matched))
    sheet = sheet_ledger(rulebook, year, status)
    points = own_scale(rulebook, year, sheet)
    if mode is not Mode.YEAR_ONLY:
        matched = combined(rulebook, points, matched, quarters)
        points = joined(matched, points)
    return concluded(Basis(rulebook, year, vetoes, status, sheet, points, quarters, matched))


def sheet_ledger(rulebook: Rulebook, columns: PeriodColumns, status: Column) -> SheetLedger:
    """Value the leaves of the period's own sheet and scale them."""
    own = rulebook.sheet(columns.frame.kind)
    assert own is not None  # whoever makes columns for a period checks that the scheme has its sheet
    leaves = [own_leaf(rulebook, columns, leaf, status) for leaf in own.leaves]
    return scaled(averaged(leaves, pools_of(rulebook, columns.cadres.category), status == GRADED))


def year_ledger(
    rulebook: Rulebook, year: PeriodColumns, status: Column, matched: YearLedger, quarters: Sequence[Outcome]
) -> SheetLedger:
    """Value the leaves of both sheets for the year under `by_leaf` and scale them together."""
    part, own = rulebook.sheet(rulebook.part_kind), rulebook.sheet(Kind.YEAR)
    assert part is not None  # the rulebook under by_leaf has both
    assert own is not None
    leaves = [quarter_leaf(rulebook, year, leaf, matched, quarters) for leaf in part.leaves]
    leaves += [own_leaf(rulebook, year, leaf, status) for leaf in own.leaves]
    return scaled(averaged(leaves, pools_of(rulebook, year.cadres.category), status == GRADED))


def own_scale(rulebook: Rulebook, columns: PeriodColumns, sheet: SheetLedger) -> Column:
    """Bring the base to the published scale and apply the coefficient (RULES.md 3.3, 3.4)."""
    own = rulebook.sheet(columns.frame.kind)
    assert own is not None
    codes = [code for code, _ in rulebook.categories]
    out_of = np.array([own.out_of_for(code) for code in codes], dtype=np.int64)
    full = np.array([max(own.full_of(code), 1) for code in codes], dtype=np.int64)
    category = columns.cadres.category
    base = sheet.base
    if own.out_of is not None:
        base = Exact(base).times(out_of[category]).over(full[category]).rounded()
    return weigh(base, columns.cadres.coefficient)


def weigh(points: Column, coefficient: Column) -> Column:
    """u(points · coefficient)."""
    return points if (coefficient == UNIT).all() else Exact(points).times(coefficient).over(UNIT).rounded()


def concluded(basis: Basis) -> Outcome:
    """From the scaled score to ranks, levels and lights; the same for every kind of period."""
    rulebook, columns = basis.rulebook, basis.columns
    cadres, n = columns.cadres, len(columns.cadres)
    score = scored(basis)
    pool = pools_of(rulebook, cadres.category)
    ranked = score.complete & (basis.status == GRADED)
    nodes = nodes_of(rulebook, columns.frame.kind, basis.sheet)
    merits = Merits(score.published, score.bonus, score.penalty, basis.sheet, _tie_break(rulebook, nodes))
    ranks = ranked_places(rulebook, columns, merits, pool, ranked)
    vetoes = with_bottom(rulebook.vetoes, basis.vetoes, ranks.pools)
    earlier = quarter_levels(basis.year, basis.quarters) if basis.year else ()
    standing = Standing(cadres, basis.sheet, nodes, earlier)
    bars = score.adjustments.bars if score.adjustments else {}
    graded = Graded(rulebook, columns, basis.status, pool, ranked, merits, standing, vetoes, bars)
    levels = graded_levels(graded, columns.decisions)
    bottom = bottom_list(rulebook.bottom, ranks.pools, n)
    light = shine(rulebook.lights, cadres, score.published, score.complete, bottom)
    return Outcome(basis, score, pool, ranks, vetoes, levels, bottom, light)


def scored(basis: Basis) -> ScoreLedger:
    """Add the bonus, take the penalty, cut off, publish (RULES.md 6.4 and 8)."""
    listed = basis.sheet.complete & (basis.status != NOT_ASSESSED)
    complete = listed
    if basis.year is not None and basis.year.quarters_part is not None:
        complete = listed & basis.year.counted.any(axis=0)
    events = adjusted(basis.rulebook, basis.columns)
    nothing = np.zeros(len(basis.points), dtype=np.int64)
    bonus, penalty = (events.bonus, events.penalty) if events else (nothing, nothing)
    total = within(basis.rulebook.total, plus(plus(basis.points, bonus), -penalty))
    published = publish(total, basis.rulebook.places)
    return ScoreLedger(listed, complete, basis.points, events, bonus, penalty, total, published)


def adjusted(rulebook: Rulebook, columns: PeriodColumns) -> AdjustmentLedger | None:
    """Count the period's events where the scheme counts events in this kind of period."""
    if rulebook.adjustments is None or columns.events is None or not rulebook.adjusts(columns.frame.kind):
        return None
    return adjust(rulebook.adjustments, columns.events, columns.frame, len(columns.cadres))


def within(limits: Total, total: Column) -> Column:
    """Cut the total off below and above."""
    if limits.floor is not None:
        total = np.maximum(total, limits.floor)
    return total if limits.cap is None else np.minimum(total, limits.cap)


def _tie_break(rulebook: Rulebook, nodes: dict[str, tuple[int, ...]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The tie-breakers that this period has; nodes of other sheets are passed over."""
    known = {"penalty": (), "bonus": (), **nodes}
    return tuple((code, known[code]) for code in rulebook.ranking.tie_break if code in known)


def ranked_places(rulebook: Rulebook, columns: PeriodColumns, merits: Merits, pool: Column, ranked: Mask) -> Ranks:
    """Rank in the pool and in the leader's span, with the percentile (RULES.md 8)."""
    n, rows, ties = len(columns.cadres), np.flatnonzero(ranked), rulebook.ranking.ties
    pools = ordered(merits, pool, rows)
    leader = columns.cadres.leader.codes
    spans = ordered(merits, leader, rows[leader[rows] != NOBODY])
    others = np.maximum(pools.size - 1, 1)
    tenths = round_half_away(1000 * pools.behind, others)
    return Ranks(
        rank=spread(pools.rows, pools.ranks(ties), n),
        pool_size=spread(pools.rows, pools.size, n),
        leader_rank=spread(spans.rows, spans.ranks(ties), n),
        percentile=spread(pools.rows, np.where(pools.size == 1, 1000, tenths), n, empty=-1),
        behind=spread(pools.rows, pools.behind, n),
        pools=pools,
    )
