"""What the application's own database role may do: work with the tables, but not rewrite what is on record."""

import re
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.models import Model

from cadres.models import RecordEvent, RecordHead, RecordSeal, RowChange
from cadres.services.watching.tables import capture_of

ROLE_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class BadRole(ValueError):
    """A name that is no role of this database, or owns it; the message is for the operator."""


def give_rights(role: str, password: str = "") -> None:
    """Give the application's role its rights, as the owner of the tables; on PostgreSQL only.

    With a password the role is made where it is not there yet, and logs in by that password from now on.

    Raises: BadRole.
    """
    if connection.vendor != "postgresql":
        raise BadRole("Only PostgreSQL has roles.")
    if not ROLE_NAME.fullmatch(role):
        raise BadRole(f"{role!r} is no name of a role: small letters, digits and underscores.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if password and (found is None or not any(found)):
            word = "CREATE" if found is None else "ALTER"
            cursor.execute(f"{word} ROLE {role} LOGIN PASSWORD %s", [password])
            found = (False, False)
        if found is None or any(found):
            raise BadRole(f"{role} must be a role of its own: present, no superuser, not the owner who runs this.")
        for statement in _statements(role):
            cursor.execute(statement)


def may_rewrite(model: type[Model]) -> bool:
    """Tell whether the account of this process may change rows of a table that the application only adds to."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, 'UPDATE')", [model._meta.db_table])
        return bool(cursor.fetchone()[0])


def _statements(role: str) -> list[str]:
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        *(statement for table, rights in _narrower().items() for statement in _only(table, rights, role)),
    ]


def _narrower() -> dict[str, str]:
    """The tables on which the application may do less than write."""
    rights = {
        "django_migrations": "SELECT",
        RecordEvent._meta.db_table: "SELECT, INSERT",
        RecordHead._meta.db_table: "SELECT, INSERT, UPDATE",
        RowChange._meta.db_table: "SELECT",
        RecordSeal._meta.db_table: "SELECT",
    }
    for model in apps.get_models():
        capture = capture_of(model)
        if capture.append_only:
            movable = f", UPDATE ({', '.join(sorted(capture.movable))})" if capture.movable else ""
            rights[model._meta.db_table] = f"SELECT, INSERT{movable}"
    return rights


def _only(table: str, rights: str, role: str) -> list[str]:
    return [f"REVOKE ALL ON {table} FROM {role}", f"GRANT {rights} ON {table} TO {role}"]
