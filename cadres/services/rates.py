"""How often one account may do what costs the house much: the API, files brought, files taken away."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError

from cadres.models import Account
from cadres.services.attempts import count_up, lane

logger = structlog.get_logger(__name__)


def over_rate(*, account: Account, kind: str, at: datetime) -> int:
    """Count one request of a kind; give for how many seconds to wait where it is one too many, else 0.

    Where the database takes no writes nothing can be counted, and looking at pages must go on.
    """
    tries, seconds = settings.RATES[kind]
    try:
        counted = count_up(lane("rate", kind, account.pk), window=timedelta(seconds=seconds), at=at)
    except DatabaseError:
        logger.warning("request not counted", kind=kind)
        return 0
    return seconds if counted > tries else 0
