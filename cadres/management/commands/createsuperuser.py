"""The first account, by the command that everybody who knows Django tries."""

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import Role
from cadres.management.base import Refusal, ServiceCommand
from cadres.services.accounts import RefusedAccount, open_account_with_password
from cadres.services.grants import RefusedGrant, Wish, appoint
from cadres.services.recording import operator


class Command(ServiceCommand):
    """Open the account of the first system administrator: he opens accounts, and sees no score and gives no role.

    Nobody is a superuser here: that would undo the separation of the three administrators.
    """

    help = (
        "Open the account of the first system administrator, who opens accounts but gives no roles and sees no "
        "scores. Nobody is a superuser. Appoint the others with: manage.py appoint."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what Django's own command takes."""
        parser.add_argument("--username", default=os.environ.get("DJANGO_SUPERUSER_USERNAME", ""))
        parser.add_argument("--email", default=os.environ.get("DJANGO_SUPERUSER_EMAIL", ""))
        parser.add_argument(
            "--noinput",
            "--no-input",
            action="store_false",
            dest="interactive",
            help="ask nothing: the password stands in DJANGO_SUPERUSER_PASSWORD",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for what is missing, and open the account."""
        username = options["username"] or self._ask(options, "user name: ")
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD", "") or self._ask_password(options)
        if not username or not password:
            raise Refusal(_("Give --username and DJANGO_SUPERUSER_PASSWORD, or leave --noinput away."))
        at = timezone.now()
        try:
            validate_password(password)
            with transaction.atomic():
                account = open_account_with_password(
                    username=username, password=password, email=options["email"], actor=operator(), at=at
                )
                wish = Wish(account, Role.SYSTEM_ADMIN, None, timezone.localdate(at))
                appoint(wish=wish, actor=operator(), at=at)
        except ValidationError as refused:
            raise Refusal(" ".join(refused.messages)) from refused
        except (RefusedAccount, RefusedGrant) as refused:
            raise Refusal(str(refused)) from refused
        self.stdout.write(_("%(name)s is now: %(role)s.") % {"name": username, "role": Role.SYSTEM_ADMIN.label})

    def _ask(self, options: dict[str, Any], prompt: str) -> str:
        return input(prompt).strip() if options["interactive"] else ""

    def _ask_password(self, options: dict[str, Any]) -> str:
        if not options["interactive"]:
            return ""
        first, again = getpass.getpass("password: "), getpass.getpass("again: ")
        if first != again:
            raise Refusal(_("The two passwords differ."))
        return first
