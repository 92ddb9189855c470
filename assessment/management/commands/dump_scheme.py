"""Write out a scheme document."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from assessment.management.located import scheme_named
from assessment.selectors.schemes_by_code import latest_version
from cadres.management.base import Refusal, ServiceCommand


class Command(ServiceCommand):
    """Print the document of a scheme's version as it was loaded."""

    help = "Print the document of a scheme, as it was loaded; loading it again gives the same version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the scheme and, perhaps, the version."""
        parser.add_argument("code", metavar="CODE", help="the scheme's code")
        parser.add_argument("--scheme-version", type=int, metavar="N", help="the version; default: the latest")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        scheme, number = scheme_named(options["code"]), options["scheme_version"]
        version = latest_version(scheme) if number is None else scheme.versions.filter(number=number).first()
        if version is None:
            raise Refusal(_("%(code)s has no version %(number)d.") % {"code": scheme.code, "number": number})
        self.stdout.write(version.document, ending="" if version.document.endswith("\n") else "\n")
