"""Votes (RULES.md 5): the weighted mean of trimmed class means."""

import numpy as np

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.methods import Vote
from assessment.rulebook.words import MissingClass
from scoring.engine.columns import Ballots
from scoring.engine.exact import Column, Exact, Mask, either, sums_at, times, total


def vote_share(method: Vote, ballots: Ballots, n: int) -> tuple[Exact, Mask]:
    """Compute each cadre's share and who has any class of voters present.

    Shapes: m ballot rows, n fractions and n truth values. Units: percent ledger units.
    Rule: RULES.md 5.
    """
    terms = []
    present_weight = np.zeros(n, dtype=np.int64)
    for place, (_, weight) in enumerate(method.classes):
        mean, present = class_mean(method, ballots, place, n)
        terms.append(Exact(either(present, times(mean.numerator, weight), 0), mean.denominator))
        present_weight += np.where(present, weight, 0)
    anybody = present_weight > 0
    renormalise = method.missing_class is MissingClass.RENORMALISE
    weights = np.maximum(present_weight, 1) if renormalise else ONE_HUNDRED_PERCENT
    share = total(terms, n).over(weights)
    if method.score is not None:
        share = share.times(ONE_HUNDRED_PERCENT).over(method.score)
    return share, anybody


def class_mean(method: Vote, ballots: Ballots, vote_class: int, n: int) -> tuple[Exact, Mask]:
    """The trimmed mean of one class of voters and for whom it has enough ballots."""
    mine = ballots.vote_class == vote_class
    cadre, value, count = ballots.cadre[mine], ballots.value[mine], ballots.count[mine]
    order = np.lexsort((value, cadre))
    cadre, value, count = cadre[order], value[order], count[order]
    cast = np.zeros(n, dtype=np.int64)
    np.add.at(cast, cadre, count)
    kept = _kept(method, cadre, count, cast)
    sums = sums_at(cadre, times(value, kept), n)
    ballots_kept = np.zeros(n, dtype=np.int64)
    np.add.at(ballots_kept, cadre, kept)
    return Exact(sums, np.maximum(ballots_kept, 1)), cast >= method.min_ballots


def _kept(method: Vote, cadre: Column, count: Column, cast: Column) -> Column:
    """How many ballots of each row remain after trimming both ends (rows sorted by cadre, value)."""
    if method.trim is None:
        return count
    until = np.cumsum(count)
    before_cadre = np.concatenate(([0], np.cumsum(cast)))[cadre]
    first, last = until - count - before_cadre, until - before_cadre
    cut = np.where(cast >= method.trim.at_least, method.trim.each_end, 0)[cadre]
    kept: Column = np.maximum(np.minimum(last, cast[cadre] - cut) - np.maximum(first, cut), 0)
    return kept
