"""Bring in a scheme document."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.management.located import refusals
from assessment.services.schemes import Outcome, load_scheme
from cadres.management.base import ServiceCommand, read_text
from cadres.services.recording import operator


class Command(ServiceCommand):
    """Check a scheme document and store it as a draft version."""

    help = "Check a scheme document (YAML) and store it as a draft version; the same document again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", metavar="FILE", help="the scheme document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it; exit with 2 and every fault at its place if it cannot be taken."""
        text = read_text(options["file"])
        with refusals():
            loaded = load_scheme(text=text, actor=operator(), at=timezone.now())
        sentences = {
            Outcome.CREATED: _("%(code)s version %(number)d was loaded (digest %(digest)s)."),
            Outcome.REPLACED: _("%(code)s version %(number)d was replaced (digest %(digest)s)."),
            Outcome.UNCHANGED: _("%(code)s version %(number)d stands already (digest %(digest)s)."),
        }
        version = loaded.version
        values = {"code": version.scheme.code, "number": version.number, "digest": version.digest[:12]}
        self.stdout.write(sentences[loaded.outcome] % values)
