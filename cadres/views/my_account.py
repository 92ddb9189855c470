"""What everybody does with his own account: the password, the codes of a phone."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from cadres.forms.signing_in import ChangePasswordForm, CodeForm
from cadres.models import Account
from cadres.policy import roles_of
from cadres.services.accounts import change_own_password
from cadres.services.codes import give_up, new_secret, phone_address, set_up, square
from cadres.services.recording import Actor
from cadres.services.sealing import machine_keys, seal, unseal
from cadres.services.signing_in import LockedOut, count_code
from cadres.views.access import page
from cadres.views.signing_in import TOO_MANY_REQUESTS, limits

NEW_SECRET: Final = "new_code_secret"  # noqa: S105  # the name of a place in the session
PLACE: Final = "session:new-code"


@sensitive_post_parameters()
@page("GET", "POST")
def change_password(request: HttpRequest, account: Account) -> HttpResponse:
    form = ChangePasswordForm(account, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update = form.cleaned_data["new_password1"]
        change_own_password(
            account=account,
            password=update,
            session=request.session.session_key,
            actor=_self(account),
            at=timezone.now(),
        )
        update_session_auth_hash(request, account)
        messages.success(request, _("Your password was changed."))
        return redirect("assessment:home")
    return render(request, "registration/change_password.html", {"form": form})


@sensitive_post_parameters()
@page("GET", "POST")
def code(request: HttpRequest, account: Account) -> HttpResponse:
    """Set up the codes of a phone, or give them up against a last one."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = _take(request, account, form.cleaned_data["code"])
        except LockedOut:
            return render(request, "registration/locked.html", status=TOO_MANY_REQUESTS)
        if done:
            return redirect("cadres:code")
        form.add_error("code", _("This is not the code of now, or it was used already. Wait for the next one."))
    return render(request, "registration/code.html", {"form": form, **_shown(request, account)})


def _take(request: HttpRequest, account: Account, typed: str) -> bool:
    at = timezone.now()
    count_code(account=account, limits=limits(), at=at)
    if account.asks_code:
        if give_up(account=account, code=typed, actor=_self(account), at=at):
            messages.success(request, _("Logging in asks for no code any more."))
            return True
        return False
    if set_up(account=account, secret=_secret(request), code=typed, actor=_self(account), at=at):
        del request.session[NEW_SECRET]
        messages.success(request, _("From now on logging in asks for the code on your phone."))
        return True
    return False


def _shown(request: HttpRequest, account: Account) -> dict[str, Any]:
    if account.asks_code:
        return {}
    secret = _secret(request)
    address = phone_address(account, secret, _("Differentiated assessment"))
    return {"square": square(address), "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}


def _secret(request: HttpRequest) -> str:
    """Keep the same new secret while the page is open, sealed even in the session."""
    kept = request.session.get(NEW_SECRET)
    if isinstance(kept, str):
        return unseal(bytes.fromhex(kept), PLACE, machine_keys()).decode()
    secret = new_secret()
    request.session[NEW_SECRET] = seal(secret.encode(), PLACE, machine_keys()).hex()
    return secret


def _self(account: Account) -> Actor:
    return Actor(account=account, acting_as=next(iter(roles_of(account)), ""))
