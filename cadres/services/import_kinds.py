"""What a kind of import declares: how a file is read, what it would change, how that is written."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.utils.functional import Promise

from cadres.services.before_images import Watched
from cadres.services.changes import Changes
from cadres.services.recording import Actor
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable

ScopeT = TypeVar("ScopeT")
ContentT = TypeVar("ContentT")
WritesT = TypeVar("WritesT")


PlainRows = Callable[[], Iterable[Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Reading(Generic[ContentT]):
    """What a file says, before the database was asked.

    `read` counts the rows found, `accepted` those without a fault; `rows` gives their plain form,
    for programs that check the reader. `tables` are those that were found, the main one first.
    """

    content: ContentT
    read: int
    accepted: int
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = ()
    rows: PlainRows = tuple
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan(Generic[WritesT]):
    """What a file would change: shown as `changes`, written from `writes`.

    `faults` are those that only the database could show; with any, nothing may be written.
    """

    changes: Changes
    writes: WritesT
    faults: tuple[Fault, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


class Kind(ABC, Generic[ScopeT, ContentT, WritesT]):
    """A kind of import. `gone_is_removed` tells whether rows that the file lacks are removed or only told.

    `owner` is the way from a row to the cadre whom it assesses, empty where a kind assesses nobody. A change of
    `telling` columns says something else of him; a version tells of any change.
    `writes_people` tells that it writes tables which the people pages write too: nobody else may meanwhile.
    `two_people` tells that under the two-person rule another person than who brought a file confirms and undoes it.
    """

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    gone_is_removed: ClassVar[bool] = True
    writes_people: ClassVar[bool] = False
    owner: ClassVar[str] = ""
    telling: ClassVar[tuple[str, ...]] = ("version",)
    two_people: ClassVar[bool] = False

    @abstractmethod
    def scope(self, plain: Mapping[str, Any]) -> ScopeT:
        """Look up what the file is about (a scheme, a period) from its plain form; refuse what takes no import.

        Raises: RefusedScope.
        """

    @abstractmethod
    def read(self, book: Book, scope: ScopeT) -> Reading[ContentT]:
        """Read the book, every fault collected.

        Raises: RefusedFile.
        """

    @abstractmethod
    def plan(self, content: ContentT, scope: ScopeT) -> Plan[WritesT]:
        """Compare what was read with what stands, in a fixed number of queries, writing nothing."""

    @abstractmethod
    def apply(self, writes: WritesT, scope: ScopeT, actor: Actor, at: datetime) -> None:
        """Write what was planned, in the caller's transaction; the event is recorded by the machinery."""

    def holding(self, scope: ScopeT) -> AbstractContextManager[None]:
        """Give what stands guard around a write or its undoing: it raises Closed if more was changed than may be."""
        return nullcontext()

    @abstractmethod
    def template(self, scope: ScopeT) -> tuple[TemplateTable, ...]:
        """Give the tables of the workbook to fill in, with what stands already; the main one first."""

    @abstractmethod
    def watched(self, scope: ScopeT, writes: WritesT | None = None) -> tuple[Watched, ...]:
        """Name the rows that an import of this scope may write; of given writes, those that they touch will do."""


AnyKind = Kind[Any, Any, Any]


class RefusedScope(Exception):
    """What a file is about cannot take it (no such period, period closed); the message is for the person."""
