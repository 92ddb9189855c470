"""Between a scheme's document and its rows: the rulebook of a version, and the rows that entries point at."""

from functools import lru_cache

from assessment.models import (
    AdjustmentRule,
    Category,
    GradeRule,
    Indicator,
    Pool,
    SchemeVersion,
    Sheet,
    VetoRule,
    Weight,
)
from assessment.rulebook import indicators as tree
from assessment.rulebook.canonical import digest
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.scheme import Rulebook

KEPT_RULEBOOKS = 32
SHOWN_NAME = 200
SHOWN_SCORER = 64
"""So much of a name stands in the rows, for lists and search; the document keeps it whole."""


class AlteredDocument(ValueError):
    """A stored document is no longer the one that its digest names."""


def rulebook_of(version: SchemeVersion) -> Rulebook:
    """Give the rulebook of a version; compiled once per process, documents never change under a digest.

    Raises: AlteredDocument.
    """
    return _compiled(version.digest, version.document)


@lru_cache(maxsize=KEPT_RULEBOOKS)
def _compiled(named: str, document: str) -> Rulebook:
    rulebook = read_scheme(document)
    if digest(rulebook) != named:
        raise AlteredDocument(named)
    return rulebook


def project(rulebook: Rulebook, version: SchemeVersion) -> None:
    """Write the rows of a version anew, in the caller's transaction; only for one that nothing points at yet."""
    for model in (Sheet, Category, Pool, AdjustmentRule, VetoRule, GradeRule):
        model._default_manager.filter(scheme_version=version).delete()
    categories = _project_categories(rulebook, version)
    for sheet in rulebook.sheets:
        _project_sheet(sheet, version, categories)
    _project_rules(rulebook, version)


def _project_categories(rulebook: Rulebook, version: SchemeVersion) -> dict[str, Category]:
    pools = Pool.objects.bulk_create(
        Pool(scheme_version=version, code=pool.code, name=pool.name[:SHOWN_NAME], position=position)
        for position, pool in enumerate(rulebook.pools, 1)
    )
    by_code = {pool.code: pool for pool in pools}
    categories = Category.objects.bulk_create(
        Category(
            scheme_version=version,
            pool=by_code[rulebook.pool_of(code).code],
            code=code,
            name=name[:SHOWN_NAME],
            position=position,
        )
        for position, (code, name) in enumerate(rulebook.categories, 1)
    )
    return {category.code: category for category in categories}


def _project_sheet(sheet: tree.Sheet, version: SchemeVersion, categories: dict[str, Category]) -> None:
    row = Sheet.objects.create(scheme_version=version, kind=str(sheet.kind))
    nodes = [
        (node, Indicator(
            sheet=row,
            code=node.code,
            name=node.name[:SHOWN_NAME],
            position=position,
            depth=depth,
            method=node.method.word if isinstance(node, tree.Leaf) else "",
            scorer=node.scorer[:SHOWN_SCORER] if isinstance(node, tree.Leaf) else "",
        ))
        for position, (node, depth) in enumerate(tree.walk(sheet.indicators), 1)
    ]  # fmt: skip
    rows = {indicator.code: indicator for indicator in Indicator.objects.bulk_create(row for _, row in nodes)}
    children = []
    for node, _ in nodes:
        for child in node.indicators if isinstance(node, tree.Group) else ():
            rows[child.code].parent = rows[node.code]
            children.append(rows[child.code])
    Indicator.objects.bulk_update(children, ["parent"])
    Weight.objects.bulk_create(
        Weight(indicator=rows[leaf.code], category=categories[category], weight_units=units)
        for leaf in sheet.leaves
        for category, units in leaf.weights
    )


def _project_rules(rulebook: Rulebook, version: SchemeVersion) -> None:
    rules = rulebook.adjustments.rules if rulebook.adjustments else ()
    AdjustmentRule.objects.bulk_create(
        AdjustmentRule(
            scheme_version=version, code=rule.code, kind=str(rule.kind), name=rule.name[:SHOWN_NAME], position=position
        )
        for position, rule in enumerate(rules, 1)
    )
    VetoRule.objects.bulk_create(
        VetoRule(
            scheme_version=version,
            code=veto.code,
            name=veto.name[:SHOWN_NAME],
            effect=str(veto.effect),
            position=position,
        )
        for position, veto in enumerate(rulebook.vetoes, 1)
    )
    GradeRule.objects.bulk_create(
        GradeRule(scheme_version=version, kind=str(grades.kind), level=level, from_units=units)
        for grades in (rulebook.grades.kinds if rulebook.grades else ())
        for level, units in enumerate(grades.bands, 1)
    )
