"""The play: what was entered, what was counted and decided, and what came out."""

from scoring.models.entries import NotApplicable, ScoreEntry
from scoring.models.events import AdjustmentEvent, VetoEvent
from scoring.models.evidence import Evidence
from scoring.models.filings import Filing, FilingEvidence, FilingShare
from scoring.models.overrides import Override
from scoring.models.presence import Presence
from scoring.models.proposals import DecisionProposal
from scoring.models.reminders import Reminder
from scoring.models.results import Result, Run
from scoring.models.votes import VoteTally

__all__ = [
    "AdjustmentEvent",
    "DecisionProposal",
    "Evidence",
    "Filing",
    "FilingEvidence",
    "FilingShare",
    "NotApplicable",
    "Override",
    "Presence",
    "Reminder",
    "Result",
    "Run",
    "ScoreEntry",
    "VetoEvent",
    "VoteTally",
]
