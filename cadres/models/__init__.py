"""Who is assessed, where they stand, who may do what, and what was done."""

from cadres.models.accounts import Account
from cadres.models.answers import GivenAnswer
from cadres.models.departments import Department, FormerName
from cadres.models.grants import Grant, GrantProposal
from cadres.models.imports import BeforeImport, ColumnName, ImportBatch
from cadres.models.jobs import Job
from cadres.models.leaders import Leader, LeadershipSpan
from cadres.models.leave import Leave
from cadres.models.people import Cadre
from cadres.models.postings import Posting
from cadres.models.record import RecordEvent, RecordHead, RecordSeal, RowChange
from cadres.models.signing_in import AttemptCount, KnownAddress, LiveSession

__all__ = [
    "Account",
    "AttemptCount",
    "BeforeImport",
    "Cadre",
    "ColumnName",
    "Department",
    "FormerName",
    "GivenAnswer",
    "Grant",
    "GrantProposal",
    "ImportBatch",
    "Job",
    "KnownAddress",
    "Leader",
    "LeadershipSpan",
    "Leave",
    "LiveSession",
    "Posting",
    "RecordEvent",
    "RecordHead",
    "RecordSeal",
    "RowChange",
]
