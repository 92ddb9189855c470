"""Writing decisions on levels: one way for workbooks and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cadres.models import Account
from scoring.models import Override
from scoring.services.versions import first_version

FIELDS = ("level", "reason", "authority", "extra_place")


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided for a participant."""

    level: int
    reason: str
    authority: str
    extra_place: bool


def write_decisions(
    decisions: Mapping[int, tuple[Decided, int]],
    *,
    decided_by: Account | None,
    confirmed_by: Account | None,
    at: datetime,
) -> None:
    """Write decisions by participant, each over the version that it replaces (0: none), in the caller's transaction."""
    fresh = first_version(at)
    Override.objects.bulk_create(
        [
            Override(
                participant_id=participant,
                level=one.level,
                reason=one.reason,
                authority=one.authority,
                extra_place=one.extra_place,
                decided_by=decided_by,
                confirmed_by=confirmed_by,
                decided_at=at,
                version=max(version + 1, fresh),
            )
            for participant, (one, version) in decisions.items()
        ],
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=[*FIELDS, "decided_by", "confirmed_by", "decided_at", "version"],
    )
