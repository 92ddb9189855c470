"""Filings of the research centre: an officer enters, a manager decides."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.models import AdjustmentRule, VetoRule
from cadres.models import Account, Cadre
from cadres.services.recording import Actor
from scoring.choices import FilingKind
from scoring.models import AdjustmentEvent, Filing, VetoEvent
from scoring.selectors.filing_content import WHOLE_SHARE, FilingContent, content_of, exemption_of, revocation_of
from scoring.selectors.filing_effects import effects_of
from scoring.services.evidence import BroughtEvidence
from scoring.services.filing_evidence import add_filing_evidence
from scoring.services.filings import approve_filing, make_filing, seen_digest, submit_filing
from tests.scoring.services.conftest import AT, Centre

DAY = date(2026, 4, 22)


@dataclass
class Desk:
    """The centre's year with those who enter and decide."""

    centre: Centre
    manager: Actor

    @property
    def officer(self) -> Actor:
        return self.centre.actor

    def shares(self, **shares: int) -> tuple[tuple[int, int], ...]:
        """Pair people with percents: `shares(n001=60)`."""
        ids = dict(Cadre.objects.values_list("number", "pk"))
        return tuple((ids[name.removeprefix("n")], percent * WHOLE_SHARE // 100) for name, percent in shares.items())

    def event(self, rule: str = "BB1", **changed: Any) -> FilingContent:
        """What a filing of an event says; the city's praise for 胡润 unless changed."""
        found = AdjustmentRule.objects.get(scheme_version=self.centre.year.scheme_version, code=rule)
        level = "city" if rule in ("BB1", "BB2") else ""
        plain = FilingContent(kind=FilingKind.EVENT, rule=found, level=level, on=DAY, shares=self.shares(n003=100))
        return replace(plain, **changed)

    def veto(self, code: str = "V1", **changed: Any) -> FilingContent:
        """What a filing of a veto says."""
        found = VetoRule.objects.get(scheme_version=self.centre.year.scheme_version, code=code)
        plain = FilingContent(kind=FilingKind.VETO, veto=found, on=DAY, shares=self.shares(n003=100))
        return replace(plain, **changed)

    def exemption(self, target: AdjustmentEvent | VetoEvent) -> FilingContent:
        """What a filing of an exemption says."""
        return exemption_of(target)

    def revocation(self, target: Filing) -> FilingContent:
        """What a filing of a revocation says."""
        return revocation_of(target)

    def revocation_by(self, target: Filing, actor: Actor) -> Filing:
        """Somebody enters a revocation."""
        return make_filing(year=target.year, content=revocation_of(target), actor=actor, at=AT)

    def draft(self, content: FilingContent) -> Filing:
        """Enter a filing with its evidence."""
        filing = make_filing(year=self.centre.year, content=content, actor=self.officer, at=AT)
        add_filing_evidence(filing=filing, brought=BroughtEvidence("通报"), actor=self.officer, at=AT)
        return filing

    def submitted(self, content: FilingContent) -> Filing:
        """Enter and submit a filing."""
        return submit_filing(filing=self.draft(content), actor=self.officer, at=AT)

    def seen(self, filing: Filing) -> str:
        """What an approver sees now."""
        return seen_digest(filing, effects_of(filing.year, content_of(filing), filing.number))

    def approved(self, content: FilingContent) -> Filing:
        """Enter, submit and approve a filing."""
        filing = self.submitted(content)
        return approve_filing(filing=filing, seen=self.seen(filing), actor=self.manager, at=AT)


def manager(name: str = "manager", **links: Any) -> Actor:
    """Make somebody who decides."""
    return Actor(Account.objects.create(username=name, full_name=name, **links), "hr_manager")
