"""The imports that this package offers as pages."""

from typing import Final

from assessment.forms.uploads import PeriodUploadForm, RosterUploadForm, period_in_words, scheme_in_words
from assessment.services.participants_import import ParticipantsImport
from cadres.policy import Action
from cadres.services.roster_import import RosterImport
from cadres.views.import_page import ImportPage

PAGES: Final = (
    ImportPage(kind=RosterImport(), action=Action.IMPORT_PEOPLE, form=RosterUploadForm, about=scheme_in_words),
    ImportPage(
        kind=ParticipantsImport(), action=Action.IMPORT_PARTICIPANTS, form=PeriodUploadForm, about=period_in_words
    ),
)
