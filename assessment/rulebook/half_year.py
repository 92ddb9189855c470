"""The half-year rule (RULES.md 4): which status is proposed for somebody who was long on leave."""

from assessment.rulebook.words import Identity, Status


def over_half(leave_units: int, work_units: int) -> bool:
    """Whether leave takes more than half of a period's working days; exactly half does not.

    Units: days in ledger units.
    """
    return 2 * leave_units > work_units


def proposed_status(identity: Identity, leave_units: int, work_units: int) -> Status:
    """Propose how somebody takes part by the working days that he was on leave.

    Units: days in ledger units; leave of kinds that never count (maternity) is not in them.
    Rule: RULES.md 4. It names civil servants (not assessed) and institution staff (comments only);
    enterprise staff, of whom it says nothing, keep a written assessment like institution staff.
    """
    if not over_half(leave_units, work_units):
        return Status.GRADED
    return Status.NOT_ASSESSED if identity is Identity.CIVIL_SERVANT else Status.COMMENTS_ONLY
