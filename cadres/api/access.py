"""The door of the API: shut unless a view names the right it needs, and each unsafe request is one act."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotAuthenticated, ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cadres.api.permissions import HasRight
from cadres.models import Account
from cadres.policy import Action
from cadres.services.answering import Answer, Asked, KeyUsedOtherwise, answer_once

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 64


class OtherRequest(APIException):
    """The key of the request belongs to another one."""

    status_code = 422


class EntitledView(APIView):
    """A view for those who hold `action_needed`; their account is at hand."""

    permission_classes = [HasRight]
    action_needed: ClassVar[Action]

    @property
    def account(self) -> Account:
        """The account that asks."""
        if not isinstance(self.request.user, Account):
            raise NotAuthenticated
        return self.request.user

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer out of every cache: it is for this account, now."""
        finished: Response = super().finalize_response(request, response, *args, **kwargs)
        finished["Cache-Control"] = "no-store"
        return finished

    def once(self, work: Callable[[], Answer]) -> Response:
        """Answer an unsafe request: the first time by doing the work, afterwards as it was answered then.

        Raises: ParseError without a key, OtherRequest where the key belongs to another request.
        """
        key = self.request.headers.get(KEY_HEADER, "")
        if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
            raise ParseError(_("Send the header Idempotency-Key with up to 64 characters, a new one for each act."))
        asked = Asked(key=key, digest=self._digest(), claim=uuid.uuid4().hex)
        try:
            answer = answer_once(account=self.account, asked=asked, at=timezone.now(), work=work)
        except KeyUsedOtherwise as other:
            raise OtherRequest(str(other)) from other
        return Response(answer.body, status=answer.status)

    def _digest(self) -> str:
        """Name what was asked: method, address and body, whatever the order of its keys."""
        files = {name: file_digest(file) for name, file in self.request.FILES.items()}
        data = self.request.data
        said = {name: value for name, value in data.items() if name not in files} if isinstance(data, dict) else data
        plain = [self.request.method, self.request.get_full_path(), said, files]
        # As ASCII: a text may hold half of a pair of surrogates, which no other encoding takes.
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def file_digest(file: Any) -> str:
    """Give the SHA-256 of an uploaded file and set it back to its beginning."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
