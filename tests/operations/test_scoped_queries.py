"""Pages and API read what belongs to somebody through the policy and selectors, never straight from the table.

Every model is either shared, known to everybody who may see its pages at all, or scoped. A page that names the
manager of a scoped one stands here with the reason why that is right, or fails the build.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps

from tests.conftest import ROOT

PACKAGES: Final = ("cadres", "assessment", "scoring")
DRAWERS: Final = ("views", "api", "forms", "templatetags", "admin.py", "admin_site.py", "middleware.py")
SHARED: Final = frozenset({
    # the rules, which everybody may read who sees schemes at all, and the calendar of periods
    "Scheme", "SchemeVersion", "SchemeDraft", "Category", "Pool", "Sheet", "Indicator", "Weight", "AdjustmentRule",
    "VetoRule", "GradeRule", "WorkdayCorrection", "Period", "StepRequest",
    # machinery that shows nothing about anybody by itself
    "AttemptCount", "ColumnName", "GivenAnswer", "KnownAddress", "LiveSession", "RecordHead", "RecordSeal",
    "RowChange", "BeforeImport", "Presence",
})  # fmt: skip
FOR_WHOM_THE_PAGE_IS: Final = {
    # asked by pages whose right holds for the whole house alone, so that there is nothing beyond reach
    ("cadres/views/accounts.py", "Account"): "managing accounts is a right over the house",
    ("cadres/forms/accounts.py", "Cadre"): "managing accounts is a right over the house",
    ("cadres/forms/accounts.py", "Department"): "limited to the tree that the page passes in",
    ("cadres/forms/accounts.py", "Leader"): "managing accounts is a right over the house",
    ("cadres/views/grants.py", "Department"): "managing grants is a right over the house",
    ("cadres/views/grants.py", "Grant"): "managing grants is a right over the house",
    ("cadres/forms/grants.py", "Account"): "managing grants is a right over the house",
    ("cadres/forms/grants.py", "Department"): "limited to the tree that the page passes in",
    ("cadres/views/departments.py", "Department"): "changing departments is a right over the house",
    ("cadres/forms/__init__.py", "Department"): "changing departments is a right over the house",
    ("cadres/forms/__init__.py", "Leader"): "changing departments is a right over the house",
    ("cadres/views/import_page.py", "ImportBatch"): "importing is a right over the house",
    ("cadres/views/leavers.py", "ImportBatch"): "asked only whether it was written; the people come from the policy",
    ("assessment/views/participants.py", "Participant"): "importing participants is a right over the house",
    ("scoring/views/filings.py", "FilingEvidence"): "only of the filings that the account sees",
    ("scoring/views/standing_forms.py", "AdjustmentEvent"): "held against the visible cadres before it is shown",
    ("scoring/views/standing_forms.py", "VetoEvent"): "held against the visible cadres before it is shown",
    ("scoring/api/standing.py", "AdjustmentEvent"): "held against the visible cadres in the same query",
    ("scoring/api/standing.py", "VetoEvent"): "held against the visible cadres in the same query",
    ("scoring/views/decisions.py", "DecisionProposal"): "deciding on levels is a right over the house",
    ("scoring/views/decisions.py", "Override"): "deciding on levels is a right over the house",
    ("scoring/templatetags/reminders.py", "DecisionProposal"): "deciding on levels is a right over the house",
    ("scoring/views/jobs.py", "Job"): "the file of a report needs a right over the house",
    # asked for what was held against the policy just before
    ("scoring/api/cells.py", "Participant"): "of a cell that the asker may enter, by require_cells",
    # asked for oneself, or before anybody is logged in
    ("scoring/templatetags/reminders.py", "Reminder"): "of the account that sees the page",
    ("cadres/views/signing_in.py", "Account"): "whose password was right a moment ago",
}


def scoped() -> frozenset[str]:
    """The names of the models that are somebody's; one that is not declared as shared is among them."""
    own = (model.__name__ for package in PACKAGES for model in apps.get_app_config(package).get_models())
    return frozenset(own) - SHARED


def files() -> Iterator[Path]:
    for package in PACKAGES:
        for drawer in DRAWERS:
            place = ROOT / package / drawer
            yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def straight(source: str, models: frozenset[str]) -> set[str]:
    """The scoped models whose tables a source asks itself: `Model.objects`, or `get_object_or_404(Model, …)`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            found |= {node.value.id} if isinstance(node.value, ast.Name) else set()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("get_"):
            found |= {argument.id for argument in node.args[:1] if isinstance(argument, ast.Name)}
    return found & models


def test_pages_ask_no_scoped_table_themselves() -> None:
    models = scoped()
    found = {(str(file.relative_to(ROOT)), name) for file in files() for name in straight(file.read_text(), models)}
    assert found == set(FOR_WHOM_THE_PAGE_IS)


def test_every_shared_model_is_there() -> None:
    own = {model.__name__ for package in PACKAGES for model in apps.get_app_config(package).get_models()}
    assert own >= SHARED


@pytest.mark.parametrize(
    "source",
    [
        "Result.objects.filter(pk=pk)",
        "get_object_or_404(Cadre, pk=pk)",
        "rows = Participant._default_manager.all()",
    ],
)
def test_a_page_that_asks_a_table_itself_is_found(source: str) -> None:
    """The control."""
    assert len(straight(source, scoped())) == 1
