"""What is settled about a request before any of the program sees it."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from assessment.browser_rules import HEADERS
from assessment.refusals import too_large

Answer = Callable[[HttpRequest], HttpResponse]
UNLOGGED = frozenset({"/health/", "/ready/", "/metrics/"})

logger = structlog.get_logger("house.requests")


class ClientAddressMiddleware:
    """Put the visitor's own address into REMOTE_ADDR, counting exactly the proxies that are ours.

    Further left in X-Forwarded-For than our own proxies reach stands what the visitor wrote himself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.proxies: int = settings.TRUSTED_PROXY_COUNT

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.proxies:
            hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
            if len(hops) >= self.proxies:
                request.META["REMOTE_ADDR"] = hops[-self.proxies]
        return self.get_response(request)


class RequestIdMiddleware:
    """Give every request an id of our own making that its log lines and its answer carry, and log it in one line.

    The line names the page by its pattern: an address may hold what somebody searched for.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        request.META["REQUEST_ID"] = request_id
        begun = time.perf_counter_ns()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            if request.path_info not in UNLOGGED:
                _log(request, response, (time.perf_counter_ns() - begun) // 1_000_000)
        response["X-Request-Id"] = request_id
        return response


class BrowserRulesMiddleware:
    """Add the headers that Django and the content policy do not bring."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RequestSizeMiddleware:
    """Refuse a request that announces more than any page takes, before a byte of it is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        brings_files = request.content_type == "multipart/form-data"
        most = settings.REQUEST_MAX_BYTES if brings_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if announced.isascii() and announced.isdigit() and int(announced) > most:
            return too_large(request)
        return self.get_response(request)


def _log(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    matched = request.resolver_match
    # only what the request has found out already: a line of the log asks the database nothing
    account = getattr(request, "_cached_user", None)
    logger.info(
        "request",
        method=request.method,
        route=matched.route if matched else "",
        status=response.status_code,
        milliseconds=milliseconds,
        account=account.pk if account is not None else None,
    )
