"""Reading many rows of whole numbers into NumPy, as fast as the database gives them."""

from collections.abc import Callable
from io import BufferedWriter, RawIOBase
from typing import Any

import numpy as np
from django.db import connection

from scoring.engine.exact import Column

CHUNK_ROWS = 50_000
CHUNK_BYTES = 2**20
COPY_HEADER = 19

Taker = Callable[[Column], None]


def fetch_integers(query: str, parameters: list[Any], width: int, take: Taker) -> None:
    """Read the rows of a query whose `width` columns are all bigint and never null, and hand them over in pieces.

    Shapes: a piece is width × m, int64: as much as stays near the processor, so that memory does not grow with the
    rows. On PostgreSQL by binary COPY, elsewhere by a cursor.
    """
    if connection.vendor == "postgresql":
        _copy(query, parameters, _BinarySink(width, take))
        return
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        while rows := cursor.fetchmany(CHUNK_ROWS):
            take(np.array(rows, dtype=np.int64).T)


def _copy(query: str, parameters: list[Any], sink: RawIOBase) -> None:
    with connection.cursor() as cursor:
        # rows that come through other processes take twice as long: what costs is handing them over
        if connection.in_atomic_block:
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        statement = cursor.cursor.mogrify(query, parameters).decode()
        # the server's library hands over row by row; this gathers them without a call of ours for each
        gathered = BufferedWriter(sink, CHUNK_BYTES)
        cursor.cursor.copy_expert(f"COPY ({statement}) TO STDOUT (FORMAT BINARY)", gathered)
    gathered.flush()


class _BinarySink(RawIOBase):
    """Takes PostgreSQL's binary COPY stream and turns whole rows into arrays as they arrive.

    A row is its number of fields (int16) and for each field its length (int32) and eight bytes, big-endian.
    """

    def __init__(self, width: int, take: Taker) -> None:
        super().__init__()
        names = [("fields", ">i2")]
        for place in range(width):
            names += [(f"length{place}", ">i4"), (f"value{place}", ">i8")]
        self.row = np.dtype(names)
        self.width = width
        self.take = take
        self.rest = b""
        self.skipped = COPY_HEADER

    def writable(self) -> bool:
        """Say that this is to be written to."""
        return True

    def write(self, data: Any) -> int:
        """Take a piece of the stream."""
        taken = b"".join((self.rest, data))
        start = min(self.skipped, len(taken))
        self.skipped -= start
        count = (len(taken) - start) // self.row.itemsize
        rows = np.frombuffer(taken, dtype=self.row, count=count, offset=start)
        self.rest = taken[start + count * self.row.itemsize :]
        values = np.empty((self.width, count), dtype=np.int64)
        for place in range(self.width):
            values[place] = rows[f"value{place}"]
        self.take(values)
        return len(data)
