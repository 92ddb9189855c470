"""Small reference tables as files for the administrator; people come by the roster import, never this way."""

from typing import Any

from django.utils import timezone
from import_export import fields, resources, widgets

from cadres.models import Account, Department, Leader
from cadres.services.recording import Actor, record


class RecordedResource(resources.ModelResource):  # type: ignore[misc]  # the library has no types
    """A table that is imported whole or not at all, with one event of the record for the file."""

    acting_as = "system_admin"

    def import_data(self, dataset: Any, *args: Any, **kwargs: Any) -> Any:
        """Write all rows or none: left to itself the library writes those beside an invalid one."""
        kwargs["rollback_on_validation_errors"] = True
        result = super().import_data(dataset, *args, **kwargs)
        for error in result.base_errors:
            # The library's page would print it.
            error.traceback = ""
        return result

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Record the import in its own transaction; a preview's event is rolled back with the preview."""
        user = kwargs.get("user")
        record(
            actor=Actor(account=user if isinstance(user, Account) else None, acting_as=self.acting_as),
            action=f"import_{self._meta.model._meta.model_name}",
            obj_type=self._meta.model._meta.model_name,
            obj_id="",
            after={"rows": len(dataset), **{name: int(count) for name, count in result.totals.items()}},
            at=timezone.now(),
        )


class DepartmentResource(RecordedResource):
    """Departments by code; `parent` names the code of the one above."""

    parent = fields.Field(
        column_name="parent", attribute="parent", widget=widgets.ForeignKeyWidget(Department, field="code")
    )

    class Meta:
        model = Department
        import_id_fields = ["code"]
        fields = ["code", "name", "parent", "position", "opened_on", "closed_on"]
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True


class LeaderResource(RecordedResource):
    """Leaders in charge by number."""

    class Meta:
        model = Leader
        import_id_fields = ["number"]
        fields = ["number", "name", "title"]
        clean_model_instances = True
        skip_unchanged = True
        use_transactions = True
