from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.management.base import ServiceCommand
from cadres.services.recording import operator
from scoring.services.tidying import tidy


class Command(ServiceCommand):
    help = (
        "Remove what nobody needs any more: ended sessions, old attempts and answers, imports that came to nothing "
        "(90 days), files of old reports (180 days), files left half written. The record is never cut."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Tidy and tell how much went."""
        done = tidy(actor=operator(), at=timezone.now())
        self.stdout.write(
            _("Removed: %(sessions)d sessions, %(addresses)d known addresses, %(answers)d answers, %(attempts)d counts "
              "of attempts, %(imports)d imports, %(reports)d report files, %(leftovers)d unfinished files.")
            % asdict(done)
        )  # fmt: skip
