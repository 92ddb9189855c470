"""What is asked of every request before its page is called."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from cadres.counters import RATE_REFUSALS
from cadres.models import Account
from cadres.policy import is_privileged
from cadres.services.rates import over_rate
from cadres.sessions import STARTED

Answer = Callable[[HttpRequest], HttpResponse]
ALLOWED_BEFORE_CHANGE = frozenset({"cadres:change-password", "cadres:log-out", "cadres:log-in", "set_language"})
SEEN = "seen"
NOTED_EVERY_SECONDS = 60
"""How exact the time of the last request is: not every look at a page is a write."""


class ChosenLanguageMiddleware:
    """Speak Chinese unless the visitor chose another language here; what his browser prefers does not count."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class SessionLimitsMiddleware:
    """End a session that has lasted its time or was left alone; let no cache keep what an account was shown."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account):
            return self.get_response(request)
        over = self._over(request, account)
        if over:
            logout(request)
            response: HttpResponse = redirect(f"{reverse(settings.LOGIN_URL)}?ended={over}")
        else:
            response = self.get_response(request)
        add_never_cache_headers(response)
        return response

    def _over(self, request: HttpRequest, account: Account) -> str:
        now = int(timezone.now().timestamp())
        session = request.session
        started = session.get(STARTED, now)
        seen = session.get(SEEN, started)
        if now - started >= settings.SESSION_COOKIE_AGE:
            return "time"
        if now - seen >= (settings.IDLE_SECONDS_PRIVILEGED if is_privileged(account) else settings.IDLE_SECONDS):
            return "idle"
        # What a page asks for by itself is no sign that anybody sits before it.
        by_itself = request.method == "GET" and "HX-Request" in request.headers
        if now - seen >= NOTED_EVERY_SECONDS and not by_itself:
            session[SEEN] = now
        return ""


class PasswordChangeMiddleware:
    """Lead an account that still has the password it was given to the page where it chooses its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, Account) and user.must_change_password and not self._allowed(request):
            return redirect("cadres:change-password")
        return self.get_response(request)

    def _allowed(self, request: HttpRequest) -> bool:
        try:
            return resolve(request.path_info).view_name in ALLOWED_BEFORE_CHANGE
        except Resolver404:
            return False


class RatesMiddleware:
    """Let an account do what costs the house much only so often; counted before the page is called."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        account = request.user
        if not isinstance(account, Account):
            return None
        for kind in self._costly(request, view):
            seconds = over_rate(account=account, kind=kind, at=timezone.now())
            if seconds:
                RATE_REFUSALS.labels(kind=kind).inc()
                return self._refusal(request, seconds)
        return None

    def _costly(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> Iterator[str]:
        if request.path_info.startswith("/api/"):
            yield "api"
        if request.method == "POST" and request.content_type == "multipart/form-data":
            yield "uploads"
        if getattr(view, "gives_file", False):
            yield "exports"

    def _refusal(self, request: HttpRequest, seconds: int) -> HttpResponse:
        if request.path_info.startswith("/api/"):
            detail = _("Too many requests. Wait %(seconds)s seconds and go on.") % {"seconds": seconds}
            response: HttpResponse = JsonResponse({"detail": detail}, status=429)
        else:
            response = render(request, "429.html", {"minutes": max(1, seconds // 60)}, status=429)
        response["Retry-After"] = str(seconds)
        return response
