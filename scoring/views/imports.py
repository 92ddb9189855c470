"""The imports that this package offers as pages: each belongs to a period, events and vetoes to the year."""

from typing import Final

from assessment.forms.uploads import PeriodUploadForm, YearUploadForm, period_in_words
from cadres.policy import Action
from cadres.views.import_page import ImportPage
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.decisions_import import DecisionsImport
from scoring.services.scores_import import ScoresImport
from scoring.services.vetoes_import import VetoesImport
from scoring.services.votes_import import VotesImport

PAGES: Final = (
    ImportPage(kind=ScoresImport(), action=Action.IMPORT_SCORES, form=PeriodUploadForm, about=period_in_words),
    ImportPage(kind=VotesImport(), action=Action.IMPORT_SCORES, form=PeriodUploadForm, about=period_in_words),
    ImportPage(kind=AdjustmentsImport(), action=Action.IMPORT_SCORES, form=YearUploadForm, about=period_in_words),
    ImportPage(kind=VetoesImport(), action=Action.IMPORT_SCORES, form=YearUploadForm, about=period_in_words),
    ImportPage(kind=DecisionsImport(), action=Action.IMPORT_DECISIONS, form=PeriodUploadForm, about=period_in_words),
)
