"""Filings about what stands over the API: an exemption of an event or a veto, a revocation of an approved filing."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.models import Period
from cadres.policy import visible_cadres
from cadres.views.access import acting
from scoring.api.asked import year_of_events
from scoring.api.filing_serializers import FilingSerializer
from scoring.api.filings import RIGHT, FilingBase
from scoring.api.sheets import IDEMPOTENCY_KEY
from scoring.models import AdjustmentEvent, VetoEvent
from scoring.selectors.filing_content import FilingContent, exemption_of, revocation_of
from scoring.services.evidence import BroughtEvidence
from scoring.services.filings import make_filing


class ReasonSerializer(serializers.Serializer[Any]):
    """Why something that stands is to be changed: `evidence` in words, and the document as its `basis`."""

    evidence = serializers.CharField(max_length=1000)
    basis = serializers.CharField(max_length=300, allow_blank=True, default="")


class ExemptionAskedSerializer(ReasonSerializer):
    """What is to be exempted: an `event` by its number, or the `veto` that `cadre` has from the day `on`."""

    event = serializers.CharField(max_length=64, allow_blank=True, default="")
    cadre = serializers.CharField(max_length=64, allow_blank=True, default="")
    veto = serializers.CharField(max_length=32, allow_blank=True, default="")
    on = serializers.DateField(allow_null=True, default=None)


class StandingBase(FilingBase):
    """What is filed about something that stands is kept as a draft like any other filing."""

    def kept(self, year: Period, content: FilingContent, said: dict[str, Any]) -> Response:
        """Keep it with its evidence."""
        brought, actor, at = BroughtEvidence(text=said["evidence"]), acting(self.account, RIGHT), timezone.now()
        return self.act(201, lambda: make_filing(year=year, content=content, actor=actor, at=at, brought=brought))


class ExemptionsView(StandingBase):
    """Asking for exemptions in a year."""

    @extend_schema(
        operation_id="ask_for_exemption",
        parameters=[IDEMPOTENCY_KEY],
        request=ExemptionAskedSerializer,
        responses={201: FilingSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Keep an exemption of an event or a veto as a draft."""
        year = year_of_events(pk)
        asked = ExemptionAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        return self.kept(year, exemption_of(self._target(year, said), said["basis"].strip()), said)

    def _target(self, year: Period, said: dict[str, Any]) -> AdjustmentEvent | VetoEvent:
        """What stands of people within reach. Raises: NotFound."""
        within = {"year": year, "cadre__in": visible_cadres(self.account, RIGHT)}
        found: AdjustmentEvent | VetoEvent | None
        if said["event"]:
            found = AdjustmentEvent.objects.filter(number=said["event"], **within).select_related("rule").first()
        else:
            held = VetoEvent.objects.filter(
                cadre__number=said["cadre"], veto__code=said["veto"], starts_on=said["on"], revoked=False, **within
            )
            found = held.select_related("veto").order_by("pk").first()
        if found is None:
            raise NotFound
        return found


class RevocationView(StandingBase):
    """Asking for a revocation."""

    @extend_schema(
        operation_id="ask_for_revocation",
        parameters=[IDEMPOTENCY_KEY],
        request=ReasonSerializer,
        responses={201: FilingSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Keep a revocation of an approved filing as a draft."""
        target = self.found(pk)
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        return self.kept(target.year, revocation_of(target, said["basis"].strip()), said)
