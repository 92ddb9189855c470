"""The codes of the record in the reader's words; a code without a word is shown as it is."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cadres.choices import Role
from cadres.models import RecordEvent
from cadres.services.outside import OUTSIDE
from cadres.services.recording import OPERATOR, SCHEDULER

register = template.Library()

NAMES: Final = ("code", "number", "username", "name", "title", "file")
"""By what an object is called in the record, the most telling first."""
MOST_TOLD: Final = 60
MOST_SIGNS: Final = 2_000
Words = Mapping[str, str | Promise]
ACTS: Final[Words] = {
    "create_account": _("Opened an account"),
    "give_password": _("Gave a new password"),
    "change_password": _("Changed the own password"),
    "create_accounts": _("Opened accounts from the roster"),
    "close_account": _("Closed an account"),
    "reopen_account": _("Opened an account again"),
    "set_up_code": _("Set up codes on the phone"),
    "give_up_code": _("Gave up codes on the phone"),
    "log_in": _("Logged in"),
    "lock_out": _("Was locked out after wrong attempts"),
    "propose_grant": _("Proposed a role"),
    "add_grant": _("Gave a role"),
    "refuse_grant": _("Turned down a proposed role"),
    "withdraw_grant": _("Withdrew a proposed role"),
    "end_grant": _("Took a role back"),
    "import_roster": _("Imported the roster"),
    "transfer": _("Moved somebody to another post"),
    "take_back_move": _("Took back a change of post"),
    "leave_office": _("Ended somebody's post"),
    "add_leave": _("Entered leave"),
    "remove_leave": _("Removed leave"),
    "found_department": _("Founded a department"),
    "change_department": _("Changed a department"),
    "close_department": _("Closed a department"),
    "put_in_charge": _("Put a leader in charge"),
    "reveal_id_number": _("Looked at an identity number"),
    "import_participants": _("Imported participants"),
    "change_participant": _("Changed how somebody takes part"),
    "import_scores": _("Imported scores"),
    "import_votes": _("Imported votes"),
    "import_adjustments": _("Imported bonus and penalty events"),
    "import_vetoes": _("Imported vetoes"),
    "import_decisions": _("Imported decisions"),
    "undo_import_roster": _("Undid an import of the roster"),
    "undo_import_participants": _("Undid an import of participants"),
    "undo_import_scores": _("Undid an import of scores"),
    "undo_import_votes": _("Undid an import of votes"),
    "undo_import_adjustments": _("Undid an import of bonus and penalty events"),
    "undo_import_vetoes": _("Undid an import of vetoes"),
    "undo_import_decisions": _("Undid an import of decisions"),
    "name_columns": _("Named columns of an import"),
    "bring_roster": _("Brought a roster, not yet confirmed"),
    "bring_participants": _("Brought participants, not yet confirmed"),
    "bring_scores": _("Brought scores, not yet confirmed"),
    "bring_votes": _("Brought votes, not yet confirmed"),
    "bring_adjustments": _("Brought bonus and penalty events, not yet confirmed"),
    "bring_vetoes": _("Brought vetoes, not yet confirmed"),
    "bring_decisions": _("Brought decisions, not yet confirmed"),
    "enter_scores": _("Entered scores"),
    "remark_on_score": _("Wrote a remark beside a score"),
    "add_evidence": _("Added evidence"),
    "withdraw_evidence": _("Withdrew evidence"),
    "set_deadline": _("Set the deadline of entry"),
    "add_workdaycorrection": _("Entered a correction of the work calendar"),
    "change_workdaycorrection": _("Changed a correction of the work calendar"),
    "refused": _("Tried to change what is closed, and was refused"),
    "remind": _("Reminded those who have scores to enter"),
    "make_filing": _("Entered an event by hand"),
    "change_filing": _("Changed an event entered by hand"),
    "submit_filing": _("Submitted an event for approval"),
    "withdraw_filing": _("Withdrew an event entered by hand"),
    "approve_filing": _("Approved an event"),
    "refuse_filing": _("Refused an event"),
    "revoke_filing": _("Revoked an event"),
    "add_filing_evidence": _("Gave evidence for an event"),
    "withdraw_filing_evidence": _("Withdrew evidence of an event"),
    "propose_decision": _("Proposed a decision on a level"),
    "approve_decision": _("Approved a decision on a level"),
    "refuse_decision": _("Refused a decision on a level"),
    "withdraw_decision": _("Withdrew a proposed decision on a level"),
    "begin_record": _("Began the record of tables as they stood"),
    "outside_change": _("Rows were changed past the program"),
    "load_scheme": _("Loaded a scheme"),
    "approve_scheme": _("Approved a scheme"),
    "freeze_scheme": _("Froze a scheme"),
    "begin_draft": _("Began a draft of a scheme"),
    "change_draft": _("Wrote on a draft of a scheme"),
    "submit_draft": _("Handed in a draft of a scheme"),
    "send_back_draft": _("Sent a scheme back"),
    "give_up_draft": _("Gave up a draft of a scheme"),
    "ask_for_step": _("Asked for a step of a period"),
    "drop_request": _("Took back or turned down a step asked for"),
    "period_open": _("Opened a period"),
    "period_amend": _("Let a period take an amended scheme"),
    "adopt_version": _("Let periods take an amended scheme"),
    "period_change": _("Changed a period"),
    "period_review": _("Closed entry for review"),
    "period_reopen": _("Opened entry again"),
    "period_freeze": _("Froze a period"),
    "period_unfreeze": _("Unfroze a period"),
    "period_compute": _("Declared results computed"),
    "period_announce": _("Gave public notice"),
    "period_withdraw": _("Withdrew the notice"),
    "period_finish": _("Made results final"),
    "period_archive": _("Archived a period"),
    "compute_period": _("Computed results"),
    "refresh_results": _("Brought results up to date"),
    "back_up": _("Made a backup"),
    "restore_backup": _("Restored a backup"),
    "rotate_field_keys": _("Changed the keys of sealed fields"),
    "tidy": _("Removed what was over its age"),
}
OBJECTS: Final[Words] = {
    "account": _("account"),
    "grant": _("grant"),
    "grant_proposal": _("proposed grant"),
    "import_batch": _("import"),
    "import_kind": _("kind of import"),
    "scheme_version": _("version of a scheme"),
    "scheme_draft": _("draft of a scheme"),
    "period": _("period"),
    "participant": _("participant"),
    "department": _("department"),
    "cadre": _("cadre"),
    "leader": _("leader in charge"),
    "filing": _("event entered by hand"),
    "decision": _("decision on a level"),
    "record": _("the record"),
    "workdaycorrection": _("correction of the work calendar"),
    "backup": _("backup"),
    "field_keys": _("field keys"),
}
ROLES: Final[Words] = {
    OPERATOR: _("Command line"),
    SCHEDULER: _("By the clock"),
    OUTSIDE: _("Past the program"),
    **{role.value: role.label for role in Role},
}


@register.filter
def act_in_words(code: str) -> str:
    """Say what was done."""
    return str(ACTS.get(code, code))


@register.filter
def object_in_words(code: str) -> str:
    """Name the kind of object."""
    return str(OBJECTS.get(code, code))


@register.filter
def named(event: RecordEvent) -> str:
    """What people call the object, as far as the record says it; its key otherwise."""
    said = {**_mapping(event.before), **_mapping(event.after)}
    return next((f"{said[key]}" for key in NAMES if said.get(key)), event.object_id)


@register.filter
def told(event: RecordEvent) -> list[tuple[str, str, str]]:
    """What an event says before and after, by the words that it uses; the first of very many."""
    before, after = _mapping(event.before), _mapping(event.after)
    keys = list(dict.fromkeys([*before, *after]))[:MOST_TOLD]
    return [(key, as_json(before.get(key)), as_json(after.get(key))) for key in keys]


def _mapping(said: object) -> dict[str, Any]:
    if isinstance(said, dict):
        return said
    return {} if said is None else {"": said}


def as_json(value: object) -> str:
    """A value of the record as text: texts as they are, the rest as JSON; of a long one the beginning."""
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"


@register.filter
def role_in_words(code: str) -> str:
    """Name the role in which somebody acted."""
    return str(ROLES.get(code, code))
