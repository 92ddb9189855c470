"""How each method turns what is entered into points, in a sentence with its numbers."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.methods import (
    Bands,
    Deduct,
    Escalate,
    Grade,
    Import,
    MeanStep,
    Method,
    Milestone,
    Percent,
    Points,
    PoolRank,
    RankTable,
    Ratio,
    RatioBest,
    Threshold,
    Vote,
)
from assessment.rulebook.words import Direction, Missing, MissingClass, Partial

MISSING: dict[Missing, str | Promise] = {
    Missing.BLOCK: gettext_lazy("Without data there is no result."),
    Missing.RENORMALISE: gettext_lazy("Without data it is left out and the rest is scaled up."),
    Missing.POOL_AVERAGE: gettext_lazy("Without data the average of the pool counts."),
    Missing.FULL: gettext_lazy("Without data it counts in full."),
    Missing.ZERO: gettext_lazy("Without data it counts as zero."),
}
PARTIAL: dict[Partial, str | Promise] = {
    Partial.UP: gettext_lazy("parts count as whole"),
    Partial.DOWN: gettext_lazy("parts do not count"),
    Partial.EXACT: gettext_lazy("parts count exactly"),
}


def method_sentence(method: Method) -> str:
    """Say how a method turns what is entered into points."""
    match method:
        case Points():
            return _("The points themselves are entered, from 0 to the full mark.")
        case Percent():
            return _("A percent of the full mark is entered, 0 to 100.")
        case Import(full=full):
            return _("A mark out of %(full)s is entered and brought to the full mark.") % {"full": trimmed(full)}
        case Ratio():
            return _ratio(method)
        case Bands() | Grade() | RankTable():
            return _by_table(method)
        case Threshold() | Deduct() | Escalate() | Milestone():
            return _by_events(method)
        case PoolRank() | RatioBest() | MeanStep():
            return _in_pool(method)
        case Vote():
            return _vote(method)


def missing_sentence(leaf: Leaf) -> str:
    """Say what becomes of a leaf for which nothing was entered."""
    if leaf.policy is None:
        return _("Without entries there were no events.")
    return str(MISSING[leaf.policy])


def _ratio(method: Ratio) -> str:
    higher = method.direction is Direction.HIGHER
    ratio = _("Completion rate = actual ÷ target") if higher else _("Completion rate = target ÷ actual")
    parts = [ratio]
    if method.low:
        parts.append(_("under %(low)s%% nothing") % {"low": trimmed(method.low)})
    parts.append(_("at most %(cap)s%%") % {"cap": trimmed(method.cap)})
    return _joined(parts) + _(".")


def _by_table(method: Bands | Grade | RankTable) -> str:
    match method:
        case Bands(bands=bands):
            steps = _joined(
                _("from %(from)s: %(share)s%%") % {"from": trimmed(band.from_), "share": trimmed(band.share)}
                for band in sorted(bands, key=lambda band: -band.from_)
            )
            return _("By bands of the value, %(steps)s; below: 0.") % {"steps": steps}
        case Grade(shares=shares):
            return _("By grade: %(grades)s of the full mark.") % {"grades": _shares(shares)}
        case RankTable(shares=shares, beyond=beyond):
            places = _joined(f"{place}: {trimmed(share)}%" for place, share in enumerate(shares, start=1))
            values = {"places": places, "beyond": trimmed(beyond)}
            return _("By place: %(places)s; every later place %(beyond)s%%.") % values


def _by_events(method: Threshold | Deduct | Escalate | Milestone) -> str:
    match method:
        case Threshold():
            values = {
                "at": trimmed(method.at),
                "unit": trimmed(method.unit),
                "step": trimmed(method.step),
                "partial": str(PARTIAL[method.partial]),
            }
            if method.direction is Direction.HIGHER:
                return _("Full from %(at)s on; for every %(unit)s less, %(step)s points off (%(partial)s).") % values
            return _("Full up to %(at)s; for every %(unit)s more, %(step)s points off (%(partial)s).") % values
        case Deduct(events=events, floor=floor):
            listed = _joined(_("%(event)s −%(points)s") % {"event": n, "points": trimmed(p)} for n, p in events)
            return _("Points off for every event: %(events)s; not below %(floor)s.") % {
                "events": listed,
                "floor": trimmed(floor),
            }
        case Escalate(first=first, zero_at=zero_at):
            values = {"first": trimmed(first), "zero": str(zero_at)}
            return _("Full without events; %(first)s%% off with the first; nothing from %(zero)s events on.") % values
        case Milestone(stages=stages, cap=cap):
            values = {"stages": _shares(stages), "cap": trimmed(cap)}
            return _("By stages reached: %(stages)s, times the difficulty, at most %(cap)s%%.") % values


def _in_pool(method: PoolRank | RatioBest | MeanStep) -> str:
    match method:
        case PoolRank(best=best, worst=worst, direction=direction):
            values = {"best": trimmed(best), "worst": trimmed(worst), "order": _order(direction)}
            return (
                _("By the place in the pool (%(order)s): first %(best)s%%, last %(worst)s%%, even steps between.")
                % values
            )
        case RatioBest(direction=direction):
            return _("The value against the best of the pool (%(order)s).") % {"order": _order(direction)}
        case MeanStep(step=step, partial=partial):
            values = {"step": trimmed(step), "partial": str(PARTIAL[partial])}
            return _("Full at the pool's mean; for every percent below it %(step)s points off (%(partial)s).") % values


def _vote(method: Vote) -> str:
    classes = _joined(f"{name} {trimmed(weight)}%" for name, weight in method.classes)
    parts = [_("Vote by classes of voters: %(classes)s") % {"classes": classes}]
    if method.options is not None:
        parts.append(_("a ballot is worth %(options)s") % {"options": _shares(method.options)})
    if method.score is not None:
        parts.append(_("a ballot gives 0 to %(score)s points") % {"score": trimmed(method.score)})
    if method.trim is not None:
        values = {"each": method.trim.each_end, "least": method.trim.at_least}
        parts.append(_("with %(least)s ballots or more the %(each)s highest and lowest are left out") % values)
    if method.min_ballots > 1:
        parts.append(_("a class with fewer than %(least)s ballots counts as missing") % {"least": method.min_ballots})
    if method.missing_class is MissingClass.ZERO:
        parts.append(_("a missing class counts as zero"))
    return _("; ").join(parts) + _(".")


def _order(direction: Direction) -> str:
    return _("higher is better") if direction is Direction.HIGHER else _("lower is better")


def _shares(named: Iterable[tuple[str, int]]) -> str:
    return _joined(f"{name} {trimmed(share)}%" for name, share in named)


def _joined(parts: Iterable[str]) -> str:
    return _(", ").join(parts)
