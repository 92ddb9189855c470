from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.management.base import Refusal, ServiceCommand
from cadres.services.recording import operator
from cadres.services.rotating import rotate_field_keys
from cadres.services.sealing import CannotOpen


class Command(ServiceCommand):
    help = (
        "Seal ID numbers, kept files and code secrets under the active key of FIELD_KEYS, and compute the index under "
        "its index key. Earlier keys must still be in FIELD_KEYS; afterwards they can be taken out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal anew and tell how much there was to do."""
        try:
            done = rotate_field_keys(actor=operator(), at=timezone.now())
        except CannotOpen as error:
            raise Refusal(
                _("A sealed value does not open (%(reason)s); nothing was changed. Is an earlier key missing?")
                % {"reason": error}
            ) from error
        self.stdout.write(
            _("%(sealed)d values sealed under the active key, %(indexed)d entries of the index computed anew.")
            % {"sealed": done.sealed, "indexed": done.indexed}
        )
