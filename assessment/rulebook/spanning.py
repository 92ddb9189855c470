"""The invariants of a scheme that span its parts (RULES.md 2, 6.5, 7, 9 and 10)."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from assessment.rulebook.grades import Grades, Ranking
from assessment.rulebook.indicators import Group, Node, Sheet
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, trimmed
from assessment.rulebook.pools import Pool
from assessment.rulebook.problems import Problem
from assessment.rulebook.rules import (
    Adjustments,
    Gate,
    Limit,
    NodeAtLeast,
    NoQuarterAtLevel,
    QuartersAtLevel,
    Veto,
    YearResult,
)
from assessment.rulebook.words import Apply, Kind, Mode, Use

Categories = tuple[tuple[str, str], ...]
Sheets = tuple[Sheet, ...]


def spanning_problems(parts: Mapping[str, Any]) -> list[Problem]:
    """Every problem between the parts that are there, by the names of `Rulebook`.

    A reader leaves out the parts that it could not make, so that one fault does not hide another.
    """
    return [
        problem
        for check, needed in _CHECKS.items()
        if all(name in parts for name in needed)
        for problem in check(*(parts[name] for name in needed))
    ]


def _pools(categories: Categories, pools: tuple[Pool, ...]) -> Iterator[Problem]:
    free = {code for code, _ in categories}
    known = frozenset(free)
    for pool in pools:
        for index, code in enumerate(pool.categories):
            path = f".pools.{pool.code}.categories[{index}]"
            if code not in known:
                yield Problem(path, "unknown_category", "unknown_category", {"code": code})
            elif code not in free:
                yield Problem(path, "duplicate_code", "category_in_two_pools", {"code": code})
            free.discard(code)
    for code in sorted(free):
        yield Problem(".pools", "bad_combination", "category_without_pool", {"code": code})


def _year(year_result: YearResult, sheets: Sheets, categories: Categories) -> Iterator[Problem]:
    year = next((sheet for sheet in sheets if sheet.kind is Kind.YEAR), None)
    part = next((sheet for sheet in sheets if sheet.kind is not Kind.YEAR), None)
    mode = year_result.mode
    if mode is not Mode.YEAR_ONLY and (year is None or part is None):
        yield Problem(".year_result.mode", "bad_combination", "mode_needs_both_sheets", {"mode": str(mode)})
    elif year is not None and part is not None and mode is Mode.WEIGHTED:
        yield from _out_of_100((part, year), categories)
    elif year is not None and part is not None and mode is Mode.BY_LEAF:
        yield from _one_sheet_of_two(part, year, categories)


def _out_of_100(sheets: Sheets, categories: Categories) -> Iterator[Problem]:
    for sheet in sheets:
        for category, _ in categories:
            if sheet.out_of_for(category) != ONE_HUNDRED_PERCENT:
                yield Problem(f".sheets.{sheet.kind}.out_of", "bad_out_of", "weighted_out_of", {"category": category})


def _one_sheet_of_two(part: Sheet, year: Sheet, categories: Categories) -> Iterator[Problem]:
    for path, code in _codes(year.indicators, ".sheets.year.indicators"):
        if code in part.nodes:
            yield Problem(f"{path}.code", "duplicate_code", "duplicate_code", {"code": code})
    for category, _ in categories:
        total = part.full_of(category) + year.full_of(category)
        if total != ONE_HUNDRED_PERCENT:
            values = {"category": category, "sum": trimmed(total)}
            yield Problem(".sheets", "weights_sum", "by_leaf_not_100", values)


def _codes(nodes: tuple[Node, ...], path: str) -> Iterator[tuple[str, str]]:
    for index, node in enumerate(nodes):
        yield f"{path}[{index}]", node.code
        if isinstance(node, Group):
            yield from _codes(node.indicators, f"{path}[{index}].indicators")


def _both(year_result: YearResult, adjustments: Adjustments | None) -> Iterator[Problem]:
    if adjustments and adjustments.apply is Apply.BOTH and year_result.use is Use.TOTAL:
        yield Problem(".year_result.use", "bad_combination", "both_with_total")


def _limited_nodes(nodes: Collection[str], limits: tuple[Limit, ...]) -> Iterator[Problem]:
    for i, limit in enumerate(limits):
        yield from _unknown(f".limits[{i}].node", limit.node, nodes)


def _gated_nodes(nodes: Collection[str], gates: tuple[Gate, ...]) -> Iterator[Problem]:
    for i, gate in enumerate(gates):
        if isinstance(gate.condition, NodeAtLeast):
            yield from _unknown(f".gates[{i}].node_at_least.node", gate.condition.node, nodes)


def _tie_breakers(nodes: Collection[str], ranking: Ranking) -> Iterator[Problem]:
    for i, code in enumerate(ranking.tie_break):
        yield from _unknown(f".ranking.tie_break[{i}]", code, {*nodes, "penalty", "bonus"})


def _unknown(path: str, code: str, nodes: Collection[str]) -> Iterator[Problem]:
    if code not in nodes:
        yield Problem(path, "unknown_indicator", "unknown_indicator", {"code": code})


def _limited_levels(grades: Grades | None, limits: tuple[Limit, ...]) -> Iterator[Problem]:
    for i, limit in enumerate(limits):
        yield from _beyond(f".limits[{i}].best_level", limit.best_level, grades)


def _capped_levels(grades: Grades | None, vetoes: tuple[Veto, ...]) -> Iterator[Problem]:
    for veto in vetoes:
        yield from _beyond(f".vetoes.{veto.code}.best_level", veto.best_level or 1, grades)


def _gated_levels(grades: Grades | None, gates: tuple[Gate, ...]) -> Iterator[Problem]:
    for i, gate in enumerate(gates):
        match gate.condition:
            case QuartersAtLevel(level=level):
                yield from _beyond(f".gates[{i}].quarters_at_level.level", level, grades)
            case NoQuarterAtLevel(level=level):
                yield from _beyond(f".gates[{i}].no_quarter_at_level", level, grades)


def _beyond(path: str, level: int, grades: Grades | None) -> Iterator[Problem]:
    if grades is not None and level > grades.levels:
        yield Problem(path, "unknown_level", "unknown_level", {"level": level, "last": grades.levels})


def _quota_pools(grades: Grades | None, pools: tuple[Pool, ...]) -> Iterator[Problem]:
    known = {pool.code for pool in pools}
    for of_kind in grades.kinds if grades else ():
        for index, quota in enumerate(of_kind.quotas):
            named = known if isinstance(quota.share, int) else {code for code, _ in quota.share}
            path = f".grades.{of_kind.kind}.quotas[{index}].share"
            for code in sorted(named - known):
                yield Problem(f"{path}.{code}", "unknown_key", "unknown_pool", {"code": code})
            for code in sorted(known - named):
                yield Problem(f"{path}.{code}", "missing_key", "share_without_pool", {"code": code})


_CHECKS: Final[dict[Callable[..., Iterator[Problem]], tuple[str, ...]]] = {
    _pools: ("categories", "pools"),
    _year: ("year_result", "sheets", "categories"),
    _both: ("year_result", "adjustments"),
    _limited_nodes: ("nodes", "limits"),
    _gated_nodes: ("nodes", "gates"),
    _tie_breakers: ("nodes", "ranking"),
    _limited_levels: ("grades", "limits"),
    _capped_levels: ("grades", "vetoes"),
    _gated_levels: ("grades", "gates"),
    _quota_pools: ("grades", "pools"),
}
