from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Each administrator's role is a side of its own, and all other roles together are one.
SIDE = "CASE WHEN {role} IN ('system_admin', 'security_admin', 'auditor') THEN {role} ELSE 'business' END"
POSTGRESQL = [
    f"""
    ALTER TABLE cadres_grant ADD CONSTRAINT grant_administrators_apart
    EXCLUDE USING gist (account_id WITH =, ({SIDE.format(role="role")}) WITH <>,
                        daterange(starts_on, ends_on, '[]') WITH &&)
    WHERE (ended_at IS NULL)
    """,
]
SQLITE = [
    f"""
    CREATE TRIGGER grant_administrators_apart_{moment} BEFORE {moment} ON cadres_grant
    WHEN NEW.ended_at IS NULL AND EXISTS (
        SELECT 1 FROM cadres_grant AS other
        WHERE other.account_id = NEW.account_id AND other.ended_at IS NULL AND other.id IS NOT NEW.id
        AND {SIDE.format(role="other.role")} <> {SIDE.format(role="NEW.role")}
        AND other.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')
        AND NEW.starts_on <= COALESCE(other.ends_on, '9999-12-31'))
    BEGIN SELECT RAISE(ABORT, 'grant_administrators_apart'); END
    """
    for moment in ("INSERT", "UPDATE")
]
UNDO = {
    "postgresql": ["ALTER TABLE cadres_grant DROP CONSTRAINT grant_administrators_apart"],
    "sqlite": [f"DROP TRIGGER grant_administrators_apart_{moment}" for moment in ("INSERT", "UPDATE")],
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Nobody holds an administrator's role beside any other: an exclusion constraint, on SQLite a trigger."""

    dependencies = [("cadres", "0007_two_people_give_grants")]
    operations = [migrations.RunPython(add, remove)]
