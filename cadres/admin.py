"""Small tables on Django's own pages; everything else has a page of the house.

Rights come from the one policy, not from Django's permissions, and every change is recorded.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportMixin

from cadres.models import Account, Department, Leader, LeadershipSpan, RecordEvent
from cadres.policy import Action, acting_as, may
from cadres.resources import DepartmentResource, LeaderResource
from cadres.services.recording import Actor, record


class GovernedAdmin(admin.ModelAdmin[Any]):
    """A table for those who may do `governed_by`; nothing is deleted, every change is recorded."""

    governed_by = Action.IMPORT_PEOPLE
    changes_rows = True
    field_names: Mapping[str, Any] = MappingProxyType({})
    """What fields that name other rows are called, where the other row's own word would mislead."""

    def _allowed(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Account) and may(request.user, self.governed_by)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._allowed(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.changes_rows and self._allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.changes_rows and self._allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Filter by what the page offers alone; whatever else an address asks for is a bad request."""
        return lookup.partition("__")[0] in self.list_filter

    def actor(self, request: HttpRequest) -> Actor:
        """Give the visitor as the actor for the record."""
        account = request.user
        assert isinstance(account, Account)
        return Actor(account=account, acting_as=acting_as(account, self.governed_by))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Call a field that names another row what that row is called; the field itself has an English name only."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.label = self.field_names.get(db_field.name) or capfirst(db_field.related_model._meta.verbose_name)
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Save in the page's transaction and say in the record which fields changed to what."""
        super().save_model(request, obj, form, change)
        named = form.changed_data
        record(
            actor=self.actor(request),
            action=f"{'change' if change else 'add'}_{obj._meta.model_name}",
            obj_type=str(obj._meta.model_name),
            obj_id=obj.pk,
            before={name: str(form.initial.get(name)) for name in named} if change else None,
            after={name: str(form.cleaned_data.get(name)) for name in named},
            at=timezone.now(),
        )


class GovernedImportAdmin(ImportMixin, GovernedAdmin):  # type: ignore[misc]  # the library has no types
    """A small table that may also come as a file."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)


@admin.register(Department)
class DepartmentAdmin(GovernedImportAdmin):
    """Departments; closed by a date, never deleted."""

    resource_classes = [DepartmentResource]
    list_display = ["code", "name", "parent", "position", "opened_on", "closed_on"]
    list_select_related = ["parent"]
    search_fields = ["code", "name"]
    raw_id_fields = ["parent"]
    field_names = MappingProxyType({"parent": _("Parent department")})


@admin.register(Leader)
class LeaderAdmin(GovernedImportAdmin):
    """Leaders in charge."""

    resource_classes = [LeaderResource]
    list_display = ["number", "name", "title"]
    search_fields = ["number", "name"]


@admin.register(LeadershipSpan)
class LeadershipSpanAdmin(GovernedAdmin):
    """Which leader has which department in charge, and until when."""

    list_display = ["leader", "department", "starts_on", "ends_on"]
    list_select_related = ["leader", "department"]


@admin.register(RecordEvent)
class RecordEventAdmin(GovernedAdmin):
    """The record, to be read."""

    governed_by = Action.VIEW_RECORD
    changes_rows = False
    list_display = ["sequence", "at", "actor", "acting_as", "action", "object_type", "object_id"]
    list_select_related = ["actor"]
    list_filter = ["action"]
    show_full_result_count = False
