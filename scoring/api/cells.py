"""One cell over the API: its history, its remark and what it stands on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.models import Indicator, Participant, Period
from assessment.rulebook.facts import entry_keys
from cadres.api.access import EntitledView
from cadres.policy import Action
from cadres.services.answering import Answer
from cadres.services.stored_files import DamagedFile
from cadres.views.access import acting
from scoring.api.asked import period_of, require_cells
from scoring.api.serializers import CellDetailSerializer, EvidenceAskedSerializer, RemarkSerializer
from scoring.api.sheets import IDEMPOTENCY_KEY
from scoring.models import Evidence
from scoring.selectors.cell_history import cell_history
from scoring.selectors.entries import Place, cells_now
from scoring.selectors.evidence import evidence_of
from scoring.selectors.sheets import leaves_by_indicator
from scoring.services.evidence import (
    LONGEST_FILE,
    BroughtEvidence,
    RefusedEvidence,
    add_evidence,
    file_of,
    withdraw_evidence,
)
from scoring.services.remarks import StaleRemark, remark_on
from scoring.services.taking_entries import OwnCell, PeriodNotOpen

KEY = OpenApiParameter("key", str, description="The key of a leaf that has several.")


class GoneFile(APIException):
    """The stored file is gone or damaged."""

    status_code = 410


class CellView(EntitledView):
    """A cell of a period's sheet."""

    action_needed = Action.ENTER_SCORES
    parser_classes = [JSONParser, MultiPartParser]

    @extend_schema(operation_id="read_cell", parameters=[KEY], responses=CellDetailSerializer)
    def get(self, request: Request, pk: int, participant: int, indicator: int) -> Response:
        """Give the cell's value, history, remark and evidence."""
        period, place = self.asked(pk, participant, indicator)
        return Response(detail_of(period, place))

    def asked(self, pk: int, participant: int, indicator: int) -> tuple[Period, Place]:
        """The period and the cell, if the asker may enter it. Raises: NotFound."""
        period, key = period_of(pk), self.request.query_params.get("key", "")
        place = (participant, indicator, key)
        require_cells(self.account, period, [place])
        if key and key not in entry_keys(leaves_by_indicator(period, {indicator})[indicator]):
            raise NotFound
        return period, place

    def once_if_open(self, work: Callable[[], Answer]) -> Response:
        """Answer as `once` does. A refusal is an answer too: what the record tells of the attempt must stand."""

        def tried() -> Answer:
            try:
                return work()
            except (PeriodNotOpen, OwnCell, StaleRemark) as refusal:
                return Answer(409, {"detail": str(refusal)})

        return self.once(tried)


class RemarkView(CellView):
    """The remark beside a score."""

    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="write_remark",
        parameters=[IDEMPOTENCY_KEY, KEY],
        request=RemarkSerializer,
        responses=CellDetailSerializer,
    )
    def post(self, request: Request, pk: int, participant: int, indicator: int) -> Response:
        """Keep the remark if the score still is as it was seen."""
        period, place = self.asked(pk, participant, indicator)
        return self.once_if_open(lambda: self._keep(period, place))

    def _keep(self, period: Period, place: Place) -> Answer:
        asked = RemarkSerializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        actor = acting(self.account, Action.ENTER_SCORES)
        said = asked.validated_data
        remark_on(place=place, remark=said["remark"], seen_version=said["seen"], actor=actor, at=timezone.now())
        return Answer(200, detail_of(period, place))


class EvidenceListView(CellView):
    """What a cell stands on."""

    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="add_evidence",
        parameters=[IDEMPOTENCY_KEY, KEY],
        request={"multipart/form-data": EvidenceAskedSerializer},
        responses={201: CellDetailSerializer},
    )
    def post(self, request: Request, pk: int, participant: int, indicator: int) -> Response:
        """Keep a reason or a file."""
        period, place = self.asked(pk, participant, indicator)
        return self.once_if_open(lambda: self._add(period, place))

    def _add(self, period: Period, place: Place) -> Answer:
        asked = EvidenceAskedSerializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data.get("file")
        # One byte more than is taken tells that the file is too large; the rest of it need not be read.
        brought = BroughtEvidence(
            text=asked.validated_data["text"],
            file_name=file.name if file else "",
            content=file.read(LONGEST_FILE + 1) if file else b"",
        )
        actor = acting(self.account, Action.ENTER_SCORES)
        try:
            add_evidence(place=place, brought=brought, actor=actor, at=timezone.now())
        except RefusedEvidence as refusal:
            raise ValidationError({"detail": str(refusal)}) from refusal
        return Answer(201, detail_of(period, place))


class EvidenceView(CellView):
    """One piece of evidence."""

    http_method_names = ["get", "delete", "options"]

    @extend_schema(
        operation_id="read_evidence_file",
        parameters=[KEY],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: int, participant: int, indicator: int, evidence: int) -> HttpResponse:  # type: ignore[override]  # one id more than a cell has
        """Give the file to keep, never to run."""
        _period, place = self.asked(pk, participant, indicator)
        found = self._found(place, evidence)
        if not found.stored_name:
            raise NotFound
        try:
            content = file_of(found)
        except DamagedFile as damaged:
            raise GoneFile from damaged
        headers = {
            "Content-Disposition": content_disposition_header(True, found.file_name) or "attachment",
            "Cache-Control": "no-store",
        }
        return HttpResponse(content, content_type="application/octet-stream", headers=headers)

    @extend_schema(operation_id="withdraw_evidence", parameters=[IDEMPOTENCY_KEY, KEY], responses=CellDetailSerializer)
    def delete(self, request: Request, pk: int, participant: int, indicator: int, evidence: int) -> Response:
        """Mark it as withdrawn; it stays in the cell's story."""
        period, place = self.asked(pk, participant, indicator)
        found = self._found(place, evidence)
        return self.once_if_open(lambda: self._withdraw(period, place, found))

    def _withdraw(self, period: Period, place: Place, found: Evidence) -> Answer:
        withdraw_evidence(evidence=found, actor=acting(self.account, Action.ENTER_SCORES), at=timezone.now())
        return Answer(200, detail_of(period, place))

    def _found(self, place: Place, pk: int) -> Evidence:
        found = evidence_of(place).select_related("indicator").filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found


def detail_of(period: Period, place: Place) -> dict[str, Any]:
    """Give a cell with its history, remark and evidence, in a fixed number of queries."""
    participant, indicator, key = place
    cells = cells_now(period, [participant], [indicator])
    now, entry = cells.at(place), cells.entries.get(place)
    number = Participant.objects.values_list("cadre__number", flat=True).get(pk=participant)
    code = Indicator.objects.values_list("code", flat=True).get(pk=indicator)
    changes = cell_history(period, number, code, key)
    return {
        "text": now.text,
        "version": now.version,
        "remark": entry.remark if entry else "",
        "remarkable": entry is not None and place[:2] not in cells.marks,
        "history": [
            {"before": one.before, "after": one.after, "who": one.who, "when": _when(one.when), "file": one.file}
            for one in changes
        ],
        "evidence": [_evidence(period, place, one) for one in evidence_of(place)],
    }


def _evidence(period: Period, place: Place, one: Evidence) -> dict[str, Any]:
    address = reverse("scoring:api_evidence", args=[period.pk, place[0], place[1], one.pk])
    return {
        "id": one.pk,
        "text": one.text,
        "file": one.file_name,
        "address": f"{address}?key={quote(place[2])}" if one.stored_name else "",
        "who": str(one.added_by or ""),
        "when": _when(one.added_at),
        "withdrawn_by": str(one.withdrawn_by or "") if one.withdrawn_at else "",
    }


def _when(at: datetime) -> str:
    return date_format(localtime(at), "Y-m-d H:i:s")
