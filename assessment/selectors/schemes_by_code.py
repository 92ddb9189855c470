"""Finding a scheme, its latest version, and what a roster import needs to know of it."""

from typing import Any

from django.utils.translation import gettext as _

from assessment.choices import VersionState
from assessment.compiling import rulebook_of
from assessment.models import Scheme, SchemeVersion


class UnknownScheme(LookupError):
    """No scheme, or not one alone, is meant; the message is for the person who asked."""


def find_scheme(code: str | None) -> Scheme:
    """Find a scheme by its code; without one the only scheme there is.

    Raises: UnknownScheme.
    """
    schemes = list(Scheme.objects.all())
    names = ", ".join(scheme.code for scheme in schemes)
    if code:
        for scheme in schemes:
            if scheme.code == code:
                return scheme
        if not schemes:
            raise UnknownScheme(_("There is no scheme %(code)s; load it with load_scheme first.") % {"code": code})
        raise UnknownScheme(_("There is no scheme %(code)s; there are: %(names)s.") % {"code": code, "names": names})
    if not schemes:
        raise UnknownScheme(_("There is no scheme yet; load one with load_scheme first."))
    if len(schemes) > 1:
        raise UnknownScheme(_("There are several schemes; name one of: %(names)s.") % {"names": names})
    return schemes[0]


def latest_version(scheme: Scheme) -> SchemeVersion:
    """Give the version with the highest number."""
    return scheme.versions.order_by("-number")[:1].get()


def version_to_open(scheme: Scheme) -> SchemeVersion:
    """Give the newest version that is approved or frozen, else the newest: what waits for approval is not meant yet."""
    settled = scheme.versions.exclude(state=VersionState.DRAFT).order_by("-number").first()
    return settled or latest_version(scheme)


def roster_scope(scheme: Scheme, year: int) -> dict[str, Any]:
    """Give the plain scope of a roster import: the scheme's categories and its year, else the year given."""
    rulebook = rulebook_of(latest_version(scheme))
    return {"scheme": scheme.code, "year": rulebook.year or year, "categories": dict(rulebook.categories)}
