"""Keeping what a form of a filing says, and handing it in at once where its reader wants that."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Period
from cadres.models import Account
from cadres.policy import Action
from cadres.services.recording import Actor
from cadres.services.refusals import Closed
from cadres.views.access import acting
from scoring.forms.filings import FilingForm
from scoring.models import Filing
from scoring.selectors.filing_content import FilingContent
from scoring.services.evidence import RefusedEvidence
from scoring.services.filing_checks import RefusedFiling
from scoring.services.filings import StaleFiling, change_filing, make_filing, submit_filing


def keep_filing(
    request: HttpRequest, account: Account, year: Period, form: FilingForm, content: FilingContent,
    found: Filing | None = None,
) -> Filing | None:  # fmt: skip
    """Keep a filing and its evidence as one, and submit it by the button for that.

    None where it is refused, with the reasons in the form; a draft that cannot be submitted yet says so and stays.
    """
    actor, at = acting(account, Action.ENTER_EVENTS), timezone.now()
    try:
        brought = form.brought()
        if found is None:
            kept = make_filing(year=year, content=content, actor=actor, at=at, brought=brought)
        else:
            kept = change_filing(filing=found, content=content, actor=actor, at=at, brought=brought)
    except RefusedFiling as refused:
        for problem in refused.problems:
            field = {"rule": "worth", "level": "worth"}.get(problem.field, problem.field)
            form.add_error(field if field in form.fields else None, problem.message)
        return None
    except RefusedEvidence as refused_evidence:
        form.add_error("file", str(refused_evidence))
        return None
    except (StaleFiling, Closed) as refusal:
        form.add_error(None, str(refusal))
        return None
    if "submit" in request.POST:
        _submit(request, kept, actor, at)
    else:
        messages.success(request, _("Kept as a draft. Look at what it does, then submit it for approval."))
    return kept


def _submit(request: HttpRequest, kept: Filing, actor: Actor, at: datetime) -> None:
    try:
        submit_filing(filing=kept, actor=actor, at=at)
    except (RefusedFiling, StaleFiling, Closed) as refusal:
        messages.error(request, _("Kept as a draft, but not submitted: %(reason)s") % {"reason": refusal})
    else:
        messages.success(request, _("%(number)s waits for another person's approval now.") % {"number": kept.number})
