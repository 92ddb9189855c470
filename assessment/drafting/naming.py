"""Categories and pools under other codes: everything in a draft that goes by the old ones follows."""

from collections.abc import Mapping
from typing import Any

from assessment.drafting.plain import Plain
from assessment.drafting.tree import nodes_of, sheets_of

Names = Mapping[str, str]
"""Old codes with the new ones, all at once, so that two may change places."""


def recategorise(document: Plain, names: Names) -> None:
    """Let weights, full marks and pools name categories by their new codes; and quotas, where pools are categories."""
    if not names:
        return
    for kind, sheet in sheets_of(document).items():
        _rename_keys(sheet, "full", names)
        for found in nodes_of(document, kind):
            _rename_keys(found.node, "weight", names)
    pools = document.get("pools")
    if not isinstance(pools, dict):
        repool(document, names)
        return
    for pool in pools.values():
        listed = pool.get("categories") if isinstance(pool, dict) else None
        if isinstance(listed, list):
            listed[:] = [names.get(code, code) if isinstance(code, str) else code for code in listed]


def repool(document: Plain, names: Names) -> None:
    """Let quotas name pools by their new codes."""
    grades = document.get("grades")
    for of_kind in grades.values() if isinstance(grades, dict) else ():
        quotas = of_kind.get("quotas") if isinstance(of_kind, dict) else None
        for quota in quotas if isinstance(quotas, list) else ():
            if isinstance(quota, dict):
                _rename_keys(quota, "share", names)


def _rename_keys(holder: dict[str, Any], key: str, names: Names) -> None:
    held = holder.get(key)
    if isinstance(held, dict):
        holder[key] = {names.get(code, code): value for code, value in held.items()}
