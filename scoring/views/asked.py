"""What an address asks for: the object if it is there for this visitor, else 404."""

from typing import TypeVar

from django.http import Http404, HttpRequest

from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action, Forbidden
from scoring.models import DecisionProposal, Filing, Result
from scoring.policy import may_see_results, visible_results

Seen = TypeVar("Seen", DecisionProposal, Filing)


def period_asked(pk: int) -> Period:
    """The period with its scheme.

    Raises: Http404.
    """
    period = Period.objects.select_related("scheme", "scheme_version", "scheme_version__scheme").filter(pk=pk).first()
    if period is None:
        raise Http404
    return period


def result_asked(account: Account, pk: int) -> Result:
    """A result that the account may see, with everything that its page names.

    Raises: Forbidden where the account may see no results at all, Http404 where this one is not for it.
    """
    if not may_see_results(account):
        raise Forbidden(Action.VIEW_RESULTS)
    found = visible_results(account).filter(pk=pk)
    result = found.select_related(
        "run",
        "run__computed_by",
        "participant__cadre",
        "participant__department",
        "participant__leader",
        "participant__category",
        "participant__period__scheme",
        "participant__period__scheme_version__scheme",
    ).first()
    if result is None:
        raise Http404
    return result


def version_asked(request: HttpRequest) -> int:
    """The version of a row that the visitor had before him; 0 where he says none."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 19 else 0


def as_seen(request: HttpRequest, row: Seen) -> Seen:
    """The row with the version that the visitor had before him, by which a service tells a change since."""
    row.version = version_asked(request)
    return row


def reason_asked(request: HttpRequest) -> str:
    """The reason that was given, in one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in request.POST.get("reason", "")).split())[:500]


def text_asked(request: HttpRequest, name: str) -> str:
    """A word of the address, without the control characters that no field holds."""
    return "".join(c for c in request.GET.get(name, "") if c.isprintable()).strip()[:64]
