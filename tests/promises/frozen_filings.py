"""Every way there is to enter, change or decide on events by hand, tried at a house that is frozen."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from assessment.models import AdjustmentRule, VetoRule
from cadres.models import Cadre
from cadres.services.recording import Actor
from scoring.choices import FilingKind
from scoring.models import Filing, VetoEvent
from scoring.selectors.filing_content import WHOLE_SHARE, FilingContent, content_of, revocation_of
from scoring.selectors.filing_effects import effects_of
from scoring.services.evidence import BroughtEvidence
from scoring.services.filings import approve_filing, make_filing, seen_digest, submit_filing
from tests.promises.frozen_house import AT, DAY, Attempts, FrozenHouse


@dataclass
class Filed:
    """A draft, a filing that waits, one that was approved and one that revokes it, all of days in the quarter."""

    draft: Filing
    waiting: Filing
    approved: Filing
    revoking: Filing


def filed(house: FrozenHouse) -> Filed:
    """Enter the two while everything is open."""
    actor = Actor(house.cast.officer, "hr_officer")
    cadre = Cadre.objects.get(number="1001")
    rule = AdjustmentRule.objects.get(scheme_version=house.year.scheme_version)
    brought = BroughtEvidence(text="通报")
    content = FilingContent(kind=FilingKind.EVENT, rule=rule, on=DAY, shares=((cadre.pk, WHOLE_SHARE),))
    veto = VetoRule.objects.get(scheme_version=house.year.scheme_version)
    held = FilingContent(kind=FilingKind.VETO, veto=veto, on=DAY, shares=content.shares, basis="手工")
    draft, waiting, stands = (
        make_filing(year=house.year, content=one, actor=actor, at=AT, brought=brought)
        for one in (content, content, held)
    )
    waiting, stands = (submit_filing(filing=one, actor=actor, at=AT) for one in (waiting, stands))
    seen = seen_digest(stands, effects_of(stands.year, content_of(stands), stands.number))
    approved = approve_filing(filing=stands, seen=seen, actor=Actor(house.cast.manager, "hr_manager"), at=AT)
    revoking = make_filing(year=house.year, content=revocation_of(approved), actor=actor, at=AT, brought=brought)
    return Filed(draft, waiting, approved, submit_filing(filing=revoking, actor=actor, at=AT))


def through_filings(house: FrozenHouse, found: Filed, *, deciding: bool = True) -> Attempts:
    """Enter, change, submit, give and take back evidence, ask for an exemption, decide, withdraw."""
    veto = VetoRule.objects.get(scheme_version=house.year.scheme_version)
    entered = {"person": ["1001"], "share": [""], "on": DAY.isoformat(), "basis": "通报", "words": "见附件"}
    event = {**entered, "worth": "AB1", "matter": "", "count": "1", "multiplier": "1", "found_by": "other",
             "sharing": "whole"}  # fmt: skip
    draft, waiting = found.draft, found.waiting
    seen = {"version": draft.version}
    yield "new event", _post(house, "filing_new", [house.year.pk, "event"], event)
    yield "new veto", _post(house, "filing_new", [house.year.pk, "veto"], {**entered, "veto": veto.pk})
    yield "change", _post(house, "filing_edit", [draft.pk], {**event, **seen})
    yield "submit", _post(house, "filing_submit", [draft.pk], seen)
    holding = VetoEvent.objects.get(filing__isnull=True)
    yield "exempt", _post(house, "exempt_veto", [holding.pk], {"basis": "", "words": "容错"})
    yield "revoke", _post(house, "filing_revoke", [found.approved.pk], {"basis": "", "words": "误报"})
    asked = {"version": found.revoking.version, "decision": "approve", "seen": ""}
    yield "approve a revocation", _post(house, "filing_decide", [found.revoking.pk], asked)
    decision = {"version": waiting.version, "decision": "approve", "seen": ""}
    yield "approve", _post(house, "filing_decide", [waiting.pk], decision)
    if deciding:
        evidence = draft.evidence.get().pk
        yield "evidence", _post(house, "filing_add_evidence", [draft.pk], {"words": "补充"})
        yield "withdraw evidence", _post(house, "filing_evidence", [evidence], {})
        yield "withdraw", _post(house, "filing_withdraw", [draft.pk], {**seen, "reason": "误报"})
        refusal = {"version": waiting.version, "decision": "refuse", "reason": "不符"}
        yield "refuse", _post(house, "filing_decide", [waiting.pk], refusal)


def _post(house: FrozenHouse, name: str, ids: list[Any], given: dict[str, Any]) -> str:
    response = house.browser.post(reverse(f"scoring:{name}", args=ids), given, follow=True)
    assert response.status_code < 500
    text: str = response.content.decode()
    return text
