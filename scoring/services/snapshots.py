"""A computed period as one file that explains and proves itself: everything entered, the rules, the results."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.canonical import dense_json
from scoring.exporting import results_in_order
from scoring.models import Run
from scoring.selectors.case_documents import OtherScheme, case_document
from scoring.selectors.explanations import result_dict
from scoring.selectors.outcomes import is_computed_from_this


class NoSnapshot(ValueError):
    """There is nothing to prove, or it no longer belongs together; the message is for the person who asked."""


def snapshot(*, period: Period) -> str:
    """Write a period with its quarters and results as a case whose `expected` holds what was computed.

    The file verifies by itself (`python verify FILE.json`) and reads as a case. `expected` names the run by its
    digests and the time; `document_digest` is the SHA-256 of all the rest, written densely.
    Nothing is written. Raises: NoSnapshot where the period was not computed, or was changed since.
    """
    run = Run.objects.filter(period=period, is_current=True).first()
    if run is None:
        raise NoSnapshot(_("%(period)s has not been computed yet.") % {"period": period.code})
    if not is_computed_from_this(period, run):
        raise NoSnapshot(
            _("What %(period)s is computed from has changed since it was computed. Compute it again first.")
            % {"period": period.code}
        )
    try:
        document = case_document(period)
    except OtherScheme as other:
        raise NoSnapshot(
            _("%(quarter)s was opened under another version of the scheme than %(period)s; they make no one case.")
            % {"quarter": other.quarter.code, "period": period.code}
        ) from other
    return dense_json({**document, "expected": _expected(period, run, document)}) + "\n"


def _expected(period: Period, run: Run, document: Mapping[str, Any]) -> dict[str, Any]:
    places = rulebook_of(period.scheme_version).places
    return {
        "results": [result_dict(result, places) for result in results_in_order(period)],
        "scheme_digest": run.scheme_digest,
        "input_digest": run.input_digest,
        "document_digest": hashlib.sha256(dense_json(document).encode()).hexdigest(),
        "computed_at": run.computed_at.isoformat(),
    }
