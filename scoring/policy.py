"""Who sees which results, and who enters what: the rights of `cadres.policy` over the rows of this package."""

import re
from collections.abc import Sequence
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.rulebook.indicators import Leaf
from assessment.transitions import Transition
from cadres.choices import Role
from cadres.models import Account, Cadre
from cadres.policy import ROLE_ACTIONS, Action, grants_of, may, scope, visible_cadres
from cadres.workbooks import cleaning
from scoring.models import Filing, FilingShare, Result

SETTLED: Final = (PeriodState.COMPUTED, PeriodState.IN_NOTICE, PeriodState.FINAL, PeriodState.ARCHIVED)
"""Where results stand: leaders see them from here on."""

PUBLISHED: Final = (PeriodState.IN_NOTICE, PeriodState.FINAL, PeriodState.ARCHIVED)
"""Where everybody may see his own."""

PROVISIONAL: Final = (PeriodState.DRAFT, PeriodState.OPEN, PeriodState.REVIEWING)
"""Where entries may still change: results are provisional (暂定)."""


OWN_LEADER: Final = "own_leader"
"""The scorer of a leaf that every leader enters for the people in his charge."""

PRINCIPAL: Final = "principal"
"""The scorer of a leaf that the principal leader enters for everybody; he scores the whole house and leads nobody."""

NOBODY_SCORES_HIMSELF: Final = _("Nobody scores himself.")
_BESIDE_LETTERS: Final = re.compile(r"[^\w·]")


def is_provisional(period: Period) -> bool:
    """Whether the period's results may still change because its entries may."""
    return period.state in PROVISIONAL


def may_see_results(account: Account) -> bool:
    """Whether the account sees any results at all, be they only its own."""
    return may(account, Action.VIEW_RESULTS) or may(account, Action.VIEW_OWN_RESULTS)


def visible_results(account: Account) -> QuerySet[Result]:
    """The results of the current runs that the account may see: the one place that decides it.

    HR sees those within reach at any time, a leader his span's once they are computed, a cadre his own
    from the public notice on. Department and leader are those of the period, not today's.
    """
    always = _reach(account, Action.VIEW_PROVISIONAL)
    settled = _reach(account, Action.VIEW_RESULTS) & Q(participant__period__state__in=SETTLED)
    own = _reach(account, Action.VIEW_OWN_RESULTS) & Q(participant__period__state__in=PUBLISHED)
    return Result.objects.filter(always | settled | own, run__is_current=True)


def visible_subjects(account: Account) -> QuerySet[Cadre]:
    """The cadres of whose results the account knows: whom it sees in the roster, or in a result, and itself."""
    shown = visible_results(account).values("participant__cadre")
    return Cadre.objects.filter(Q(pk__in=visible_cadres(account)) | Q(pk__in=shown) | Q(pk=account.cadre_id))


def sees_drafts(account: Account, result: Result) -> bool:
    """Whether the account may see what is not published yet about whose result it is: events, vetoes, decisions."""
    whose = result.participant
    reach = scope(account, Action.VIEW_PROVISIONAL)
    return reach.covers(department=whose.department_id, leader=whose.leader_id, cadre=whose.cadre_id)


def entry_reaches(account: Account, leaves: Sequence[Leaf]) -> dict[str, Q]:
    """The leaves that the account may enter, by code, each with the participants for whom.

    HR enters every leaf within its reach; a scorer those that name his department; as the leader in charge those that
    name `own_leader`, and as a scorer of the whole house who is in charge of nobody those that name `principal`.
    """
    grants = [grant for grant in grants_of(account) if Action.ENTER_SCORES in ROLE_ACTIONS[grant.role]]
    if any(grant.role != Role.SCORER for grant in grants):
        everywhere = scope(account, Action.ENTER_SCORES).matches()
        return {leaf.code: everywhere for leaf in leaves}
    if not grants:
        return {}
    codes = {grant.department.code for grant in grants if grant.department is not None}
    if account.leader_id is None and any(grant.department_id is None for grant in grants):
        codes.add(PRINCIPAL)
    reaches = {leaf.code: Q() for leaf in leaves if leaf.scorer in codes}
    if account.leader_id is not None:
        reaches |= {leaf.code: Q(leader=account.leader_id) for leaf in leaves if leaf.scorer == OWN_LEADER}
    return reaches


def _reach(account: Account, action: Action) -> Q:
    reach = scope(account, action)
    if reach.everything:
        # Not an empty condition: joined by "or" with another one that would say nothing.
        return Q(pk__isnull=False)
    return reach.matches(department="participant__department", leader="participant__leader", cadre="participant__cadre")


def may_step(account: Account, step: Transition) -> bool:
    """Whether the account may take a period this step: a period is everybody's, so the grant must be for the house."""
    return any(grant.role in step.roles and grant.department_id is None for grant in grants_of(account))


def may_take_reports(account: Account) -> bool:
    """Whether the account may have the report of a whole period, which names everybody."""
    return scope(account, Action.EXPORT_RESULTS).everything


def reached_cadres(account: Account, action: Action) -> QuerySet[Cadre] | None:
    """The cadres to whom the account may do an action; None where that is everybody."""
    return None if scope(account, action).everything else visible_cadres(account, action)


def visible_filings(account: Account) -> QuerySet[Filing]:
    """The filings that the account handles: those whose every person is within its reach."""
    reached = reached_cadres(account, Action.ENTER_EVENTS)
    if reached is None:
        return Filing.objects.all()
    outside = FilingShare.objects.exclude(cadre__in=reached).values("filing")
    return Filing.objects.exclude(pk__in=outside)


def may_decide(account: Account, filing: Filing) -> bool:
    """Whether the account's right to approve reaches everybody whom a filing is about."""
    if not may(account, Action.APPROVE_EVENTS):
        return False
    reached = reached_cadres(account, Action.APPROVE_EVENTS)
    return reached is None or not filing.shares.exclude(cadre__in=reached).exists()


def is_oneself(own_cadre: int | None, cadre: int) -> bool:
    """Whether somebody would score himself; `own_cadre` is None for one who is no cadre."""
    return own_cadre is not None and cadre == own_cadre


def names_oneself(scorer: str, *, number: str, name: str) -> bool:
    """Whether a scorer (评分人) as a workbook names him is the person assessed: by number, by name or by both.

    One of two people with the same name must be named by his number.
    """
    written, own_number, own_name = (_BESIDE_LETTERS.sub("", cleaning.word(text)) for text in (scorer, number, name))
    return written in (own_number, own_name, own_number + own_name, own_name + own_number)
