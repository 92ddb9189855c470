"""Writing a `Rulebook` as the document of RULES.md 2, with the defaults filled in."""

from decimal import Decimal
from typing import Any

from assessment.rulebook import grades as g
from assessment.rulebook import rules as r
from assessment.rulebook.indicators import Group, Node, Sheet
from assessment.rulebook.ledger import to_decimal
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Mode
from assessment.rulebook.writing_methods import method_document

Document = dict[str, Any]


def scheme_document(rulebook: Rulebook) -> Document:
    """Write a scheme as plain data: dicts, lists, texts, booleans, ints, Decimals.

    Reading it again gives a rulebook of equal digest.
    """
    document: Document = {
        "scheme": rulebook.code,
        "version": rulebook.version,
        "title": rulebook.title,
        "authority": rulebook.authority,
        "places": rulebook.places,
        "categories": dict(rulebook.categories),
        "pools": {pool.code: {"name": pool.name, "categories": list(pool.categories)} for pool in rulebook.pools},
        "sheets": {str(sheet.kind): _sheet(sheet) for sheet in rulebook.sheets},
    }
    found = {"year": rulebook.year, **_rules(rulebook)}
    return document | {key: value for key, value in found.items() if value not in (None, {}, [])}


def _rules(rulebook: Rulebook) -> Document:
    return {
        "year_result": _year_result(rulebook),
        "total": {"floor": _decimal(rulebook.total.floor), "cap": _decimal(rulebook.total.cap)},
        "ranking": _ranking(rulebook.ranking),
        "adjustments": _adjustments(rulebook.adjustments),
        "vetoes": {veto.code: _veto(veto) for veto in rulebook.vetoes},
        "limits": [_limit(limit) for limit in rulebook.limits],
        "gates": [_gate(gate) for gate in rulebook.gates],
        "grades": _grades(rulebook.grades),
        "bottom": _bottom(rulebook.bottom),
        "lights": _lights(rulebook.lights),
    }


def _decimal(units: int | None) -> Decimal | None:
    return None if units is None else to_decimal(units)


def _sheet(sheet: Sheet) -> Document:
    document: Document = {"full": {category: to_decimal(full) for category, full in sheet.full}}
    if sheet.out_of is not None:
        document["out_of"] = to_decimal(sheet.out_of)
    return document | {"indicators": [_node(node) for node in sheet.indicators]}


def _node(node: Node) -> Document:
    document: Document = {"code": node.code, "name": node.name, "source": node.source, "description": node.description}
    if isinstance(node, Group):
        return document | {"indicators": [_node(child) for child in node.indicators]}
    document |= {
        "method": method_document(node.method),
        "weight": {category: to_decimal(units) for category, units in node.weights} or None,
        "scorer": node.scorer,
    }
    if node.policy is not None:
        document["missing"] = str(node.policy)
    if node.evidence is not None:
        document["evidence"] = str(node.evidence)
    return document


def _year_result(rulebook: Rulebook) -> Document:
    result = rulebook.year_result
    document: Document = {"mode": str(result.mode)}
    if result.mode is not Mode.YEAR_ONLY or result.minimum:
        document["minimum"] = result.minimum
    if result.mode is Mode.WEIGHTED:
        document |= {"quarters": _decimal(result.quarters), "use": str(rulebook.use)}
    return document


def _adjustments(adjustments: r.Adjustments | None) -> Document | None:
    if adjustments is None:
        return None
    document: Document = {
        "apply": str(adjustments.apply),
        "bonus": {"cap": _decimal(adjustments.bonus_cap)},
        "penalty": {"cap": _decimal(adjustments.penalty_cap)},
    }
    return document | ({"rules": [_rule(rule) for rule in adjustments.rules]} if adjustments.rules else {})


def _rule(rule: r.AdjustmentRule) -> Document:
    points: object = (
        to_decimal(rule.points)
        if isinstance(rule.points, int)
        else {level: to_decimal(units) for level, units in rule.points}
    )
    document: Document = {"code": rule.code, "kind": str(rule.kind), "points": points, "cap": _decimal(rule.cap)}
    if rule.name:
        document["name"] = rule.name
    return document | {"bars_excellent": str(rule.bars_excellent), "self_found": str(rule.self_found)}


def _veto(veto: r.Veto) -> Document:
    document: Document = {"effect": str(veto.effect)}
    if veto.bottom is not None:
        document |= {"bottom": veto.bottom, "min_pool": veto.min_pool or 1}
    if veto.best_level is not None:
        document["best_level"] = veto.best_level
    return document | ({"name": veto.name} if veto.name else {})


def _limit(limit: r.Limit) -> Document:
    document: Document = {
        "node": limit.node,
        "below": to_decimal(limit.below),
        "best_level": limit.best_level,
    }
    return document | ({} if limit.kinds is None else {"for": [str(kind) for kind in limit.kinds]})


def _gate(gate: r.Gate) -> Document:
    return {**_condition(gate.condition), "for": [str(kind) for kind in gate.kinds]}


def _condition(condition: r.Condition) -> Document:
    match condition:
        case r.QuartersAtLevel(level=level, at_least=at_least):
            return {"quarters_at_level": {"level": level, "at_least": at_least}}
        case r.NoQuarterAtLevel(level=level):
            return {"no_quarter_at_level": level}
        case r.LeaveAtMost(percent=percent):
            return {"leave_at_most": to_decimal(percent)}
        case r.Flag(flag=flag):
            return {"flag": flag}
        case _:
            return {"node_at_least": {"node": condition.node, "percent": to_decimal(condition.percent)}}


def _ranking(ranking: g.Ranking) -> Document:
    document: Document = {"ties": str(ranking.ties)}
    return document | ({"tie_break": list(ranking.tie_break)} if ranking.tie_break else {})


def _grades(grades: g.Grades | None) -> Document | None:
    if grades is None:
        return None
    document: Document = {"levels": grades.levels, **_labels(grades.labels)}
    for of_kind in grades.kinds:
        document[str(of_kind.kind)] = {
            **_labels(of_kind.labels),
            **({"bands": [to_decimal(band) for band in of_kind.bands]} if of_kind.bands else {}),
            **({"quotas": [_quota(quota) for quota in of_kind.quotas]} if of_kind.quotas else {}),
        }
    return document


def _labels(labels: g.Labels) -> Document:
    return {"labels": {str(identity): list(words) for identity, words in labels}} if labels else {}


def _quota(quota: g.Quota) -> Document:
    share: object = (
        to_decimal(quota.share)
        if isinstance(quota.share, int)
        else {pool: to_decimal(units) for pool, units in quota.share}
    )
    by_result = {str(result): to_decimal(units) for result, units in quota.by_unit_result}
    return {
        "level": quota.level,
        "share": share,
        **({"by_unit_result": by_result} if by_result else {}),
        "scope": str(quota.scope),
        "rounding": str(quota.rounding),
        "minimum": quota.minimum,
        "denominator": str(quota.denominator),
        "allocation": str(quota.allocation),
        "ties": str(quota.ties),
        "cumulative": quota.cumulative,
    }


def _bottom(bottom: g.Bottom | None) -> Document | None:
    if bottom is None:
        return None
    return {"percent": to_decimal(bottom.percent), "rounding": str(bottom.rounding), "min_pool": bottom.min_pool}


def _lights(lights: g.Lights | None) -> Document | None:
    if lights is None:
        return None
    colours = {"red": lights.red, "yellow": lights.yellow}
    return {colour: [_light(condition) for condition in found] for colour, found in colours.items()}


def _light(condition: g.LightCondition) -> Document:
    match condition:
        case g.PublishedBelow(below=below):
            return {"published_below": to_decimal(below)}
        case g.RedCards(at_least=at_least):
            return {"red_cards": at_least}
        case g.YellowCards(at_least=at_least):
            return {"yellow_cards": at_least}
        case _:
            return {"bottom": True}
