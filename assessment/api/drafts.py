"""The weights of a draft over the API."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.api.serializers import WeightFatesSerializer, WeightsSerializer
from assessment.describing.faults import fault_sentence
from assessment.drafting.plain import OnlyText, faults_of
from assessment.models import SchemeDraft
from assessment.services.draft_parts import Fate, WeightFate, change_weights
from assessment.services.drafts import NotBeingWritten
from cadres.api.access import KEY_HEADER, EntitledView
from cadres.policy import Action
from cadres.services.answering import Answer
from cadres.views.access import acting

IDEMPOTENCY_KEY = OpenApiParameter(KEY_HEADER, str, OpenApiParameter.HEADER, required=True)


class NotNow(APIException):
    """The draft takes no changes."""

    status_code = 409


class WeightsView(EntitledView):
    """The weights of one sheet of a draft."""

    action_needed = Action.EDIT_SCHEMES

    @extend_schema(
        operation_id="write_weights",
        parameters=[IDEMPOTENCY_KEY],
        request=WeightsSerializer,
        responses={200: WeightFatesSerializer, 409: WeightFatesSerializer, 422: WeightFatesSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Write every weight that is right and still as it was seen; tell of each what became of it.

        200 if all are written, 409 if any was changed meanwhile or the draft takes nothing, else 422.
        """
        if not SchemeDraft.objects.filter(pk=pk).exists():
            raise NotFound
        return self.once(lambda: self._write(pk))

    def _write(self, pk: int) -> Answer:
        asked = WeightsSerializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        try:
            draft, fates = change_weights(
                pk=pk,
                kind=asked.validated_data["sheet"],
                writes=asked.writes(),
                actor=acting(self.account, Action.EDIT_SCHEMES),
                at=timezone.now(),
            )
        except (NotBeingWritten, OnlyText) as refused:
            raise NotNow(str(refused)) from refused
        kinds = {fate.kind for fate in fates}
        status = 409 if Fate.CONFLICT in kinds else 422 if Fate.REFUSED in kinds else 200
        who = str(draft.changed_by or "")
        when = timezone.localtime(draft.changed_at).strftime("%m-%d %H:%M")
        cells = [_told(fate, who, when) for fate in fates]
        return Answer(status, {"cells": cells, "faults": len(faults_of(draft.document))})


def _told(fate: WeightFate, who: str, when: str) -> dict[str, object]:
    return {
        "code": fate.write.code,
        "category": fate.write.category,
        "kind": str(fate.kind),
        "text": fate.text,
        "message": fault_sentence(fate.fault) if fate.fault else "",
        "who": who,
        "when": when,
    }
