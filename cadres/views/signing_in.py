"""Signing in and out."""

from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cadres.counters import LOG_IN_FAILURES
from cadres.forms.signing_in import CodeForm, LogInForm
from cadres.models import Account
from cadres.services.attempts import Limit
from cadres.services.codes import use_code
from cadres.services.signing_in import Limits, LockedOut, come_in, count_code, verify_password

logger = structlog.get_logger("house.log_in")

PASSED: Final = "password_passed"
"""In the session: whose password was right, when, and where he wanted to go; the code is still to come."""
CODE_SECONDS: Final = 300
TOO_MANY_REQUESTS: Final = 429


def limits() -> Limits:
    """Give the limits that this machine is set up with."""
    window = timedelta(seconds=settings.LOG_IN_WINDOW_SECONDS)
    return Limits(
        per_account=Limit(settings.LOG_IN_TRIES, window),
        per_address=Limit(settings.LOG_IN_TRIES_PER_ADDRESS, window),
        known_for=timedelta(days=settings.KNOWN_ADDRESS_DAYS),
    )


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password; who is logged in already goes on."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next(request, request.GET.get("next", "")))
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = verify_password(
                **form.cleaned_data, address=_address(request), limits=limits(), at=timezone.now()
            )
        except LockedOut:
            return _locked(request)
        if account is not None:
            return _password_passed(request, account)
        _failed(request, "password")
        form.add_error(None, _("User name or password is wrong. Capital and small letters count."))
    after = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": form, "next": after, "ended": request.GET.get("ended", "")}
    return render(request, "registration/log_in.html", context)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the phone, shortly after the password was right."""
    account, after = _waiting(request)
    if account is None:
        return redirect("cadres:log-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            count_code(account=account, limits=limits(), at=at)
        except LockedOut:
            return _locked(request)
        if use_code(account=account, code=form.cleaned_data["code"], at=at):
            return _enter(request, account, after)
        _failed(request, "code")
        form.add_error("code", _("This is not the code of now, or it was used already. Wait for the next one."))
    return render(request, "registration/log_in_code.html", {"form": form})


class _LogOut(LogoutView):
    """Ends the session here and has the browser forget what it kept of it."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


log_out = _LogOut.as_view()


def _password_passed(request: HttpRequest, account: Account) -> HttpResponse:
    after = _next(request, request.POST.get("next", ""))
    if not account.asks_code:
        return _enter(request, account, after)
    request.session.flush()
    request.session[PASSED] = [account.pk, int(timezone.now().timestamp()), after]
    return redirect("cadres:log-in-code")


def _waiting(request: HttpRequest) -> tuple[Account | None, str]:
    pk, when, after = request.session.get(PASSED, (None, 0, ""))
    if pk is None or timezone.now().timestamp() - when > CODE_SECONDS:
        return None, ""
    return Account.objects.filter(pk=pk, is_active=True).first(), after


def _enter(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    now = timezone.now()
    request.session.pop(PASSED, None)
    login(request, account)
    come_in(account=account, address=_address(request), at=now)
    return HttpResponseRedirect(after)


def _locked(request: HttpRequest) -> HttpResponse:
    _failed(request, "locked")
    response = render(request, "registration/locked.html", status=TOO_MANY_REQUESTS)
    response["Retry-After"] = str(settings.LOG_IN_WINDOW_SECONDS)
    return response


def _failed(request: HttpRequest, reason: str) -> None:
    """Count a failure and log it without what was typed: in the field of the name may stand a password."""
    LOG_IN_FAILURES.labels(reason=reason).inc()
    logger.warning("log-in failed", reason=reason, address=_address(request))


def _address(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "") or ""


def _next(request: HttpRequest, wanted: str) -> str:
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else settings.LOGIN_REDIRECT_URL
