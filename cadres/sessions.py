"""The store of sessions: a row each in the database that says whose it is, so that they can be ended from here."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError
from django.utils import timezone

from cadres.models import LiveSession
from cadres.storage import Trouble, trouble_of

STARTED = "started"
"""When the account logged in, in seconds since 1970: a session lasts so long from here, whatever is done in it."""


class SessionStore(DatabaseStore):
    """Django's store over our own table."""

    @classmethod
    def get_model_class(cls) -> type[LiveSession]:
        return LiveSession

    def save(self, must_create: bool = False) -> None:
        """Note the time of logging in with the first thing that is kept of a session that has an account."""
        if SESSION_KEY in self and STARTED not in self:
            self[STARTED] = int(timezone.now().timestamp())
        try:
            super().save(must_create)
        except (DatabaseError, UpdateError) as error:
            # who is logged in goes on reading where nothing can be written; he is asked to log in again no later
            if must_create or trouble_of(error) not in (Trouble.FULL, Trouble.READ_ONLY, Trouble.BUSY):
                raise

    def create_model_instance(self, data: dict[str, Any]) -> LiveSession:
        """Put the account beside the session's data."""
        session = super().create_model_instance(data)
        assert isinstance(session, LiveSession)
        session.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return session
