from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """
    ALTER TABLE cadres_posting ADD CONSTRAINT posting_main_do_not_overlap
    EXCLUDE USING gist (cadre_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (is_main)
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER posting_main_do_not_overlap_{moment} BEFORE {moment} ON cadres_posting
    WHEN NEW.is_main AND EXISTS (
        SELECT 1 FROM cadres_posting AS other
        WHERE other.cadre_id = NEW.cadre_id AND other.is_main AND other.id IS NOT NEW.id
        AND other.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')
        AND NEW.starts_on <= COALESCE(other.ends_on, '9999-12-31'))
    BEGIN SELECT RAISE(ABORT, 'posting_main_do_not_overlap'); END
    """
    for moment in ("INSERT", "UPDATE")
]
UNDO = {
    "postgresql": ["ALTER TABLE cadres_posting DROP CONSTRAINT posting_main_do_not_overlap"],
    "sqlite": [f"DROP TRIGGER posting_main_do_not_overlap_{moment}" for moment in ("INSERT", "UPDATE")],
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A cadre's main postings never overlap: an exclusion constraint, on SQLite a trigger."""

    dependencies = [("cadres", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
