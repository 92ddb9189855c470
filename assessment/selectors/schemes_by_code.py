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


def version_for(scheme: Scheme, year: int) -> SchemeVersion | None:
    """Give the version by which a year is assessed: the newest approved or frozen one for that year or for any.

    What waits for approval is not meant yet; it counts only where nothing was ever approved.
    """
    settled = list(scheme.versions.exclude(state=VersionState.DRAFT).order_by("-number"))
    for version in settled or scheme.versions.order_by("-number"):
        if rulebook_of(version).year in (None, year):
            return version
    return None


def roster_scope(scheme: Scheme, year: int) -> dict[str, Any]:
    """Give the plain scope of a roster import: the categories by which the year is assessed, and that year.

    A scheme that has nothing for the year is meant with its own.
    """
    settled = scheme.versions.exclude(state=VersionState.DRAFT).order_by("-number").first()
    rulebook = rulebook_of(version_for(scheme, year) or settled or latest_version(scheme))
    return {"scheme": scheme.code, "year": rulebook.year or year, "categories": dict(rulebook.categories)}
