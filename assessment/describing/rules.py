"""Adjustments, vetoes, limits, gates and the rule of the year, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.choices import PeriodKind
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.rules import (
    AdjustmentRule,
    Adjustments,
    Flag,
    Gate,
    LeaveAtMost,
    Limit,
    NodeAtLeast,
    NoQuarterAtLevel,
    QuartersAtLevel,
    Total,
    Veto,
)
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Apply, Bars, Effect, Kind, Mode, RuleKind, SelfFound, Use

APPLY: dict[Apply, str | Promise] = {
    Apply.YEAR: gettext_lazy("Bonus and penalty points count in the annual result only."),
    Apply.QUARTER: gettext_lazy("Bonus and penalty points count in the period in which the event lies."),
    Apply.BOTH: gettext_lazy("Bonus and penalty points show in their period and count once in the annual result."),
}
EFFECTS: dict[Effect, str | Promise] = {
    Effect.BAR_EXCELLENT: gettext_lazy("bars level 1"),
    Effect.FORCE_LOWEST: gettext_lazy("forces the lowest level"),
    Effect.WITHHOLD: gettext_lazy("no level is given"),
    Effect.COMMENTS_ONLY: gettext_lazy("comments only, no level"),
    Effect.LIST_ONLY: gettext_lazy("is only listed"),
}


def year_sentences(book: Rulebook) -> list[str]:
    """Say how the annual result comes about."""
    rule = book.year_result
    said = [_year_mode(book)]
    if rule.minimum:
        values = {"count": rule.minimum}
        said.append(_("Fewer than %(count)s counted periods: comments only in the annual assessment.") % values)
    return said


def adjustment_sentences(adjustments: Adjustments) -> list[str]:
    """Say where bonus and penalty points count and what caps them."""
    said = [str(APPLY[adjustments.apply])]
    if adjustments.bonus_cap is not None:
        said.append(_("Bonus points: at most %(cap)s in all.") % {"cap": trimmed(adjustments.bonus_cap)})
    if adjustments.penalty_cap is not None:
        said.append(_("Penalty points: at most %(cap)s in all.") % {"cap": trimmed(adjustments.penalty_cap)})
    said.append(_("Of several events of one matter only the one with most points counts."))
    return said


def adjustment_rule_sentence(rule: AdjustmentRule) -> str:
    """Say what one event of a rule is worth."""
    sign = "+" if rule.kind is RuleKind.BONUS else "−"
    if isinstance(rule.points, int):
        parts = [_("%(points)s points an event") % {"points": sign + trimmed(rule.points)}]
    else:
        parts = [_(", ").join(f"{level} {sign}{trimmed(points)}" for level, points in rule.points)]
    if rule.cap is not None:
        parts.append(_("at most %(cap)s by this rule") % {"cap": trimmed(rule.cap)})
    if rule.bars_excellent is Bars.ALWAYS:
        parts.append(_("bars level 1"))
    if rule.bars_excellent is Bars.WHEN_DOUBLED:
        parts.append(_("bars level 1 when doubled"))
    if rule.self_found is SelfFound.WAIVE:
        parts.append(_("waived when found by the unit itself"))
    return _("; ").join(parts)


def total_sentence(total: Total) -> str:
    """Say where the total is cut off."""
    floor = _("not below %(floor)s") % {"floor": trimmed(total.floor)} if total.floor is not None else ""
    cap = _("not above %(cap)s") % {"cap": trimmed(total.cap)} if total.cap is not None else ""
    bounds = [bound for bound in (floor, cap) if bound]
    if not bounds:
        return _("Total = scaled score + bonus − penalty.")
    return _("Total = scaled score + bonus − penalty, %(bounds)s.") % {"bounds": _(", ").join(bounds)}


def veto_sentence(veto: Veto) -> str:
    """Say what a veto does and whom it hits by itself."""
    if veto.effect is Effect.CAP_LEVEL:
        said = _("holds to level %(level)s at most") % {"level": veto.best_level}
    else:
        said = str(EFFECTS[veto.effect])
    if veto.bottom is not None:
        values = {"count": veto.bottom, "size": veto.min_pool or 1}
        said += _("; hits the last %(count)s of every pool of at least %(size)s by itself") % values
    return said


def limit_sentence(limit: Limit, names: dict[str, str]) -> str:
    """Say what a low attainment of a node holds to."""
    values = {
        "node": names.get(limit.node, limit.node),
        "below": trimmed(limit.below),
        "level": limit.best_level,
        "kinds": kinds_in_words(limit.kinds),
    }
    if limit.kinds is None:
        return _("Attainment of “%(node)s” under %(below)s%%: level %(level)s at most.") % values
    return _("Attainment of “%(node)s” under %(below)s%%: level %(level)s at most (%(kinds)s).") % values


def gate_sentence(gate: Gate, names: dict[str, str]) -> str:
    """Say what level 1 needs."""
    match gate.condition:
        case QuartersAtLevel(level=level, at_least=least):
            said = _("at least %(least)s periods at level %(level)s") % {"least": least, "level": level}
        case NoQuarterAtLevel(level=level):
            said = _("no period at level %(level)s") % {"level": level}
        case LeaveAtMost(percent=percent):
            said = _("leave of at most %(percent)s%% of the working days") % {"percent": trimmed(percent)}
        case Flag(flag=flag):
            said = _("the mark “%(flag)s” is set") % {"flag": flag}
        case NodeAtLeast(node=node, percent=percent):
            values = {"node": names.get(node, node), "percent": trimmed(percent)}
            said = _("attainment of “%(node)s” of %(percent)s%% or more") % values
    return f"{said} ({kinds_in_words(gate.kinds)})"


def kinds_in_words(kinds: tuple[Kind, ...] | None) -> str:
    """Name kinds of period."""
    return _(", ").join(str(PeriodKind(kind).label) for kind in kinds or ())


def _year_mode(book: Rulebook) -> str:
    rule = book.year_result
    match rule.mode:
        case Mode.YEAR_ONLY:
            return _("The annual result comes from the annual sheet alone.")
        case Mode.SUM:
            return _("Annual score = mean of the periods' scaled scores + score of the annual sheet.")
        case Mode.BY_LEAF:
            return _(
                "The annual sheet joins the periods' indicators, each with the mean over the counted periods, "
                "and the annual indicators."
            )
        case Mode.WEIGHTED:
            share = rule.quarters or 0
            values = {"share": trimmed(share), "rest": trimmed(1_000_000 - share)}
            if book.use is Use.TOTAL:
                said = _("Annual score = %(share)s%% mean of the periods' published scores + %(rest)s%% annual sheet.")
            else:
                said = _("Annual score = %(share)s%% mean of the periods' scaled scores + %(rest)s%% annual sheet.")
            return said % values
