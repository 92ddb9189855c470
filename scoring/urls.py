"""The addresses of the pages of this package."""

from django.urls import URLPattern, URLResolver, include, path

from cadres.views.import_routes import import_routes
from scoring.api.urls import urlpatterns as api
from scoring.views import (
    assignments,
    deadlines,
    events,
    filing_forms,
    filings,
    jobs,
    periods,
    progress,
    rankings,
    results,
    sheets,
    standing_forms,
    steps,
)
from scoring.views.imports import PAGES
from scoring.views.scheme_routes import SCHEME_ROUTES

app_name = "scoring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("periods/", periods.periods, name="periods"),
    path("periods/export/", periods.periods_export, name="periods_export"),
    path("periods/<int:pk>/", periods.period, name="period"),
    path("periods/<int:pk>/progress/", progress.progress, name="progress"),
    path("periods/<int:pk>/step/", steps.period_step, name="period_step"),
    path("periods/<int:pk>/step/ask/", steps.ask, name="step_ask"),
    path("periods/<int:pk>/step/drop/", steps.drop, name="step_drop"),
    path("periods/<int:pk>/completeness/", assignments.matrix, name="matrix"),
    path("periods/<int:pk>/assignments/", assignments.show_assignments, name="assignments"),
    path("periods/<int:pk>/remind/", assignments.remind_all, name="remind"),
    path("reminders/<int:pk>/done/", assignments.reminder_done, name="reminder_done"),
    path("periods/<int:pk>/deadline/", deadlines.deadline, name="deadline"),
    path("periods/<int:pk>/compute/", periods.compute, name="compute"),
    path("periods/<int:pk>/report/", periods.report, name="report"),
    path("periods/<int:pk>/jobs/", jobs.period_jobs, name="period_jobs"),
    path("periods/<int:pk>/sheet/", sheets.sheet, name="sheet"),
    path("periods/<int:pk>/sheet/plain/", sheets.plain_sheet, name="plain_sheet"),
    path("periods/<int:pk>/ranking/", rankings.ranking, name="ranking"),
    path("periods/<int:pk>/ranking/export/", rankings.ranking_export, name="ranking_export"),
    path("periods/<int:pk>/events/", events.events, name="events"),
    path("periods/<int:pk>/events/export/", events.events_export, name="events_export"),
    path("periods/<int:pk>/events/new/<str:kind>/", filing_forms.new_filing, name="filing_new"),
    path("periods/<int:pk>/events/effect/<str:kind>/", filing_forms.filing_effect, name="filing_effect"),
    path("events/people/", filing_forms.people, name="filing_people"),
    path("events/<int:pk>/exempt/", standing_forms.exempt_event, name="exempt_event"),
    path("vetoes/<int:pk>/exempt/", standing_forms.exempt_veto, name="exempt_veto"),
    path("filings/<int:pk>/", filings.filing, name="filing"),
    path("filings/<int:pk>/edit/", filing_forms.edit_filing, name="filing_edit"),
    path("filings/<int:pk>/revoke/", standing_forms.revoke, name="filing_revoke"),
    path("filings/<int:pk>/submit/", filings.submit, name="filing_submit"),
    path("filings/<int:pk>/withdraw/", filings.withdraw, name="filing_withdraw"),
    path("filings/<int:pk>/decide/", filings.decide, name="filing_decide"),
    path("filings/<int:pk>/evidence/", filings.add_evidence, name="filing_add_evidence"),
    path("filings/evidence/<int:pk>/", filings.evidence, name="filing_evidence"),
    path("results/mine/", results.mine, name="mine"),
    path("results/<int:pk>/", results.result, name="result"),
    path("results/of/<int:pk>/", results.cadre_results, name="cadre_results"),
    path("jobs/", jobs.show_jobs, name="jobs"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
    *SCHEME_ROUTES,
    path("api/v1/", include(api)),
    *(route for shown in PAGES for route in import_routes(shown)),
]
