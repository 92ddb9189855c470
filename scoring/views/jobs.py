"""The jobs: what was promised, how far it is, what it made; and the files to take away."""

import posixpath

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cadres.choices import JobState
from cadres.models import Account, Job
from cadres.policy import Action, Forbidden
from cadres.services.stored_files import DamagedFile
from cadres.views.access import page
from cadres.views.tables import workbook_response
from scoring.policy import may_take_reports
from scoring.selectors.jobs import UNDER_WAY, job_rows, jobs, jobs_of
from scoring.services.jobs import report_of
from scoring.views.asked import period_asked

JOBS_PER_PAGE = 30


@page("GET", action=Action.VIEW_JOBS)
def show_jobs(request: HttpRequest, account: Account) -> HttpResponse:
    """List all jobs; while any is under way the list renews itself."""
    found = Paginator(jobs(), JOBS_PER_PAGE).get_page(request.GET.get("page", "1"))
    rows = job_rows(list(found.object_list))
    context = {
        "page": found,
        "rows": rows,
        "under_way": any(row.is_under_way for row in rows),
        "takes_reports": may_take_reports(account),
    }
    template = "scoring/parts/jobs_table.html" if request.headers.get("HX-Request") else "scoring/jobs.html"
    return render(request, template, context)


@page("GET", action=Action.VIEW_JOBS)
def period_jobs(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give the part of a period's page that tells of its jobs; it asks for itself again while one is under way.

    When the last one has ended the page loads anew: its ranking, its next step may have come with it.
    """
    found = period_asked(pk)
    rows = jobs_of(found)
    context = {
        "period": found,
        "rows": rows,
        "under_way": any(row.job.state in UNDER_WAY for row in rows),
        "takes_reports": may_take_reports(account),
    }
    response = render(request, "scoring/parts/period_jobs.html", context)
    if not context["under_way"]:
        response["HX-Refresh"] = "true"
    return response


@page("GET", action=Action.EXPORT_RESULTS, gives_file=True)
def job_file(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give the file that a job made, to those who may have the whole report now, whoever asked for it then."""
    job = Job.objects.filter(pk=pk, state=JobState.DONE).exclude(result_path="").first()
    if job is None:
        raise Http404
    if not may_take_reports(account):
        raise Forbidden(Action.EXPORT_RESULTS)
    try:
        content = report_of(job)
    except DamagedFile:
        return render(request, "scoring/file_gone.html", {"job": job}, status=410)
    return workbook_response(content, posixpath.basename(job.result_name))
