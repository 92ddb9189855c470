"""Give the house its first administrators."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import Role
from cadres.management.base import Refusal, ServiceCommand
from cadres.models import Account
from cadres.policy import ADMIN_ROLES
from cadres.services.accounts import RefusedAccount, open_account
from cadres.services.grants import RefusedGrant, Wish, appoint
from cadres.services.recording import operator


class Command(ServiceCommand):
    """Open an account and give it an administrator's role, while the house has too few to do it itself."""

    help = (
        "Open an account and give it an administrator's role: system_admin and auditor while there is none, "
        "security_admin while there are fewer than two. From then on two security administrators give roles."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the role, the user name and the name."""
        parser.add_argument("role", choices=sorted(ADMIN_ROLES), help="the administrator's role")
        parser.add_argument("username", help="the user name; an account that is there already is taken")
        parser.add_argument("--name", default="", help="the name of the person")

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint, and print the one-time password of a new account."""
        at = timezone.now()
        try:
            with transaction.atomic():
                account = Account.objects.filter(username=options["username"], is_active=True).first()
                slip = None
                if account is None:
                    slip = open_account(
                        username=options["username"],
                        full_name=options["name"],
                        slip_for=timedelta(days=settings.SLIP_DAYS),
                        actor=operator(),
                        at=at,
                    )
                    account = slip.account
                wish = Wish(account, options["role"], None, timezone.localdate(at))
                appoint(wish=wish, actor=operator(), at=at)
        except (RefusedAccount, RefusedGrant) as refused:
            raise Refusal(str(refused)) from refused
        self.stdout.write(
            _("%(name)s is now: %(role)s.") % {"name": account.username, "role": Role(options["role"]).label}
        )
        if slip is not None:
            self.stdout.write(_("One-time password: %(password)s") % {"password": slip.password})
