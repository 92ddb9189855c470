"""Schemes for pages: the list, one version, and the weight matrix of its sheets."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from assessment.choices import DraftState
from assessment.describing.methods import method_sentence, missing_sentence
from assessment.models import Category, Scheme, SchemeDraft, SchemeVersion
from assessment.rulebook.indicators import Leaf, Node, Sheet, walk
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.scheme import Rulebook


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A node of the sheet: its weights by category as text ("" = not applicable), and a leaf's method in words."""

    code: str
    name: str
    depth: int
    is_leaf: bool
    weights: tuple[str, ...]
    method: str = ""
    missing: str = ""
    source: str = ""
    scorer: str = ""
    description: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sheet as a table: categories across, indicators down, and what each column adds up to."""

    kind: str
    categories: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    full: tuple[str, ...]
    out_of: tuple[str, ...]
    scaled: bool


def schemes() -> QuerySet[Scheme]:
    """All schemes with their versions newest first, each with `is_sent_back`, in two queries."""
    written_on = SchemeDraft.objects.filter(became=OuterRef("pk"), state=DraftState.EDITING)
    newest = SchemeVersion.objects.order_by("-number").defer("document").annotate(is_sent_back=Exists(written_on))
    counted = Scheme.objects.annotate(period_count=Count("periods", filter=~Q(periods__state="draft")))
    return counted.prefetch_related(Prefetch("versions", queryset=newest))


def version_of(code: str, number: int | None) -> SchemeVersion | None:
    """A version of a scheme, the newest where no number is given."""
    versions = SchemeVersion.objects.select_related("scheme", "loaded_by", "approved_by").filter(scheme__code=code)
    if number is not None:
        versions = versions.filter(number=number)
    return versions.order_by("-number").first()


def sent_back_draft(version: SchemeVersion) -> SchemeDraft | None:
    """The draft in which a version is written on that was sent back; None where it was not."""
    return SchemeDraft.objects.filter(became=version, state=DraftState.EDITING).first()


def category_names() -> dict[str, str]:
    """The names of all categories by code; of equal codes the newest version's name counts."""
    rows = Category.objects.order_by("scheme_version__loaded_at").values_list("code", "name")
    return dict(rows)


def matrix(book: Rulebook, sheet: Sheet) -> Matrix:
    """Lay a sheet out as a table."""
    codes = [code for code, _name in book.categories]
    full = tuple(trimmed(sheet.full_of(code)) for code in codes)
    out_of = tuple(trimmed(sheet.out_of_for(code)) for code in codes)
    rows = tuple(_row(node, depth, codes) for node, depth in walk(sheet.indicators))
    return Matrix(str(sheet.kind), book.categories, rows, full, out_of, full != out_of)


def node_names(book: Rulebook) -> dict[str, str]:
    """The names of the indicators by code."""
    return {code: node.name for sheet in book.sheets for code, node in sheet.nodes.items()}


def _row(node: Node, depth: int, codes: list[str]) -> MatrixRow:
    if not isinstance(node, Leaf):
        leaves = list(node.leaves)
        given = [[leaf.weight(code) for leaf in leaves] for code in codes]
        sums = tuple(_sum_text([units for units in column if units is not None]) for column in given)
        return MatrixRow(node.code, node.name, depth, False, sums, source=node.source, description=node.description)
    weights = tuple("" if (units := node.weight(code)) is None else trimmed(units) for code in codes)
    return MatrixRow(
        node.code,
        node.name,
        depth,
        True,
        weights,
        method=method_sentence(node.method),
        missing=missing_sentence(node),
        source=node.source,
        scorer=node.scorer,
        description=node.description,
        evidence=str(node.evidence or ""),
    )


def _sum_text(units: list[int]) -> str:
    return trimmed(sum(units)) if units else ""
