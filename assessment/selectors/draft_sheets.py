"""A sheet of a draft as its grid shows it, right or wrong."""

from dataclasses import dataclass
from typing import Any

from assessment.describing.parts import method_in_words
from assessment.drafting.layout import flow
from assessment.drafting.places import at, dotted
from assessment.drafting.plain import Plain
from assessment.drafting.tree import sheets_of
from assessment.drafting.weights import ColumnSum, GridRow, categories_of, column_sums, grid_rows
from assessment.selectors.drafts import PlacedFault, below


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A node of the grid: how it is scored in words, and how many faults wait in it."""

    code: str
    name: str
    depth: int
    leaf: bool
    texts: tuple[str, ...]
    method: str
    faults: int


@dataclass(frozen=True, slots=True)
class DraftSheet:
    """A sheet of a draft: categories across, nodes down, and the sums."""

    kind: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[SheetRow, ...]
    sums: tuple[ColumnSum, ...]
    out_of: str

    def for_script(self) -> dict[str, Any]:
        """What the script needs to follow the sums."""
        fulls = [one.full_units for one in self.sums]
        names = [{"category": code, "name": name} for code, name in self.columns]
        return {
            "kind": self.kind,
            "columns": [{**one, "full": full} for one, full in zip(names, fulls, strict=True)],
            "rows": [
                {"code": row.code, "name": f"{row.code} {row.name}", "depth": row.depth, "leaf": row.leaf,
                 "texts": row.texts}
                for row in self.rows
            ],
        }  # fmt: skip


def draft_sheet(document: Plain, kind: str, faults: list[PlacedFault]) -> DraftSheet | None:
    """A sheet of a draft; None where it has none of that kind."""
    if kind not in sheets_of(document):
        return None
    out_of = at(document, ("sheets", kind)).get("out_of")
    return DraftSheet(
        kind,
        tuple(categories_of(document).items()),
        tuple(_row(row, document, faults) for row in grid_rows(document, kind)),
        tuple(column_sums(document, kind)),
        "" if out_of is None else flow(out_of),
    )


def _row(row: GridRow, document: Plain, faults: list[PlacedFault]) -> SheetRow:
    found = row.found
    own = [
        fault for fault in below(faults, dotted(found.path, document)) if not found.is_group or ".indicators" not in
        fault.path.removeprefix(dotted(found.path, document))
    ]  # fmt: skip
    leaf = not found.is_group
    said = method_in_words(found.node.get("method")) if leaf else ""
    return SheetRow(found.code, str(found.node.get("name", "")), found.depth, leaf, row.texts, said, len(own))
