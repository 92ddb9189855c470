"""The small office with two managers and two security administrators, and what each of them clicks."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Period, SchemeVersion
from assessment.services.schemes import load_scheme
from cadres.choices import ProposalState, Role
from cadres.models import GrantProposal, ImportBatch
from cadres.services.importing import BroughtFile, stage
from cadres.services.recording import Actor
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from scoring.choices import FilingKind
from scoring.models import DecisionProposal, Filing
from scoring.selectors.filing_content import WHOLE_SHARE, FilingContent, content_of, revocation_of
from scoring.selectors.filing_effects import effects_of
from scoring.selectors.standing import standing_of
from scoring.services.decisions_import import DecisionsImport
from scoring.services.evidence import BroughtEvidence
from scoring.services.filing_evidence import add_filing_evidence
from scoring.services.filings import make_filing, seen_digest, submit_filing
from scoring.services.proposing import seen_digest as seen_of_decision
from tests.scoring.views.conftest import AT, SCHEME, Play

HEADER: Final = ("工号", "姓名", "等次", "理由", "依据", "占用名额外")


@dataclass
class House:
    """The small office with two managers and two security administrators, and what they click."""

    play: Play
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def quarter(self) -> Period:
        return Period.objects.select_related("scheme_version__scheme").get(pk=self.play.quarter.pk)

    def post(self, who: str, name: str, *args: object, **data: object) -> None:
        browser = self.browsers.setdefault(who, self.play.cast.client(who))
        answer = browser.post(reverse(name, args=args), data)
        assert answer.status_code == 302, (name, answer.status_code)

    # Acts on the period
    def ask(self, who: str, action: str, seen: str | None = None) -> None:
        seen = standing_of(self.quarter) if seen is None else seen
        self.post(who, "scoring:step_ask", self.quarter.pk, action=action, reason="因", seen=seen)

    def take(self, who: str, action: str, seen: str | None = None) -> None:
        seen = standing_of(self.quarter) if seen is None else seen
        self.post(who, "scoring:period_step", self.quarter.pk, action=action, reason="因", seen=seen)

    # Acts on the scheme
    def bring_scheme(self, who: str, change: str = "2") -> SchemeVersion:
        text = SCHEME.replace("year: 2026", f"year: 2026\nversion: 2\nauthority: 第 {change} 号")
        return load_scheme(text=text, actor=Actor(self.play.cast.accounts[who], Role.HR_MANAGER), at=AT).version

    def approve(self, who: str, digest: str) -> None:
        self.post(who, "assessment:scheme_approve", "T-1", digest=digest)

    # Acts on decisions
    def bring_decisions(self, who: str, level: int = 1) -> ImportBatch:
        sheet = OutSheet(
            name="等次决定",
            columns=[SheetColumn(header=one) for one in HEADER],
            rows=[["1002", "王芳", level, "委员会决定", "纪要", "是"]],
        )
        file = BroughtFile(name="d.xlsx", content=write_book([sheet]), scope={"period": self.quarter.pk})
        return stage(
            kind=DecisionsImport(), file=file, actor=Actor(self.play.cast.accounts[who], Role.HR_MANAGER), at=AT
        )

    def confirm(self, who: str, batch: ImportBatch, digest: str | None = None) -> None:
        digest = batch.plan_digest if digest is None else digest
        self.post(who, "scoring:import_decisions_confirm", batch.pk, plan_digest=digest)

    def propose_decision(self, who: str, level: int = 2) -> DecisionProposal:
        given = {"person": "1002", "level": level, "reason": "委员会决定", "authority": "纪要"}
        self.post(who, "scoring:decision_new", self.quarter.pk, **given)
        return DecisionProposal.objects.latest("pk")

    def approve_proposal(self, who: str, proposal: DecisionProposal, seen: str | None = None) -> None:
        told = {"decision": "approve", "version": proposal.version, "seen": seen or seen_of_decision(proposal)}
        self.post(who, "scoring:decision_decide", proposal.pk, **told)

    # Acts on events
    def file_event(self, who: str, count: int = 1) -> Filing:
        actor = Actor(self.play.cast.accounts[who], Role.HR_MANAGER)
        rule = self.play.year.scheme_version.adjustment_rules.get(code="AB1")
        shares = ((self.play.people["1002"].cadre_id, WHOLE_SHARE),)
        content = FilingContent(kind=FilingKind.EVENT, rule=rule, on=date(2026, 2, 3), count=count, shares=shares)
        filing = make_filing(year=self.play.year, content=content, actor=actor, at=AT)
        add_filing_evidence(filing=filing, brought=BroughtEvidence("通报"), actor=actor, at=AT)
        return submit_filing(filing=filing, actor=actor, at=AT)

    def file_revocation(self, who: str, target: Filing) -> Filing:
        """Ask for the revocation of an approved filing."""
        actor = Actor(self.play.cast.accounts[who], Role.HR_MANAGER)
        found = Filing.objects.get(pk=target.pk)
        filing = make_filing(year=found.year, content=revocation_of(found), actor=actor, at=AT)
        add_filing_evidence(filing=filing, brought=BroughtEvidence("更正"), actor=actor, at=AT)
        return submit_filing(filing=filing, actor=actor, at=AT)

    def approve_event(self, who: str, filing: Filing, seen: str | None = None) -> None:
        effects = effects_of(filing.year, content_of(filing), filing.number)
        told = {"decision": "approve", "version": filing.version, "seen": seen or seen_digest(filing, effects)}
        answer = self.play.cast.client(who).post(reverse("scoring:filing_decide", args=[filing.pk]), told)
        assert answer.status_code in (302, 403)

    # Acts on grants
    def propose(self, who: str) -> GrantProposal:
        standing = GrantProposal.objects.filter(account=self.play.cast.stranger, state=ProposalState.WAITING).first()
        if standing is not None:
            return standing  # the same is not proposed twice
        today = timezone.localdate().isoformat()
        self.post(who, "cadres:grant_new", account="stranger", role="scorer", starts_on=today, reason="任命")
        return GrantProposal.objects.latest("pk")

    def decide(self, who: str, proposal: GrantProposal) -> None:
        self.post(who, "cadres:grants_decide", proposal=proposal.pk, decision="confirm")
