"""The rows at fault of a refused file as a workbook: corrected and brought again, they are laid over the file."""

from collections.abc import Mapping
from typing import Any

from cadres.choices import ImportState
from cadres.models import ImportBatch
from cadres.services.fault_sentences import fault_sentence
from cadres.services.importing import book_of, file_of
from cadres.services.previews import layouts_of
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.mending import faulty_book
from cadres.workbooks.writing import write_book


def can_be_corrected(batch: ImportBatch) -> bool:
    """Whether a file was refused for rows that can be corrected one by one."""
    rows = any(_in_a_table(fault, batch.preview) for fault in batch.preview.get("faults", []))
    return batch.state == ImportState.REFUSED and rows


def faulty_rows(batch: ImportBatch) -> bytes | None:
    """Write the rows at fault, each fault in its cell's comment; None where there is none to write.

    Where a file has more faults than are kept, the rows of the first ones are written.
    """
    told: dict[tuple[str | None, int, str | None], str] = {}
    for fault in batch.preview.get("faults", []):
        if fault["row"] is not None:
            place = (fault["sheet"], fault["row"], fault["column"])
            told[place] = "\n".join(filter(None, [told.get(place), fault_sentence(fault)]))
    try:
        sheets = faulty_book(book_of(file_of(batch)), layouts_of(batch.preview), told)
    except RefusedFile:
        return None
    return write_book(sheets) if sheets else None


def _in_a_table(fault: Mapping[str, Any], preview: Mapping[str, Any]) -> bool:
    return any(
        fault["sheet"] == layout.sheet and (fault["row"] or 0) > layout.header_row for layout in layouts_of(preview)
    )
