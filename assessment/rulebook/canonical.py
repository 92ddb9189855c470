"""The canonical form of a scheme and the digest that names its version (RULES.md 2)."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.writing import scheme_document


def canonical(rulebook: Rulebook) -> str:
    """Write a scheme as JSON: defaults filled in, keys sorted, decimals normalised, no spaces."""
    return dense_json(scheme_document(rulebook))


def digest(rulebook: Rulebook) -> str:
    """Name a scheme's version: SHA-256 of its canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(rulebook).encode()).hexdigest()


def dense_json(value: Any) -> str:
    """Write plain data as JSON with sorted keys and without spaces; Decimals as exact numbers."""
    match value:
        case dict():
            items = (f"{json.dumps(str(key), ensure_ascii=False)}:{dense_json(value[key])}" for key in sorted(value))
            return "{" + ",".join(items) + "}"
        case list() | tuple():
            return "[" + ",".join(dense_json(item) for item in value) + "]"
        case Decimal():
            return f"{value:f}"
        case _:
            return json.dumps(value, ensure_ascii=False)
