"""Bring in the demo."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.management.base import ServiceCommand
from cadres.services.recording import operator
from scoring.demo.accounts import keep, make_accounts
from scoring.demo.seeding import NotEmpty, is_seeded, seed


class Command(ServiceCommand):
    """Fill an empty database with an invented office and accounts to look around with."""

    help = (
        "Fill an empty database with an invented office: a scheme, 24 people, three finished quarters, one open, "
        "and an account for each role. A second run, or a database with data of its own, is left as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed once; say where the passwords are."""
        if is_seeded():
            self.stdout.write(_("The demo stands already."))
            return
        at = timezone.now()
        try:
            seed(actor=operator(), at=at)
        except NotEmpty:
            self.stdout.write(_("The database holds data already; the demo is not loaded."))
            return
        lines = make_accounts(actor=operator(), at=at)
        file = keep(lines, settings.VAR)
        self.stdout.write(_("The demo was loaded; its accounts are kept in %(file)s:") % {"file": file})
        for line in lines:
            self.stdout.write(line)
