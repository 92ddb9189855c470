from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def lower(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The record keeps who gave the grants of before; nobody had confirmed them."""
    apps.get_model("cadres", "Account").objects.filter(is_superuser=True).update(is_superuser=False)
    apps.get_model("cadres", "Grant").objects.filter(granted_by__isnull=False).update(granted_by=None)


class Migration(migrations.Migration):
    """What stands must fit the constraints of the next migration; a step of its own, as PostgreSQL wants it."""

    dependencies = [("cadres", "0005_answers_given")]
    operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
