"""Requests to a running server past any test client: real sockets, real threads, sessions of their own."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from cadres.models import Account

TOKEN = "t" * 32


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the status and the JSON."""

    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody's session with a running server; every call is a connection of its own."""

    address: str
    session: str

    def call(self, method: str, path: str, body: object, key: str = "") -> Answered:
        """Send JSON and read JSON."""
        where = urlsplit(self.address)
        connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=600)
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            # whatever the caller's own clock says is of no account
            "Date": "Thu, 01 Jan 2015 00:00:00 GMT",
            **({"Idempotency-Key": key} if key else {}),
        }
        try:
            connection.request(method, path, json.dumps(body), headers)
            answer = connection.getresponse()
            return Answered(answer.status, json.loads(answer.read() or b"null"))
        finally:
            connection.close()


def caller(address: str, account: Account) -> Caller:
    """Log somebody in at a running server, past the log-in page."""
    client = Client()
    client.force_login(account)
    return Caller(address, client.cookies[settings.SESSION_COOKIE_NAME].value)
