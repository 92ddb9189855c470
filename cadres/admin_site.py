"""The door of Django's administration: the house's own log-in, and the one policy instead of Django's flags."""

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cadres.models import Account
from cadres.policy import Action, Forbidden, may

OPENED_BY = (Action.IMPORT_PEOPLE, Action.VIEW_RECORD)
"""The rights that govern one table or the other there."""
METHODS = ("GET", "HEAD", "POST")


class HouseAdminSite(AdminSite):
    """The small tables and the record, for those whom the policy lets see one of them."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Small tables")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take only tables that the policy governs: the groups that Django brings would be rights beside the grants."""
        if hasattr(admin_class, "governed_by"):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        account = request.user
        return isinstance(account, Account) and any(may(account, action) for action in OPENED_BY)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Ask a nobody to log in, and tell somebody who is logged in which right he lacks."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path())
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            if not self.has_permission(request):
                raise Forbidden(Action.IMPORT_PEOPLE)
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send a nobody to the log-in that counts attempts, and anybody else on."""
        if self.has_permission(request):
            return redirect("admin:index")
        if isinstance(request.user, Account):
            raise Forbidden(Action.IMPORT_PEOPLE)
        return redirect_to_login(request.GET.get("next", "") or request.get_full_path())

    def logout(  # type: ignore[override]  # Django's own redirects too where somebody is logged out already
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("cadres:log-out", preserve_request=True)

    def password_change(  # type: ignore[override]  # a page of the house instead of a template
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("cadres:change-password")
