"""Columns of this package that the database keeps as they are written."""

import json
from typing import Any

from django.db import models


class WrittenJSON(models.TextField[Any, Any]):
    """JSON that nobody searches in, kept as text: PostgreSQL takes longer to take JSON apart than to store it."""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        """Read what was written."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Write a value, as short as it goes."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def to_python(self, value: Any) -> Any:
        """Take a value as it is; texts come from serialised rows."""
        return json.loads(value) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        """Write the value of a row for serialised rows."""
        return self.get_prep_value(self.value_from_object(obj)) or "null"
