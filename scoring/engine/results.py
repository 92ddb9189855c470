"""Results cadre by cadre in the form of RULES.md 12: plain values, decimals as texts."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypedDict

import numpy as np

from assessment.rulebook.ledger import format_units
from assessment.rulebook.words import Status
from scoring.engine.columns import NOT_ASSESSED, STATUSES
from scoring.engine.exact import Column, Mask
from scoring.engine.outcome import LIGHTS, Outcome
from scoring.engine.sheet import BLOCKED, LEFT_OUT, MARKED


class PointsDict(TypedDict):
    """The way from the base to the published number."""

    base: str | None
    scaled: str | None
    bonus: str | None
    penalty: str | None
    total: str | None
    published: str | None


class RankDict(TypedDict):
    """The place among peers."""

    pool: str
    rank: int | None
    pool_size: int | None
    leader_rank: int | None
    percentile: str | None


class ResultDict(PointsDict, RankDict):
    """One cadre's result; see RULES.md 12."""

    cadre: str
    status: str
    incomplete: list[str]
    lines: dict[str, str]
    level: int | None
    computed_level: int | None
    label: str | None
    reasons: list[str]
    undecided: bool
    bottom: bool
    light: str | None


class Masks(NamedTuple):
    """For each code of a kind, whom it concerns; made once for all cadres."""

    incomplete: dict[str, Mask]
    reasons: dict[str, Mask]
    lines: dict[str, tuple[Column, Mask]]

    @classmethod
    def of(cls, outcome: Outcome) -> "Masks":
        """The masks of an outcome."""
        return cls(incomplete_masks(outcome), reason_masks(outcome), line_columns(outcome))


def results_of(outcome: Outcome) -> list[ResultDict]:
    """Every cadre's result, in the order of the cadres."""
    masks = Masks.of(outcome)
    return [result_of(outcome, row, masks) for row in range(len(outcome.columns.cadres))]


def result_of(outcome: Outcome, row: int, masks: Masks | None = None) -> ResultDict:
    """One cadre's result."""
    masks = masks or Masks.of(outcome)
    light = int(outcome.light[row])
    lines = {code: format_units(int(line[row])) for code, (line, mask) in masks.lines.items() if mask[row]}
    return {
        "cadre": outcome.columns.cadres.ids[row],
        "status": str(STATUSES[outcome.status[row]]),
        "incomplete": codes_at(masks.incomplete, row),
        "lines": lines,
        **_points_of(outcome, row),
        **_rank_of(outcome, row),
        "level": int(outcome.levels.level[row]) or None,
        "computed_level": int(outcome.levels.computed[row]) or None,
        "label": label_of(outcome, row),
        "reasons": codes_at(masks.reasons, row),
        "undecided": bool(outcome.levels.undecided[row]),
        "bottom": bool(outcome.bottom[row]),
        "light": None if light < 0 else LIGHTS[light],
    }


def codes_at(masks: Mapping[str, Mask], row: int) -> list[str]:
    """The codes that concern one cadre."""
    return [code for code, mask in masks.items() if mask[row]]


def _points_of(outcome: Outcome, row: int) -> PointsDict:
    score = outcome.score
    listed, complete = bool(score.listed[row]), bool(score.complete[row])
    return {
        "base": _text(outcome.sheet.base[row], listed),
        "scaled": _text(score.scaled[row], complete),
        "bonus": _text(score.bonus[row], listed),
        "penalty": _text(score.penalty[row], listed),
        "total": _text(score.total[row], complete),
        "published": _text(score.published[row], complete, outcome.rulebook.places),
    }


def _rank_of(outcome: Outcome, row: int) -> RankDict:
    ranks = outcome.ranks
    ranked = int(ranks.rank[row])
    percentile = int(ranks.percentile[row])
    return {
        "pool": outcome.rulebook.pools[outcome.pool[row]].code,
        "rank": ranked or None,
        "pool_size": int(ranks.pool_size[row]) or None,
        "leader_rank": int(ranks.leader_rank[row]) or None,
        "percentile": f"{percentile // 10}.{percentile % 10}" if ranked else None,
    }


def _text(units: Any, known: bool, places: int = 4) -> str | None:
    return format_units(int(units), places) if known else None


def incomplete_masks(outcome: Outcome) -> dict[str, Mask]:
    """For each leaf, in sheet order, those who have no result for want of it."""
    leaves = outcome.sheet.leaves
    waiting = ~outcome.score.listed & (outcome.status != NOT_ASSESSED)
    blocked = np.logical_or.reduce([np.zeros_like(waiting), *(ledger.state == BLOCKED for ledger in leaves)])
    masks = {}
    for ledger in leaves:
        out = (ledger.state == LEFT_OUT) | (ledger.state == MARKED)
        masks[ledger.leaf.code] = waiting & np.where(blocked, ledger.state == BLOCKED, out)
    return masks


def line_columns(outcome: Outcome) -> dict[str, tuple[Column, Mask]]:
    """The line of each leaf and of the year's parts, in ledger units, and who has it."""
    listed, complete = outcome.score.listed, outcome.score.complete
    columns = {ledger.leaf.code: (ledger.line, ledger.remains & listed) for ledger in outcome.sheet.leaves}
    if outcome.year is not None:
        parts = {"@quarters": outcome.year.quarters_part, "@year": outcome.year.year_part}
        columns |= {name: (part, complete) for name, part in parts.items() if part is not None}
    return columns


def reason_masks(outcome: Outcome) -> dict[str, Mask]:
    """For each code of what acts on levels, sorted, whom it concerns."""
    vetoes = outcome.rulebook.vetoes
    found = {f"veto:{veto.code}": active for veto, active in zip(vetoes, outcome.vetoes.active, strict=True)}
    bars = outcome.score.adjustments.bars if outcome.score.adjustments else {}
    found |= {f"rule:{code}": mask for code, mask in bars.items()}
    found |= outcome.levels.reasons
    if outcome.year is not None:
        found["minimum"] = outcome.year.too_few
    assessed = outcome.status != NOT_ASSESSED
    return {code: found[code] & assessed for code in sorted(found)}


def label_of(outcome: Outcome, row: int) -> str | None:
    """The identity's word for the level; the last word for who is not graded."""
    grades, kind = outcome.rulebook.grades, outcome.columns.frame.kind
    if grades is None or grades.of(kind) is None:
        return None
    words = grades.words(kind, outcome.columns.cadres.identity[row])
    if words is None:
        return None
    if STATUSES[outcome.status[row]] is not Status.GRADED:
        return words[-1]
    level = int(outcome.levels.level[row])
    return words[level - 1] if level else None
