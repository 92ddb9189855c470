"""The half-year rule, row by row (RULES.md 4)."""

import pytest

from assessment.rulebook.half_year import proposed_status
from assessment.rulebook.words import Identity, Status

DAY = 10_000


@pytest.mark.parametrize(
    ("identity", "leave", "work", "status"),
    [
        (Identity.CIVIL_SERVANT, 124 * DAY, 248 * DAY, Status.GRADED),
        (Identity.CIVIL_SERVANT, 124 * DAY + 1, 248 * DAY, Status.NOT_ASSESSED),
        (Identity.INSTITUTION, 30 * DAY, 59 * DAY, Status.COMMENTS_ONLY),
        (Identity.INSTITUTION, 29 * DAY, 59 * DAY, Status.GRADED),
        (Identity.ENTERPRISE, 137 * DAY, 248 * DAY, Status.COMMENTS_ONLY),
        (Identity.CIVIL_SERVANT, 0, 0, Status.GRADED),
    ],
)
def test_more_than_half_of_the_working_days_decides(identity: Identity, leave: int, work: int, status: Status) -> None:
    assert proposed_status(identity, leave, work) is status
