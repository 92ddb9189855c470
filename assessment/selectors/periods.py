"""Finding a period by what a person calls it."""

import re

from django.utils.translation import gettext as _

from assessment.models import Period

MONTH = re.compile(r"(\d{4})(?:-|M|m)(\d{2})")


class PeriodNotFound(LookupError):
    """No period, or not one alone, is meant; the message is for the person who asked."""


class UnknownPeriod(PeriodNotFound):
    """There is no such period."""


class AmbiguousPeriod(PeriodNotFound):
    """Several schemes have a period of this code."""


def period_code(written: str) -> str:
    """Give the one spelling of a period's code: `2026q1` → `2026Q1`, `2026-03` → `2026M03`."""
    month = MONTH.fullmatch(written.strip())
    return f"{month[1]}M{month[2]}" if month else written.strip().upper()


def find_period(written: str) -> Period:
    """Find `2026Q1`, if one scheme alone has it, or `SCHEME:2026Q1`.

    Raises: UnknownPeriod, AmbiguousPeriod (names the schemes).
    """
    scheme, _sign, code = written.rpartition(":")
    found = Period.objects.select_related("scheme", "scheme_version").filter(code=period_code(code))
    if scheme:
        found = found.filter(scheme__code=scheme.strip())
    periods = list(found.order_by("scheme__code"))
    if not periods:
        raise UnknownPeriod(_("There is no period %(code)s; open it with open_period first.") % {"code": written})
    if len(periods) > 1:
        names = ", ".join(f"{period.scheme.code}:{period.code}" for period in periods)
        raise AmbiguousPeriod(
            _("Several schemes have a period %(code)s; name one of: %(names)s.") % {"code": code, "names": names}
        )
    return periods[0]
