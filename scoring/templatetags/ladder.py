"""The ladder of a result, step by step, each with its rule in words (RULES.md 3.3, 3.4, 6, 7)."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, UNIT, trimmed
from assessment.rulebook.rules import Total
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Apply, Kind, Mode, RuleKind, Use
from scoring.models import Result
from scoring.templatetags.numbers import units

register = template.Library()


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A number on the way to the published one, and how it came about."""

    name: str
    figure: str
    rule: str


@register.simple_tag
def ladder_steps(result: Result, rulebook: Rulebook) -> list[LadderStep]:
    """Lay out a result's steps from the lines to the published number."""
    steps = [
        LadderStep(_("Base"), units(result.base_units), _base_rule(result, rulebook)),
        LadderStep(_("Scaled"), units(result.scaled_units), _scaled_rule(result, rulebook)),
    ]
    if rulebook.adjustments is not None:
        steps += [
            LadderStep(
                _("Bonus"), _with_sign("+", result.bonus_units), _adjusted_rule(rulebook, RuleKind.BONUS, result)
            ),
            LadderStep(
                _("Penalty"), _with_sign("−", result.penalty_units), _adjusted_rule(rulebook, RuleKind.PENALTY, result)
            ),
        ]
    steps.append(LadderStep(_("Total"), units(result.total_units), _total_rule(rulebook.total)))
    rounding = _("rounded once to %(places)s decimals, half away from zero") % {"places": rulebook.places}
    steps.append(LadderStep(_("Published"), units(result.published_units, rulebook.places), rounding))
    return steps


def _base_rule(result: Result, rulebook: Rulebook) -> str:
    kind = Kind(result.participant.period.kind)
    if kind is Kind.YEAR and rulebook.year_result.mode is Mode.BY_LEAF:
        return _("the sum of the lines below: means of the quarters and the year's own")
    return _("the sum of the lines below")


def _scaled_rule(result: Result, rulebook: Rulebook) -> str:
    kind = Kind(result.participant.period.kind)
    if kind is Kind.YEAR:
        return _year_rule(result, rulebook)
    sheet = rulebook.sheet(kind)
    category = result.participant.category.code
    if sheet is None or sheet.out_of is None:
        return _with_coefficient(_("the same: the sheet has its own scale"), result)
    values = {"full": trimmed(sheet.full_of(category)), "out_of": trimmed(sheet.out_of)}
    return _with_coefficient(_("from a full mark of %(full)s to one of %(out_of)s") % values, result)


def _year_rule(result: Result, rulebook: Rulebook) -> str:
    year = rulebook.year_result
    match year.mode:
        case Mode.WEIGHTED:
            share = year.quarters or 0
            values = {"share": trimmed(share), "rest": trimmed(ONE_HUNDRED_PERCENT - share)}
            if rulebook.use is Use.TOTAL:
                text = _("%(share)s %% the quarters' mean published score, %(rest)s %% the year's sheet") % values
            else:
                text = _("%(share)s %% the quarters' mean scaled score, %(rest)s %% the year's sheet") % values
        case Mode.SUM:
            text = _("the quarters' mean plus the year's sheet")
        case Mode.BY_LEAF:
            text = _("the same: both sheets together are worth 100")
        case Mode.YEAR_ONLY:
            text = _("the year's sheet alone")
    return _with_coefficient(text, result)


def _with_coefficient(text: str, result: Result) -> str:
    coefficient = result.participant.coefficient_units
    if coefficient == UNIT:
        return text
    return _("%(text)s, times the coefficient %(coefficient)s") % {"text": text, "coefficient": trimmed(coefficient)}


def _adjusted_rule(rulebook: Rulebook, kind: RuleKind, result: Result) -> str:
    adjustments = rulebook.adjustments
    period_kind = Kind(result.participant.period.kind)
    if adjustments is None or not rulebook.adjusts(period_kind):
        if adjustments is not None and adjustments.apply is Apply.YEAR:
            return _("counts in the year alone")
        return _("counts in the quarters alone")
    cap = adjustments.cap(kind)
    return _("no cap") if cap is None else _("%(cap)s at most") % {"cap": trimmed(cap)}


def _total_rule(total: Total) -> str:
    text = _("scaled + bonus − penalty")
    if total.cap is not None:
        text = _("%(text)s, %(cap)s at most") % {"text": text, "cap": trimmed(total.cap)}
    if total.floor is not None:
        text = _("%(text)s, not under %(floor)s") % {"text": text, "floor": trimmed(total.floor)}
    return text


def _with_sign(sign: str, value: int | None) -> str:
    text = units(value)
    return f"{sign}{text}" if value else text
