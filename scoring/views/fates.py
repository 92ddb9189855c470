"""What became of the cells that were sent, in the words of the page."""

from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from scoring.selectors.sheets import cell_name
from scoring.services.entering import CellWrite, Conflict, EnterOutcome


@dataclass(frozen=True, slots=True)
class Fate:
    """A cell's end: saved, refused or conflict; `text` and `version` are what stands there now."""

    name: str
    kind: str
    text: str = ""
    version: int = 0
    typed: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of everything that was sent; `message` stands where nothing could be saved at all."""

    fates: dict[str, Fate] = field(default_factory=dict)
    message: str = ""

    def count(self, kind: str) -> int:
        """How many cells ended so."""
        return sum(1 for fate in self.fates.values() if fate.kind == kind)

    @property
    def saved(self) -> int:
        return self.count("saved")

    @property
    def refused(self) -> int:
        return self.count("refused")

    @property
    def conflicts(self) -> int:
        return self.count("conflict")


def told_of(outcome: EnterOutcome) -> Told:
    """Put an outcome into words, cell by cell."""
    fates = [
        *(
            Fate(_name(cell.write), "saved", text=cell.text, version=cell.version, message=_("saved"))
            for cell in outcome.saved
        ),
        *(
            Fate(_name(cell.write), "refused", typed=cell.write.value_text or "", message=cell.message)
            for cell in outcome.refused
        ),
        *(_conflict(conflict) for conflict in outcome.conflicts),
    ]
    return Told({fate.name: fate for fate in fates})


def _name(write: CellWrite) -> str:
    return cell_name(write.participant_id, write.indicator_id, write.key)


def _conflict(conflict: Conflict) -> Fate:
    theirs, typed = conflict.theirs, conflict.write.value_text or ""
    values = {
        "theirs": theirs.text or _("nothing"),
        "typed": typed or _("nothing"),
        "who": theirs.who or _("the operator"),
        "when": date_format(localtime(theirs.when), "m-d H:i") if theirs.when else "",
    }
    if theirs.when:
        text = _("Changed meanwhile: %(who)s entered %(theirs)s at %(when)s. You typed %(typed)s.") % values
    else:
        text = _("Changed meanwhile: somebody emptied the cell. You typed %(typed)s.") % values
    return Fate(_name(conflict.write), "conflict", theirs.text, theirs.version, typed, text)
