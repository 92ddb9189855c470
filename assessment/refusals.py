"""The answers to requests that fail before or beside a page: in the look of the house, or as JSON for the API."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults

from cadres.storage import Trouble, trouble_of

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MEGABYTE = 1024 * 1024
RETRY_SECONDS = "30"
TROUBLES = {
    Trouble.FULL: gettext_lazy("The disk of the server is full: nothing can be saved now; looking at pages works."),
    Trouble.READ_ONLY: gettext_lazy("The database takes no changes now: nothing can be saved; looking at pages works."),
    Trouble.BUSY: gettext_lazy("Too many people save at this moment: nothing of this was saved; try again soon."),
    Trouble.UNREACHABLE: gettext_lazy("The database does not answer now: nothing can be shown or saved."),
}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood, or that brings more than is taken."""
    if isinstance(exception, TOO_MUCH):
        return too_large(request)
    if _is_api(request):
        return JsonResponse({"detail": _("This request could not be understood.")}, status=400)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who lacks a right, and name the right."""
    if _is_api(request):
        return JsonResponse({"detail": str(exception)}, status=403)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that nothing is there, whatever the reason."""
    if _is_api(request):
        return JsonResponse({"detail": _("There is nothing here.")}, status=404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after an error of the program; what went wrong stands in the log under the request's id."""
    trouble = trouble_of(sys.exception())
    if trouble is not None:
        return nothing_written(request, trouble)
    request_id = request.META.get("REQUEST_ID", "")
    if _is_api(request):
        return JsonResponse({"detail": _("Something went wrong here."), "request": request_id}, status=500)
    # without the request: what the page's frame asks for may be what is broken
    return render(None, "500.html", {"request_id": request_id}, status=500)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a request that brings more than is taken."""
    most = settings.REQUEST_MAX_BYTES // MEGABYTE
    if _is_api(request):
        return JsonResponse({"detail": _("This is more than is taken at once.")}, status=413)
    return render(request, "413.html", {"most": most, "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES}, status=413)


def nothing_written(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Answer that nothing can be written, or read, for a reason outside of the program; the act was rolled back."""
    # that a disk takes nothing is no fault of the program: reading goes on, and the same request may go through later
    status = 503 if trouble is Trouble.UNREACHABLE else 423
    if _is_api(request):
        response: HttpResponse = JsonResponse({"detail": str(TROUBLES[trouble])}, status=status)
    else:
        response = render(None, "storage.html", {"sentence": TROUBLES[trouble]}, status=status)
    response["Retry-After"] = RETRY_SECONDS
    return response


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
