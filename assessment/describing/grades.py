"""Ranking, levels, quotas, the bottom list and the lights, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.rulebook.grades import (
    Bottom,
    KindGrades,
    LightCondition,
    Lights,
    OnBottomList,
    PublishedBelow,
    Quota,
    Ranking,
    RedCards,
    YellowCards,
)
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.words import Allocation, Denominator, LineTies, RankTies, Rounding, Scope

SCOPES: dict[Scope, str | Promise] = {
    Scope.POOL: gettext_lazy("in each pool"),
    Scope.DEPARTMENT: gettext_lazy("in each department"),
    Scope.LEADER: gettext_lazy("for each leader in charge"),
    Scope.ALL: gettext_lazy("over everybody"),
}
ROUNDINGS: dict[Rounding, str | Promise] = {
    Rounding.FLOOR: gettext_lazy("rounded down"),
    Rounding.HALF_UP: gettext_lazy("rounded half up"),
    Rounding.CEIL: gettext_lazy("rounded up"),
}
LINE_TIES: dict[LineTies, str | Promise] = {
    LineTies.STOP: gettext_lazy("equals at the line are left to a decision"),
    LineTies.NONE: gettext_lazy("of equals at the line nobody is in"),
    LineTies.ALL: gettext_lazy("equals at the line are all in"),
}
DENOMINATORS: dict[Denominator, str | Promise] = {
    Denominator.PARTICIPANTS: gettext_lazy("of the participants"),
    Denominator.GRADED: gettext_lazy("of those graded"),
}


def ranking_sentences(ranking: Ranking, names: dict[str, str]) -> list[str]:
    """Say how equals are ordered and numbered."""
    said = [_("In each pool those graded are ordered by the published score, best first.")]
    if ranking.tie_break:
        known = {"penalty": _("fewer penalty points"), "bonus": _("more bonus points")}
        steps = [
            known.get(code) or _("attainment of “%(node)s”") % {"node": names.get(code, code)}
            for code in ranking.tie_break
        ]
        said.append(_("Equals are ordered by, in turn: %(steps)s.") % {"steps": _(", ").join(steps)})
    if ranking.ties is RankTies.COMPETITION:
        said.append(_("Those still equal share a rank and the next ranks are skipped (1-2-2-4)."))
    else:
        said.append(_("Those still equal share a rank and no rank is skipped (1-2-2-3)."))
    return said


def band_sentences(grades: KindGrades, words: tuple[str, ...]) -> list[str]:
    """Say from which published score each level is reached; `words` name the levels."""
    if not grades.bands:
        return []
    said = [
        _("%(level)s: from %(from)s") % {"level": words[index], "from": trimmed(band)}
        for index, band in enumerate(grades.bands)
    ]
    return [*said, _("%(level)s: below that") % {"level": words[len(grades.bands)]}]


def quota_sentence(quota: Quota, words: tuple[str, ...]) -> str:
    """Say how many may hold a level and what becomes of equals at the line."""
    values = {
        "level": words[quota.level - 1],
        "scope": SCOPES[quota.scope],
        "share": _share(quota),
        "of": DENOMINATORS[quota.denominator],
        "rounding": ROUNDINGS[quota.rounding],
    }
    parts = [_("%(level)s: %(scope)s at most %(share)s %(of)s, %(rounding)s") % values]
    if quota.by_unit_result:
        cases = [
            _("result %(result)s of the unit: %(share)s%%") % {"result": result, "share": trimmed(share)}
            for result, share in quota.by_unit_result
        ]
        parts.append(_(", ").join(cases))
    if quota.allocation is Allocation.LARGEST_REMAINDER:
        parts.append(_("places left over go to the largest remainders"))
    elif quota.minimum:
        parts.append(_("at least %(minimum)s") % {"minimum": quota.minimum})
    if quota.cumulative:
        parts.append(_("better levels count against it"))
    parts.append(str(LINE_TIES[quota.ties]))
    return _("; ").join(parts)


def bottom_sentence(bottom: Bottom) -> str:
    """Say who stands on the bottom list."""
    values = {
        "percent": trimmed(bottom.percent),
        "rounding": ROUNDINGS[bottom.rounding],
        "size": bottom.min_pool,
    }
    return _("The last %(percent)s%% of a pool (%(rounding)s), in pools of at least %(size)s.") % values


def light_sentences(lights: Lights) -> list[tuple[str, str]]:
    """Say what turns a light red, else yellow; else it is green. Each light with its sentence."""
    alternatives = _(" or ")
    red = alternatives.join(_condition(condition) for condition in lights.red)
    yellow = alternatives.join(_condition(condition) for condition in lights.yellow)
    said = [("red", red), ("yellow", yellow), ("green", _("everybody else with a published score"))]
    return [(light, sentence) for light, sentence in said if sentence]


def _condition(condition: LightCondition) -> str:
    match condition:
        case PublishedBelow(below=below):
            return _("published score under %(below)s") % {"below": trimmed(below)}
        case RedCards(at_least=least):
            return _("%(least)s red cards or more") % {"least": least}
        case YellowCards(at_least=least):
            return _("%(least)s yellow cards or more") % {"least": least}
        case OnBottomList():
            return _("on the bottom list")


def _share(quota: Quota) -> str:
    if isinstance(quota.share, int):
        return f"{trimmed(quota.share)}%"
    return _(", ").join(f"{pool} {trimmed(share)}%" for pool, share in quota.share)
