"""What differs between two versions of a scheme, or between a draft and the version it came from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.compiling import rulebook_of
from assessment.describing.differences import differences
from assessment.models import SchemeVersion
from assessment.rulebook.problems import RefusedDocument
from assessment.rulebook.reading import read_scheme
from assessment.views.draft_frame import asked_draft, frame
from cadres.models import Account
from cadres.policy import Action
from cadres.views.access import page


@page("GET", action=Action.VIEW_SCHEMES)
def compare(request: HttpRequest, _account: Account) -> HttpResponse:
    """Show two versions side by side; of any two schemes."""
    versions = SchemeVersion.objects.select_related("scheme").order_by("scheme__code", "-number")
    chosen = {str(version.pk): version for version in versions}
    before, after = (chosen.get(request.GET.get(name, "")) for name in ("before", "after"))
    context = {
        "versions": list(chosen.values()),
        "before": before,
        "after": after,
        "chapters": differences(rulebook_of(before), rulebook_of(after)) if before and after else None,
    }
    return render(request, "assessment/scheme_compare.html", context)


@page("GET", action=Action.EDIT_SCHEMES)
def draft_differences(request: HttpRequest, _account: Account, pk: int) -> HttpResponse:
    """Show what a draft changes in the version it came from, once it is a scheme."""
    draft = asked_draft(pk)
    if draft.based_on is None:
        raise Http404
    context = {**frame(draft, "differences"), "chapters": None}
    try:
        context["chapters"] = differences(rulebook_of(draft.based_on), read_scheme(draft.document))
    except RefusedDocument:
        pass
    return render(request, "assessment/draft_differences.html", context)
