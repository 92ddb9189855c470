"""The addresses of the API of this package."""

from django.urls import URLPattern, path

from scoring.api import cells, filings, live, sheets, standing

CELL = "periods/<int:pk>/cells/<int:participant>/<int:indicator>/"

urlpatterns: list[URLPattern] = [
    path("periods/<int:pk>/sheet/", sheets.SheetView.as_view(), name="api_sheet"),
    path("periods/<int:pk>/cells/", sheets.CellsView.as_view(), name="api_cells"),
    path("periods/<int:pk>/presence/", live.PresenceView.as_view(), name="api_presence"),
    path("periods/<int:pk>/provisional/", live.ResultsView.as_view(), name="api_provisional"),
    path("periods/<int:pk>/events/", filings.EventsView.as_view(), name="api_events"),
    path("periods/<int:pk>/exemptions/", standing.ExemptionsView.as_view(), name="api_exemptions"),
    path("filings/<int:pk>/", filings.FilingView.as_view(), name="api_filing"),
    path("filings/<int:pk>/submission/", filings.SubmissionView.as_view(), name="api_filing_submission"),
    path("filings/<int:pk>/withdrawal/", filings.WithdrawalView.as_view(), name="api_filing_withdrawal"),
    path("filings/<int:pk>/decision/", filings.DecisionView.as_view(), name="api_filing_decision"),
    path("filings/<int:pk>/revocation/", standing.RevocationView.as_view(), name="api_filing_revocation"),
    path(CELL, cells.CellView.as_view(), name="api_cell"),
    path(f"{CELL}remark/", cells.RemarkView.as_view(), name="api_remark"),
    path(f"{CELL}evidence/", cells.EvidenceListView.as_view(), name="api_evidence_list"),
    path(f"{CELL}evidence/<int:evidence>/", cells.EvidenceView.as_view(), name="api_evidence"),
]
