"""Everything that needs a right, what it is called, and which role gives it: three closed tables."""

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy

from cadres.choices import Role


class Action(StrEnum):
    """Everything that needs a right."""

    VIEW_PEOPLE = "view_people"
    IMPORT_PEOPLE = "import_people"
    CHANGE_PEOPLE = "change_people"
    CHANGE_DEPARTMENTS = "change_departments"
    REVEAL_ID_NUMBERS = "reveal_id_numbers"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_GRANTS = "manage_grants"
    VIEW_RECORD = "view_record"
    VIEW_SCHEMES = "view_schemes"
    LOAD_SCHEMES = "load_schemes"
    EDIT_SCHEMES = "edit_schemes"
    APPROVE_SCHEMES = "approve_schemes"
    OPEN_PERIODS = "open_periods"
    MOVE_PERIODS = "move_periods"
    IMPORT_PARTICIPANTS = "import_participants"
    VIEW_PERIODS = "view_periods"
    ENTER_SCORES = "enter_scores"
    IMPORT_SCORES = "import_scores"
    ENTER_EVENTS = "enter_events"
    APPROVE_EVENTS = "approve_events"
    IMPORT_DECISIONS = "import_decisions"
    PROPOSE_DECISIONS = "propose_decisions"
    APPROVE_DECISIONS = "approve_decisions"
    COMPUTE = "compute"
    VIEW_PROVISIONAL = "view_provisional"
    VIEW_RESULTS = "view_results"
    VIEW_OWN_RESULTS = "view_own_results"
    EXPORT_RESULTS = "export_results"
    VIEW_JOBS = "view_jobs"


NAMES: Final = {
    Action.VIEW_PEOPLE: gettext_lazy("see the roster"),
    Action.IMPORT_PEOPLE: gettext_lazy("import the roster"),
    Action.CHANGE_PEOPLE: gettext_lazy("change postings and leave"),
    Action.CHANGE_DEPARTMENTS: gettext_lazy("change departments"),
    Action.REVEAL_ID_NUMBERS: gettext_lazy("see identity numbers"),
    Action.MANAGE_ACCOUNTS: gettext_lazy("manage accounts"),
    Action.MANAGE_GRANTS: gettext_lazy("manage grants"),
    Action.VIEW_RECORD: gettext_lazy("read the record"),
    Action.VIEW_SCHEMES: gettext_lazy("see the schemes"),
    Action.LOAD_SCHEMES: gettext_lazy("load schemes"),
    Action.EDIT_SCHEMES: gettext_lazy("write schemes"),
    Action.APPROVE_SCHEMES: gettext_lazy("approve schemes"),
    Action.OPEN_PERIODS: gettext_lazy("open periods"),
    Action.MOVE_PERIODS: gettext_lazy("take a period to its next state"),
    Action.IMPORT_PARTICIPANTS: gettext_lazy("import participants"),
    Action.VIEW_PERIODS: gettext_lazy("see the periods"),
    Action.ENTER_SCORES: gettext_lazy("enter scores"),
    Action.IMPORT_SCORES: gettext_lazy("import scores"),
    Action.ENTER_EVENTS: gettext_lazy("enter events and vetoes"),
    Action.APPROVE_EVENTS: gettext_lazy("approve events and vetoes"),
    Action.IMPORT_DECISIONS: gettext_lazy("import decisions"),
    Action.PROPOSE_DECISIONS: gettext_lazy("propose decisions on levels"),
    Action.APPROVE_DECISIONS: gettext_lazy("approve decisions on levels"),
    Action.COMPUTE: gettext_lazy("compute results"),
    Action.VIEW_PROVISIONAL: gettext_lazy("see provisional results"),
    Action.VIEW_RESULTS: gettext_lazy("see results"),
    Action.VIEW_OWN_RESULTS: gettext_lazy("see one's own results"),
    Action.EXPORT_RESULTS: gettext_lazy("export results"),
    Action.VIEW_JOBS: gettext_lazy("see the jobs"),
}

_OFFICER: Final = frozenset(
    {
        Action.VIEW_PEOPLE,
        Action.IMPORT_PEOPLE,
        Action.CHANGE_PEOPLE,
        Action.CHANGE_DEPARTMENTS,
        Action.REVEAL_ID_NUMBERS,
        Action.VIEW_SCHEMES,
        Action.LOAD_SCHEMES,
        Action.EDIT_SCHEMES,
        Action.OPEN_PERIODS,
        Action.IMPORT_PARTICIPANTS,
        Action.VIEW_PERIODS,
        Action.ENTER_SCORES,
        Action.IMPORT_SCORES,
        Action.ENTER_EVENTS,
        Action.PROPOSE_DECISIONS,
        Action.COMPUTE,
        Action.VIEW_PROVISIONAL,
        Action.VIEW_RESULTS,
        Action.EXPORT_RESULTS,
        Action.VIEW_JOBS,
    }
)
ROLE_ACTIONS: Final[dict[str, frozenset[Action]]] = {
    Role.SYSTEM_ADMIN: frozenset(
        {
            Action.VIEW_PEOPLE,
            Action.IMPORT_PEOPLE,
            Action.CHANGE_PEOPLE,
            Action.CHANGE_DEPARTMENTS,
            Action.MANAGE_ACCOUNTS,
            Action.VIEW_SCHEMES,
            Action.LOAD_SCHEMES,
        }
    ),
    Role.SECURITY_ADMIN: frozenset({Action.MANAGE_GRANTS}),
    Role.AUDITOR: frozenset({Action.VIEW_RECORD, Action.VIEW_SCHEMES}),
    Role.HR_OFFICER: _OFFICER,
    Role.HR_MANAGER: _OFFICER
    | {
        Action.APPROVE_SCHEMES,
        Action.MOVE_PERIODS,
        Action.IMPORT_DECISIONS,
        Action.APPROVE_EVENTS,
        Action.APPROVE_DECISIONS,
    },
    Role.SCORER: frozenset({Action.VIEW_PERIODS, Action.ENTER_SCORES, Action.VIEW_SCHEMES}),
    Role.LEADER: frozenset({Action.VIEW_PEOPLE, Action.VIEW_SCHEMES, Action.VIEW_PERIODS, Action.VIEW_RESULTS}),
    Role.CADRE: frozenset({Action.VIEW_SCHEMES, Action.VIEW_OWN_RESULTS}),
}
ADMIN_ROLES: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
WHOLE_HOUSE: Final = frozenset(
    {
        Action.MANAGE_ACCOUNTS,
        Action.MANAGE_GRANTS,
        Action.VIEW_RECORD,
        Action.IMPORT_PEOPLE,
        Action.CHANGE_DEPARTMENTS,
        Action.LOAD_SCHEMES,
        Action.EDIT_SCHEMES,
        Action.APPROVE_SCHEMES,
        Action.OPEN_PERIODS,
        Action.MOVE_PERIODS,
        Action.IMPORT_PARTICIPANTS,
        Action.IMPORT_SCORES,
        Action.IMPORT_DECISIONS,
        Action.PROPOSE_DECISIONS,
        Action.APPROVE_DECISIONS,
        Action.COMPUTE,
    }
)
"""Acts that touch everybody at once: a grant over one department's subtree does not give them."""

IMPORT_ACTIONS: Final = {
    "roster": Action.IMPORT_PEOPLE,
    "participants": Action.IMPORT_PARTICIPANTS,
    "scores": Action.IMPORT_SCORES,
    "votes": Action.IMPORT_SCORES,
    "adjustments": Action.IMPORT_SCORES,
    "vetoes": Action.IMPORT_SCORES,
    "decisions": Action.IMPORT_DECISIONS,
}
"""The right that a kind of import needs, by its name: to bring it, to see its history, and when a worker writes it."""
