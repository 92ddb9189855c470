"""The door of every page: who may come in, by which method, with which right."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from cadres.models import Account
from cadres.policy import Action, acting_as, require
from cadres.services.recording import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
EntitledView = Callable[Concatenate[HttpRequest, Account, P], HttpResponse]


def page(*methods: str, action: Action | None = None, gives_file: bool = False) -> Callable[[EntitledView[P]], View[P]]:
    """Let in only those who are logged in and may do `action`; the view gets the account beside the request.

    Nobody else's cache keeps the page, and the browser does not show it again after logging out. A page that
    gives a file to take away says so: nobody takes files without end.
    """
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def decorate(view: EntitledView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            account = request.user
            if not isinstance(account, Account):
                response: HttpResponse = redirect_to_login(request.get_full_path())
            elif request.method not in allowed:
                response = HttpResponseNotAllowed(allowed, render_to_string("405.html", request=request))
            else:
                if action is not None:
                    require(account, action)
                response = view(request, account, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.gives_file = gives_file  # type: ignore[attr-defined]  # a mark that the middleware reads
        return guarded

    return decorate


def acting(account: Account, action: Action) -> Actor:
    """Give the actor for the record: the account in the role that lets it do this."""
    return Actor(account=account, acting_as=acting_as(account, action))
