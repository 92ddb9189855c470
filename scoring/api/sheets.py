"""The score grid over the API: reading a sheet, saving its cells."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from cadres.api.access import KEY_HEADER, EntitledView
from cadres.policy import Action
from cadres.services.answering import Answer
from cadres.views.access import acting
from scoring.api.asked import SHEET_QUESTION, period_dict, period_of, require_cells, sheet_asked
from scoring.api.serializers import CellsSerializer, FatesSerializer, SheetSerializer
from scoring.selectors.grid import GridCell, grid
from scoring.services.entering import CellWrite, EnterOutcome, enter_cells
from scoring.services.taking_entries import PeriodNotOpen
from scoring.templatetags.methods import key_name

IDEMPOTENCY_KEY = OpenApiParameter(
    KEY_HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="A new one for each act; repeated with a retry.",
)


class SheetView(EntitledView):
    """A period's sheet, or that of one leaf or one department."""

    action_needed = Action.ENTER_SCORES

    @extend_schema(
        operation_id="read_sheet",
        parameters=SHEET_QUESTION,
        responses=SheetSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Give the columns, the people and what is entered, as far as the asker may enter it."""
        period = period_of(pk)
        asked = sheet_asked(self.account, period, request)
        if asked is None:
            raise NotFound
        found = grid(self.account, period, asked)
        return Response(
            {
                "period": period_dict(period),
                "columns": [{**asdict(column), "key_name": key_name(column.key)} for column in found.columns],
                "rows": [asdict(row) for row in found.rows],
                "cells": [cell_dict(cell) for cell in found.cells],
                "evidenced": [dict(zip(("participant", "indicator", "key"), place, strict=True))
                              for place in found.evidenced],
                "sequence": found.sequence,
            }
        )  # fmt: skip


class CellsView(EntitledView):
    """The cells of a period's sheet."""

    action_needed = Action.ENTER_SCORES

    @extend_schema(
        operation_id="save_cells",
        parameters=[IDEMPOTENCY_KEY],
        request=CellsSerializer,
        responses={200: FatesSerializer, 409: FatesSerializer, 422: FatesSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Save every cell that is right and still as it was seen; tell of each what became of it.

        200 if all are saved, 409 if any was changed meanwhile or the period takes nothing, else 422.
        """
        return self.once(lambda: self._save(pk))

    def _save(self, pk: int) -> Answer:
        asked = CellsSerializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        writes = asked.writes()
        period = period_of(pk)
        require_cells(self.account, period, (write.place for write in writes))
        actor = acting(self.account, Action.ENTER_SCORES)
        try:
            outcome = enter_cells(period=period, cells=writes, actor=actor, at=timezone.now())
        except PeriodNotOpen as refusal:
            return Answer(409, {"cells": [], "message": str(refusal)})
        status = 409 if outcome.conflicts else 422 if outcome.refused else 200
        return Answer(status, {"cells": fates_of(outcome), "message": ""})


def fates_of(outcome: EnterOutcome) -> list[dict[str, Any]]:
    """Put an outcome into the words of the API."""
    saved = [_fate(one.write, "saved", text=one.text, version=one.version) for one in outcome.saved]
    refused = [_fate(one.write, "refused", message=one.message, reason_due=one.reason_due) for one in outcome.refused]
    conflicts = [
        _fate(
            one.write,
            "conflict",
            text=one.theirs.text,
            version=one.theirs.version,
            who=one.theirs.who or (_("the operator") if one.theirs.version else ""),
            when=date_format(localtime(one.theirs.when), "m-d H:i:s") if one.theirs.when else "",
        )
        for one in outcome.conflicts
    ]
    return [*saved, *refused, *conflicts]


def cell_dict(cell: GridCell) -> dict[str, Any]:
    """Give a cell as plain JSON; by hand, because a sheet has tens of thousands of them."""
    return {
        "participant": cell.participant,
        "indicator": cell.indicator,
        "key": cell.key,
        "text": cell.text,
        "version": cell.version,
        "remark": cell.remark,
    }


def _fate(write: CellWrite, kind: str, **said: Any) -> dict[str, Any]:
    return {
        "participant": write.participant_id,
        "indicator": write.indicator_id,
        "key": write.key,
        "kind": kind,
        "text": "",
        "version": 0,
        "message": "",
        "who": "",
        "when": "",
        "reason_due": False,
        **said,
    }
