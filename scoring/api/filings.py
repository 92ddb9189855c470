"""A year's events over the API: the list, and filings from the draft to the decision."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.rulebook.ledger import trimmed
from cadres.api.access import EntitledView
from cadres.policy import Action, Forbidden, visible_cadres
from cadres.services.answering import Answer
from cadres.services.refusals import Closed
from cadres.views.access import acting
from scoring.api.asked import year_of_events
from scoring.api.filing_serializers import (
    DecisionSerializer,
    EventsSerializer,
    FilingAskedSerializer,
    FilingSerializer,
    SeenSerializer,
)
from scoring.api.sheets import IDEMPOTENCY_KEY
from scoring.models import Filing
from scoring.policy import may_decide, reached_cadres, visible_filings
from scoring.selectors.event_lines import DEFAULT_SORT, EventLine, WantedEvents, event_lines, filled
from scoring.selectors.filing_content import content_of
from scoring.selectors.filing_effects import PeriodEffect, Stand, effects_of
from scoring.services.evidence import BroughtEvidence, RefusedEvidence
from scoring.services.filing_checks import OPEN_STATES, RefusedFiling
from scoring.services.filings import (
    StaleFiling,
    approve_filing,
    make_filing,
    refuse_filing,
    seen_digest,
    submit_filing,
    withdraw_filing,
)
from scoring.templatetags.filings import line_day, line_exempted, line_kind, line_matter, line_title, line_until

RIGHT = Action.ENTER_EVENTS
LINES_PER_PAGE = 100
QUESTION = ("q", "kind", "state", "sort", "page")


class FilingBase(EntitledView):
    """What the views of filings share: finding one, and telling why something is not possible."""

    action_needed = RIGHT

    def found(self, pk: int) -> Filing:
        """A filing that the asker may see. Raises: NotFound."""
        rows = visible_filings(self.account).select_related(
            "year__scheme",
            "year__scheme_version__scheme",
            "rule",
            "veto",
            "event",
            "holding",
            "revokes__event__rule",
            "revokes__holding",
            "revokes__rule",
        )
        found = rows.filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def act(self, status: int, work: Callable[[], Filing]) -> Response:
        """Do an act once; a refusal is an answer too, so that its record stands."""

        def answer() -> Answer:
            try:
                return Answer(status, filing_dict(work()))
            except (StaleFiling, Closed) as refusal:
                return Answer(409, {"message": str(refusal)})
            except RefusedFiling as refused:
                problems = [{"field": one.field, "message": one.message} for one in refused.problems]
                return Answer(422, {"message": str(refused), "problems": problems})
            except RefusedEvidence as refused_evidence:
                return Answer(422, {"message": str(refused_evidence)})

        return self.once(answer)


class EventsView(FilingBase):
    """A year's events and filings."""

    @extend_schema(
        operation_id="read_events",
        parameters=[OpenApiParameter(name, str) for name in QUESTION],
        responses=EventsSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give a page of the lines that fit."""
        year = year_of_events(pk)
        asked = {name: request.query_params.get(name, "")[:64].replace("\x00", "") for name in QUESTION}
        wanted = WantedEvents(
            text=asked["q"], kind=asked["kind"], state=asked["state"], sort=asked["sort"] or DEFAULT_SORT
        )
        lines = event_lines(year, reached_cadres(self.account, RIGHT), wanted)
        page = Paginator(lines, LINES_PER_PAGE).get_page(asked["page"] or "1")
        return Response(
            {
                "count": page.paginator.count,
                "page": page.number,
                "pages": page.paginator.num_pages,
                "events": [_line_dict(line) for line in filled(list(page.object_list))],
            }
        )

    @extend_schema(
        operation_id="make_filing",
        parameters=[IDEMPOTENCY_KEY],
        request=FilingAskedSerializer,
        responses={201: FilingSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Keep an event or a veto as a draft."""
        year = year_of_events(pk)
        asked = FilingAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        content = asked.content(year, visible_cadres(self.account, RIGHT))
        words = asked.validated_data["evidence"].strip()
        brought = BroughtEvidence(text=words) if words else None
        actor, at = acting(self.account, RIGHT), timezone.now()
        return self.act(201, lambda: make_filing(year=year, content=content, actor=actor, at=at, brought=brought))


class FilingView(FilingBase):
    """A filing."""

    @extend_schema(operation_id="read_filing", responses=FilingSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Give a filing with what it would do."""
        return Response(filing_dict(self.found(pk)))


class SubmissionView(FilingBase):
    """Handing a filing in."""

    @extend_schema(
        operation_id="submit_filing", parameters=[IDEMPOTENCY_KEY], request=SeenSerializer, responses=FilingSerializer
    )
    def post(self, request: Request, pk: int) -> Response:
        """Hand a draft in for another person's approval."""
        filing, _said = _as_seen(self.found(pk), SeenSerializer(data=request.data))
        actor, at = acting(self.account, RIGHT), timezone.now()
        return self.act(200, lambda: submit_filing(filing=filing, actor=actor, at=at))


class WithdrawalView(FilingBase):
    """Taking a filing back."""

    @extend_schema(
        operation_id="withdraw_filing", parameters=[IDEMPOTENCY_KEY], request=SeenSerializer, responses=FilingSerializer
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take back what is not decided, with the reason."""
        filing, said = _as_seen(self.found(pk), SeenSerializer(data=request.data))
        reason = _reason(said)
        actor, at = acting(self.account, RIGHT), timezone.now()
        return self.act(200, lambda: withdraw_filing(filing=filing, reason=reason, actor=actor, at=at))


class DecisionView(FilingBase):
    """Deciding on a filing."""

    action_needed = Action.APPROVE_EVENTS

    @extend_schema(
        operation_id="decide_filing",
        parameters=[IDEMPOTENCY_KEY],
        request=DecisionSerializer,
        responses=FilingSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Approve what was seen, or refuse it with a reason."""
        filing, said = _as_seen(self.found(pk), DecisionSerializer(data=request.data))
        if not may_decide(self.account, filing):
            raise Forbidden(Action.APPROVE_EVENTS)
        actor, at = acting(self.account, Action.APPROVE_EVENTS), timezone.now()
        if said["decision"] == "approve":
            return self.act(200, lambda: approve_filing(filing=filing, seen=said["seen"], actor=actor, at=at))
        reason = _reason(said)
        return self.act(200, lambda: refuse_filing(filing=filing, reason=reason, actor=actor, at=at))


def filing_dict(filing: Filing) -> dict[str, Any]:
    """Give a filing as plain JSON, with what it would do as long as that is open."""
    effects = effects_of(filing.year, content_of(filing), filing.number) if filing.state in OPEN_STATES else []
    shares = filing.shares.order_by("position").values_list("cadre__number", "share_units")
    return {
        "id": filing.pk,
        "number": filing.number,
        "kind": filing.kind,
        "state": filing.state,
        "version": filing.version,
        "rule": filing.rule.code if filing.rule else "",
        "level": filing.level,
        "veto": filing.veto.code if filing.veto else "",
        "on": filing.on.isoformat(),
        "until": filing.ends_on.isoformat() if filing.ends_on else None,
        "matter": filing.matter,
        "event": filing.event.number if filing.event else "",
        "revokes": filing.revokes_id,
        "shares": [{"cadre": number, "share": trimmed(share)} for number, share in shares],
        "effects": [_effect_dict(effect) for effect in effects],
        "seen": seen_digest(filing, effects),
    }


def _effect_dict(effect: PeriodEffect) -> dict[str, Any]:
    return {
        "period": effect.period.code,
        "people": [
            {"cadre": one.cadre.number, "before": _stand_dict(one.before), "after": _stand_dict(one.after)}
            for one in effect.people
        ],
        "others_ranked": effect.others_ranked,
        "others_graded": effect.others_graded,
    }


def _stand_dict(stand: Stand) -> dict[str, Any]:
    result = stand.result
    points = (stand.bonus_units, stand.penalty_units)
    bonus, penalty = (None if units is None else trimmed(units) for units in points)
    own = {name: result[name] for name in ("published", "rank", "level", "label", "reasons")}
    return {"bonus": bonus, "penalty": penalty, **own}


def _line_dict(line: EventLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "cadre": line.cadre.number,
        "name": line.cadre.name,
        "kind": line_kind(line),
        "code": line_title(line)[0],
        "on": line_day(line),
        "until": line_until(line),
        "matter": line_matter(line),
        "state": line.state,
        "exempted": line_exempted(line),
        "filing": line.filing_id,
    }


def _as_seen(filing: Filing, asked: SeenSerializer) -> tuple[Filing, dict[str, Any]]:
    """The filing with the version that the asker saw, and what he said."""
    asked.is_valid(raise_exception=True)
    filing.version = asked.validated_data["version"]
    return filing, asked.validated_data


def _reason(said: dict[str, Any]) -> str:
    reason = " ".join(str(said["reason"]).split())
    if not reason:
        raise ValidationError({"reason": ["required"]})
    return reason
