"""What the commands on schemes and periods share: finding them, and printing a document's faults."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from assessment.models import Period, Scheme
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.problems import RefusedDocument
from assessment.selectors.periods import PeriodNotFound, find_period
from assessment.selectors.schemes_by_code import UnknownScheme, find_scheme
from assessment.services.opening import CHANGED, CREATED, UNCHANGED, CannotOpen, Opened
from assessment.services.period_documents import BadCode
from assessment.services.schemes import FrozenVersion, NeedsTwoPeople
from cadres.management.base import ImportCommand, Refusal

REFUSALS = (BadCode, CannotOpen, FrozenVersion, NeedsTwoPeople, PeriodNotFound, UnknownScheme)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the services refuse into exit code 2 with the sentence, a document's faults each on a line."""
    try:
        yield
    except RefusedDocument as refused:
        language = translation.get_language() or "en"
        raise Refusal("\n".join(f"{fault.where}: {fault.message(language)}" for fault in refused.faults)) from refused
    except REFUSALS as refused:
        raise Refusal(str(refused)) from refused


def scheme_named(code: str | None) -> Scheme:
    """Find a scheme for a command.

    Raises: Refusal.
    """
    with refusals():
        return find_scheme(code)


def period_named(written: str) -> Period:
    """Find a period for a command.

    Raises: Refusal.
    """
    with refusals():
        return find_period(written)


class PeriodImportCommand(ImportCommand):
    """An import into one period."""

    def add_scope_arguments(self, parser: CommandParser) -> None:
        """Take the period."""
        parser.add_argument("--period", required=True, metavar="PERIOD", help="2026Q1, or SCHEME:2026Q1")

    def scope(self, options: dict[str, Any]) -> dict[str, Any]:
        """Name the period by its id."""
        return {"period": period_named(options["period"]).pk}


def opened_line(opened: Opened) -> str:
    """Say in a line what opening a period came to."""
    period = opened.period
    sentences = {
        CREATED: _("%(scheme)s:%(code)s was opened: %(start)s to %(end)s, %(days)s working days."),
        CHANGED: _("%(scheme)s:%(code)s was changed: %(start)s to %(end)s, %(days)s working days."),
        UNCHANGED: _("%(scheme)s:%(code)s stands already: %(start)s to %(end)s, %(days)s working days."),
    }
    line = sentences[opened.outcome] % {
        "scheme": period.scheme.code,
        "code": period.code,
        "start": period.starts_on.isoformat(),
        "end": period.ends_on.isoformat(),
        "days": trimmed(period.work_days_units),
    }
    if opened.calendar_known:
        return line
    hint = _("The holidays of these days are not known yet: Monday to Friday were counted; correct them if need be.")
    return f"{line} {hint}"
