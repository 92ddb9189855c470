"""Copies of a scheme as the beginning of a draft."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.drafting.comments import comments_of
from assessment.drafting.layout import document_text
from assessment.drafting.plain import plain_document


@dataclass(frozen=True, slots=True)
class Heading:
    """What a copy is called."""

    code: str
    number: int
    title: str
    year: int | None


BLANK = """\
scheme: {code}
version: {number}
title: {title}
categories: {{}}
sheets:
  quarter: {{full: 100, indicators: []}}
"""


def copied(text: str, heading: Heading) -> str:
    """The same scheme under another heading; comments stay. Raises: OnlyText."""
    document = plain_document(text)
    said = {"scheme": heading.code, "version": Decimal(heading.number), "title": heading.title}
    if heading.year is not None:
        said["year"] = Decimal(heading.year)
    rest = {key: value for key, value in document.items() if key not in said}
    return document_text(said | rest, comments_of(text))


def blank(heading: Heading) -> str:
    """A scheme in which everything is still to be written."""
    document = plain_document(BLANK.format(code="x", number=1, title="x"))
    return copied(document_text(document), heading)
