"""What a verification found, in the reader's words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cadres.services.record_verifying import Fault, Finding

WORDS: Final[dict[Fault, str | Promise]] = {
    Fault.EVENT_ALTERED: _("Event %(place)s was altered, or the one before it is missing."),
    Fault.HEAD_ALTERED: _("The record does not end with its last event, number %(place)s."),
    Fault.CHANGES_ALTERED: _("The changed rows of event %(place)s are not those that it accounts for."),
    Fault.CHANGE_ALTERED: _("The changed row number %(place)s was altered."),
    Fault.OUTSIDE: _("Changed past the program: %(place)s."),
    Fault.ROW_ALTERED: _("Altered behind the record's back: %(place)s."),
    Fault.ROW_ADDED: _("Added behind the record's back: %(place)s."),
    Fault.ROW_GONE: _("Removed behind the record's back: %(place)s."),
    Fault.ANCHOR_BROKEN: _("The record does not have the event of the anchor %(place)s as it was."),
    Fault.WATCH_ALTERED: _("The watch over the tables, or their rights, are not as they were set up."),
}


def finding_in_words(finding: Finding) -> str:
    """Say what was found where."""
    return str(WORDS[finding.fault]) % {"place": finding.place}
