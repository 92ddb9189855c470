"""What a filing must be: the rule's level, days of the year, people who take part, shares that add up."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assessment.choices import AdjustmentKind
from assessment.compiling import rulebook_of
from assessment.models import Participant, Period
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, trimmed
from assessment.rulebook.words import Kind
from assessment.services.periods import PeriodClosed, lock_entries
from cadres.models import Cadre
from cadres.services.recording import Actor
from scoring.choices import FilingKind, FilingState, Sharing
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.filing_content import FilingContent, acts_in
from scoring.selectors.periods import part_periods
from scoring.services.frozen_quarters import HELD_STATES
from scoring.services.import_scopes import ENTRY_STATES

MOST_TIMES = 1_000_000
OBJECT = "filing"
EDITABLE = (FilingState.DRAFT, FilingState.REFUSED)
OPEN_STATES = (FilingState.DRAFT, FilingState.SUBMITTED, FilingState.REFUSED)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and with which part of the filing; "" for the whole."""

    field: str
    message: str


class RefusedFiling(ValueError):
    """A filing cannot be kept, submitted or decided so; `problems` say where and why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


class FilingNotNow(RefusedFiling):
    """The filing's state does not allow the act."""

    def __init__(self, filing: Filing) -> None:
        text = _("This is not possible; the state of %(number)s is: %(state)s.")
        super().__init__(Problem("", text % {"number": filing.number, "state": filing.get_state_display()}))


def locked_year(year: Period) -> Period:
    """Lock a year's events and the states of its periods, always in this order: the name, the rows by key.

    Raises: PeriodClosed.
    """
    lock_entries(year.pk)
    inside = [year.pk, *part_periods(year).values_list("pk", flat=True)]
    rows = Period.objects.select_for_update(of=("self",)).select_related("scheme", "scheme_version")
    locked = {period.pk: period for period in rows.filter(pk__in=inside).order_by("pk")}
    found = locked[year.pk]
    if found.kind != "year" or found.state not in ENTRY_STATES:
        values = {"period": found.code, "state": found.get_state_display()}
        text = _("%(period)s takes no events any more or not yet; its state is: %(state)s.")
        raise PeriodClosed(text % values, found)
    return found


def require_sound(year: Period, content: FilingContent, *, own_cadre: int | None) -> None:
    """Refuse what is not a sound filing, with every problem.

    Raises: RefusedFiling; PeriodClosed where it would act in a frozen period.
    """
    require_unheld(year, content)
    problems = [*_what(year, content), *_when(year, content), *_whom(year, content, own_cadre), *_shares(content)]
    if problems:
        raise RefusedFiling(*problems)


def _what(year: Period, content: FilingContent) -> Iterator[Problem]:
    if content.rule is not None:
        yield from _rule(year, content)
    elif content.veto is not None:
        if content.veto.scheme_version_id != year.scheme_version_id:
            yield Problem("veto", _("The scheme of this year has no such item."))
    elif content.kind == FilingKind.EXEMPTION:
        yield from _exemption(year, content)
    elif content.kind == FilingKind.REVOCATION:
        yield from _revocation(year, content)
    else:
        field, text = (
            ("rule", _("Choose a rule.")) if content.kind == FilingKind.EVENT else ("veto", _("Choose an item."))
        )
        yield Problem(field, text)
    if not 1 <= content.count <= MOST_TIMES:
        yield Problem("count", _("The number of times must lie between 1 and %(most)s.") % {"most": MOST_TIMES})


def _exemption(year: Period, content: FilingContent) -> Iterator[Problem]:
    target = _as_it_stands(content)
    if target is None or target.year_id != year.pk:
        yield Problem("", _("There is no such event in this year."))
    elif not stands(target):
        yield Problem("", _("This event does not count; there is nothing to exempt."))
    elif target.exempted:
        yield Problem("", _("This event is exempted already."))
    elif isinstance(target, AdjustmentEvent) and target.rule.kind != AdjustmentKind.PENALTY:
        yield Problem("", _("Only what stands against a person can be exempted."))
    elif not _is_about(content, target):
        yield Problem("", _("The event is about somebody else or other days by now; withdraw this, ask for it anew."))


def _as_it_stands(content: FilingContent) -> AdjustmentEvent | VetoEvent | None:
    """What an exemption names, as it is under the year's lock: a workbook may have changed it since it was read."""
    if content.event is not None:
        return AdjustmentEvent.objects.select_related("rule").filter(pk=content.event.pk).first()
    return VetoEvent.objects.filter(pk=content.holding.pk).first() if content.holding is not None else None


def _is_about(content: FilingContent, target: AdjustmentEvent | VetoEvent) -> bool:
    """Whether an exemption has the person and the days of what it exempts, by which its rights were asked."""
    days = (target.on, target.on) if isinstance(target, AdjustmentEvent) else (target.starts_on, target.ends_on)
    return content.people == (target.cadre_id,) and content.days == (days[0], days[1] or days[0])


def stands(row: AdjustmentEvent | VetoEvent) -> bool:
    """Whether an event is approved, a veto not revoked."""
    return row.approved if isinstance(row, AdjustmentEvent) else not row.revoked


def _revocation(year: Period, content: FilingContent) -> Iterator[Problem]:
    target = content.revokes
    if target is None or target.year_id != year.pk:
        yield Problem("", _("There is no such event in this year."))
    elif target.kind == FilingKind.REVOCATION:
        yield Problem("", _("A revocation is not revoked; enter the event again."))
    elif target.state != FilingState.APPROVED:
        values = {"number": target.number, "state": target.get_state_display()}
        yield Problem("", _("Only what is approved can be revoked; the state of %(number)s is: %(state)s.") % values)
    else:
        for other in _exemptions_under_way(target):
            text = _("An exemption of it is under way: %(number)s. Let that be decided or withdrawn first.")
            yield Problem("", text % {"number": other.number})


def _exemptions_under_way(target: Filing) -> QuerySet[Filing]:
    return Filing.objects.filter(
        Q(event__filing=target) | Q(holding__filing=target), kind=FilingKind.EXEMPTION, state__in=OPEN_STATES
    ).order_by("number")


def _rule(year: Period, content: FilingContent) -> Iterator[Problem]:
    assert content.rule is not None
    adjustments = rulebook_of(year.scheme_version).adjustments
    rules = {rule.code: rule for rule in (adjustments.rules if adjustments else ())}
    rule = rules.get(content.rule.code)
    if rule is None or content.rule.scheme_version_id != year.scheme_version_id:
        yield Problem("rule", _("The scheme of this year has no such rule."))
        return
    if isinstance(rule.points, int):
        if content.level:
            yield Problem("level", _("This rule has no levels; leave the level empty."))
        return
    levels = [name for name, _points in rule.points]
    if content.level not in levels:
        yield Problem("level", _("This rule needs one of its levels: %(levels)s.") % {"levels": "、".join(levels)})


def _when(year: Period, content: FilingContent) -> Iterator[Problem]:
    first, last = content.days
    if last < first:
        yield Problem("ends_on", _("The last day is before the first."))
    elif first > year.ends_on or last < year.starts_on:
        values = {"first": year.starts_on.isoformat(), "last": year.ends_on.isoformat()}
        yield Problem("on", _("The day must lie in the year, from %(first)s to %(last)s.") % values)


def require_unheld(year: Period, content: FilingContent) -> None:
    """Refuse what would act in one of the year's periods that is frozen.

    Raises: PeriodClosed, which names that period.
    """
    for period in part_periods(year).filter(state__in=HELD_STATES).select_related("scheme_version"):
        rulebook = rulebook_of(period.scheme_version)
        if acts_in(content, period, adjusts=rulebook.adjusts(Kind(period.kind))):
            values = {"period": period.code, "state": period.get_state_display()}
            text = _(
                "It would change %(period)s, which no longer changes (state: %(state)s); take that period back first."
            )
            raise PeriodClosed(text % values, period)


def require_foreign(filing: Filing, actor: Actor) -> None:
    """Refuse whoever would act on what was entered about himself. Raises: RefusedFiling."""
    own = actor.account.cadre_id if actor.account else None
    if own is not None and filing.shares.filter(cadre=own).exists():
        raise RefusedFiling(Problem("", _("Nobody enters or approves what concerns himself.")))


def _whom(year: Period, content: FilingContent, own_cadre: int | None) -> Iterator[Problem]:
    if not content.shares:
        yield Problem("people", _("Name at least one person."))
    if len(set(content.people)) < len(content.people):
        yield Problem("people", _("The same person is named twice."))
    if own_cadre is not None and own_cadre in content.people:
        yield Problem("people", _("Nobody enters or approves what concerns himself."))
    if content.kind == FilingKind.REVOCATION:
        return  # whoever took part when it was approved
    inside = Participant.objects.filter(period__in=[year.pk, *part_periods(year).values_list("pk", flat=True)])
    there = set(inside.filter(cadre__in=content.people).values_list("cadre", flat=True))
    for cadre in Cadre.objects.filter(pk__in=set(content.people) - there).order_by("number"):
        yield Problem("people", _("%(person)s takes part in no period of this year.") % {"person": cadre})


def _shares(content: FilingContent) -> Iterator[Problem]:
    total = sum(share for _cadre, share in content.shares)
    if any(not 0 < share <= ONE_HUNDRED_PERCENT for _cadre, share in content.shares):
        yield Problem("people", _("A share must be more than 0 and at most 100 percent."))
    elif content.sharing == Sharing.SPLIT and total > ONE_HUNDRED_PERCENT:
        yield Problem(
            "people", _("The shares add up to %(sum)s %%; at most 100 %% can be split.") % {"sum": trimmed(total)}
        )
    elif content.sharing == Sharing.WHOLE and any(share != ONE_HUNDRED_PERCENT for _cadre, share in content.shares):
        yield Problem("people", _("Where the points fall to each in full, every share is 100 percent."))


def require_room(filing: Filing, content: FilingContent) -> None:
    """Refuse shares that, with those approved already for the same act, would be more than the whole.

    An act is a rule, a level and a matter. Under the lock of the year nobody else approves meanwhile.
    Raises: RefusedFiling.
    """
    if content.rule is None or content.sharing != Sharing.SPLIT or not content.matter:
        return
    same = Filing.objects.filter(
        year=filing.year_id, state=FilingState.APPROVED, sharing=Sharing.SPLIT, rule=content.rule, level=content.level
    )
    others = same.filter(matter=content.matter).exclude(pk=filing.pk)
    taken = sum(others.values_list("shares__share_units", flat=True))
    asked = sum(share for _cadre, share in content.shares)
    if taken + asked > ONE_HUNDRED_PERCENT:
        values = {"taken": trimmed(taken), "asked": trimmed(asked)}
        text = _("Of this matter %(taken)s %% are given already; %(asked)s %% more would be over the whole.")
        raise RefusedFiling(Problem("people", text % values))


def require_new(filing: Filing, content: FilingContent) -> None:
    """Refuse what stands already: the same veto from the same day, or what waits for a decision about the same thing.

    Raises: RefusedFiling.
    """
    about = {name: getattr(content, name) for name in ("event", "holding", "revokes") if getattr(content, name)}
    if about:
        for other in Filing.objects.filter(state=FilingState.SUBMITTED, **about).exclude(pk=filing.pk):
            text = _("%(number)s about the same waits for a decision already.") % {"number": other.number}
            raise RefusedFiling(Problem("", text))
    if content.veto is not None:
        same = VetoEvent.objects.filter(
            year=filing.year_id, veto=content.veto, starts_on=content.on, basis=content.basis, revoked=False
        )
        for holding in same.filter(cadre__in=content.people).select_related("cadre"):
            text = _("%(person)s has this item from that day on the same basis already.") % {"person": holding.cadre}
            raise RefusedFiling(Problem("", text))
    if content.rule is not None and AdjustmentEvent.objects.filter(year=filing.year_id, number=filing.number).exists():
        raise RefusedFiling(
            Problem("", _("An event with the number %(number)s stands already.") % {"number": filing.number})
        )
