"""What happens on a sheet meanwhile: colleagues, the cells they write, and provisional results."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.ledger import format_units, trimmed
from cadres.api.access import EntitledView
from cadres.policy import Action, scope
from scoring.api.asked import SHEET_QUESTION, period_dict, period_of, sheet_asked
from scoring.api.serializers import PresenceAskedSerializer, PresenceSerializer, ResultsSerializer
from scoring.policy import is_provisional
from scoring.selectors.cell_history import changed_since
from scoring.selectors.enterable import within_reach
from scoring.selectors.entries import Place
from scoring.selectors.grid import last_sequence
from scoring.selectors.provisional import ProvisionalResult, provisional_results
from scoring.services.presence import be_seen, others_seen


class PresenceView(EntitledView):
    """The asker's presence on a sheet; what it changes is worth no key: the last word stands."""

    action_needed = Action.ENTER_SCORES

    @extend_schema(operation_id="be_present", request=PresenceAskedSerializer, responses=PresenceSerializer)
    def put(self, request: Request, pk: int) -> Response:
        """Say where the asker is; hear who else is there and which cells were written since.

        Of cells and colleagues only those are told that the asker may enter himself.
        """
        period = period_of(pk)
        asked = PresenceAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        now = timezone.now()
        last = last_sequence()
        found = changed_since(period, asked.validated_data["since"], last)
        others = others_seen(account=self.account, period=period, at=now)
        mine = _place(asked.validated_data)
        told = [*(cell.place for cell in found.cells), *(place for _name, place in others)]
        reached = within_reach(self.account, period, {place[:2] for place in [*told, *([mine] if mine else [])]})
        be_seen(account=self.account, period=period, place=mine if mine and mine[:2] in reached else None, at=now)
        return Response(
            {
                "sequence": found.sequence,
                "wholesale": found.wholesale,
                "cells": [
                    {**_named(cell.place), "text": cell.now.text, "version": cell.now.version, "remark": ""}
                    for cell in found.cells
                    if cell.place[:2] in reached
                ],
                "colleagues": [{**_named(place), "name": name} for name, place in others if place[:2] in reached],
                "period": period_dict(period),
            }
        )


class ResultsView(EntitledView):
    """Provisional results, for those who may see them: a scorer of single leaves may not."""

    action_needed = Action.VIEW_PROVISIONAL

    @extend_schema(
        operation_id="read_provisional_results",
        parameters=SHEET_QUESTION,
        responses=ResultsSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        """Compute what the people of a sheet would have now; nothing of it is kept."""
        period = period_of(pk)
        asked = sheet_asked(self.account, period, request)
        if asked is None or not is_provisional(period):
            return Response({"provisional": True, "results": []})
        reach = scope(self.account, Action.VIEW_PROVISIONAL).matches()
        people = dict(asked.people.filter(reach).order_by().values_list("cadre_id", "pk"))
        found = provisional_results(period, people)
        results = [_result(period, people[cadre], result) for cadre, result in found.items()]
        return Response({"provisional": True, "results": results})


def _place(said: dict[str, Any]) -> Place | None:
    if "participant" not in said or "indicator" not in said:
        return None
    return (said["participant"], said["indicator"], said["key"])


def _named(place: Place) -> dict[str, object]:
    return {"participant": place[0], "indicator": place[1], "key": place[2]}


def _result(period: Period, participant: int, found: ProvisionalResult) -> dict[str, object]:
    """Put a result into words: what it is made of, or what it lacks."""
    places = rulebook_of(period.scheme_version).places
    if found.published_units is None:
        return {
            "participant": participant,
            "total": "",
            "light": "",
            "detail": _("Not complete yet; missing: %(codes)s") % {"codes": ", ".join(found.incomplete)},
        }
    values = {
        "base": trimmed(found.base_units or 0),
        "bonus": trimmed(found.bonus_units or 0),
        "penalty": trimmed(found.penalty_units or 0),
        "rank": found.rank or "–",
        "of": found.pool_size or "–",
    }
    return {
        "participant": participant,
        "total": format_units(found.published_units, places),
        "light": found.light,
        "detail": _("Provisional: base %(base)s + bonus %(bonus)s − penalty %(penalty)s; place %(rank)s of %(of)s")
        % values,
    }
