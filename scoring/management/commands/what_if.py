"""Show what other rules would change in a period."""

import json
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessment.management.located import period_named, refusals
from assessment.rulebook.reading import read_scheme
from cadres.management.base import Refusal, ServiceCommand, read_text
from scoring.explaining.moved import MoveTeller
from scoring.selectors.outcomes import PlacesExceeded
from scoring.selectors.what_if import NotFitting, WhatIf, what_if


class Command(ServiceCommand):
    """Compute a period by other rules, beside its own, and say who moves."""

    help = "Compute a period by another scheme document, beside its own, and say who moves and why; writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period and the other rules."""
        parser.add_argument("period", metavar="PERIOD", help="2026Q1, or SCHEME:2026Q1 where several schemes have it")
        parser.add_argument("file", metavar="FILE", help="the other scheme document (YAML)")
        parser.add_argument("--json", action="store_true", help="print the moves for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print who moves; exit with 2 where the other rules cannot be applied."""
        period = period_named(options["period"])
        with refusals():
            rulebook = read_scheme(read_text(options["file"]))
        try:
            found = what_if(period, rulebook)
        except (NotFitting, PlacesExceeded) as refused:
            raise Refusal(str(refused)) from refused
        if found is None:
            raise Refusal(_("Nobody takes part in %(period)s yet.") % {"period": period.code})
        told = _told(found)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for move in told:
            self.stdout.write(f"{move['cadre']}  {'; '.join(move['moved'])}  [{'; '.join(move['why'])}]")
        people = len(found.before.participants)
        values = {"moved": len(told), "people": people, "period": period.code}
        message = ngettext(
            "%(period)s: %(moved)d of %(people)d would move. Nothing was written.",
            "%(period)s: %(moved)d of %(people)d would move. Nothing was written.",
            people,
        )
        self.stdout.write(message % values)


def _told(found: WhatIf) -> list[dict[str, Any]]:
    teller = MoveTeller(found.before.outcome, found.after.outcome, get_language() or "en")
    return [{"cadre": move.cadre, "moved": teller.moved(move), "why": teller.why(move)} for move in found.moves]
