"""The sheet of a period: base points of every leaf, what happens when data is missing, and the scaling.

Rule: RULES.md 3.
"""

from collections.abc import Sequence
from fractions import Fraction

from .exact import Document, mean, number, option, u
from .methods import COMPARISONS, EVENTFUL, METHODS, RELATIVE, Rows, average, has_value
from .scheme import full_of, leaves, method_of, out_of, quarter_sheets, sheets_of, weight_of, year_mode
from .standing import Cell, Period, Standing
from .votes import vote_share


def fill_sheet(period: Period, standings: Sequence[Standing]) -> None:
    """Give every participant his lines and their sum, or name the leaves that are missing."""
    sheet_leaves = [leaf for sheet in sheets_of(period.scheme, period.kind) for leaf in leaves(sheet["indicators"])]
    participants = [standing for standing in standings if standing.participates]
    for leaf in sheet_leaves:
        open_cells(period, leaf, participants)
        if of_the_quarters(period, leaf):
            for standing in participants:
                take_from_quarters(period, leaf, standing)
        else:
            enter_values(period, leaf, participants)
            compare_in_pools(leaf, participants)
        apply_policy(leaf, participants)
    for standing in participants:
        draw_lines(standing)
        if standing.base is not None:
            standing.scaled = scaled(period, standing, standing.base)


def open_cells(period: Period, leaf: Document, participants: Sequence[Standing]) -> None:
    """Note for whom the leaf applies and for whom it is marked as not applicable."""
    marked = {row["cadre"] for row in period.rows("not_applicable") if row["indicator"] == leaf["code"]}
    for standing in participants:
        weight = weight_of(leaf, standing.category)
        if weight is not None:
            standing.cells[leaf["code"]] = Cell(weight=weight, marked=standing.id in marked)


def open_cell(leaf: Document, standing: Standing) -> Cell | None:
    """Give the cell of a leaf unless it does not apply or is marked as not applicable."""
    cell = standing.cells.get(leaf["code"])
    return None if cell is None or cell.marked else cell


def rows_of(period: Period, leaf: Document, cadre: str) -> Rows:
    """Give the values entered for a leaf and a cadre, by key."""
    found: dict[str, list[object]] = {}
    for row in period.facts.get((cadre, leaf["code"]), []):
        found.setdefault(option(row, "key", ""), []).append(row["value"])
    return found


def enter_values(period: Period, leaf: Document, participants: Sequence[Standing]) -> None:
    """Compute the base points of a leaf from each cadre's own rows."""
    method, parameters = method_of(leaf)
    for standing in participants:
        cell = open_cell(leaf, standing)
        if cell is None:
            continue
        rows = rows_of(period, leaf, standing.id)
        if method == "vote":
            share = vote_share(parameters, period.votes.get((standing.id, leaf["code"]), []))
            cell.own = None if share is None else cell.weight * share / 100
        elif method in RELATIVE:
            cell.value = average(rows) if has_value(method, rows) else None
        elif has_value(method, rows) or nothing_happened(leaf):
            cell.own = METHODS[method](cell.weight, parameters, rows)


def nothing_happened(leaf: Document) -> bool:
    """Tell whether no rows of this leaf mean that there was no event.

    Rule: RULES.md 3.2, only where the leaf has no explicit policy.
    """
    return method_of(leaf)[0] in EVENTFUL and leaf.get("missing") is None


def compare_in_pools(leaf: Document, participants: Sequence[Standing]) -> None:
    """Compute the base points of a pool-relative leaf.

    Rule: RULES.md 3.1, graded cadres are compared with each other, anybody else with them and himself.
    """
    method, parameters = method_of(leaf)
    if method not in RELATIVE:
        return
    valued = [(standing, cell.value) for standing in participants if (cell := open_cell(leaf, standing)) is not None]
    for standing, value in valued:
        if value is None:
            continue
        colleagues = [(other, theirs) for other, theirs in valued if other.pool == standing.pool]
        pool = [theirs for other, theirs in colleagues if theirs is not None and (other.graded or other is standing)]
        cell = standing.cells[leaf["code"]]
        cell.own = COMPARISONS[method](cell.weight, parameters, value, pool)


def of_the_quarters(period: Period, leaf: Document) -> bool:
    """Tell whether a leaf's points come from the quarters (`by_leaf`)."""
    if not period.annual or year_mode(period.scheme) != "by_leaf":
        return False
    return any(leaf is other for sheet in quarter_sheets(period.scheme) for other in leaves(sheet["indicators"]))


def take_from_quarters(period: Period, leaf: Document, standing: Standing) -> None:
    """Average a quarterly leaf's attainment over the counted quarters that have one.

    Rule: RULES.md 7, `by_leaf`.
    """
    cell = open_cell(leaf, standing)
    if cell is None:
        return
    code = leaf["code"]
    quarters = period.counted_quarters(standing.id)
    cells = [quarter.cells[code] for quarter in quarters if code in quarter.cells]
    shares = [then.own / then.weight for then in cells if then.own is not None and then.weight]
    if shares:
        cell.own = cell.weight * mean(shares)
    elif quarters and all(then.marked for then in cells):
        cell.marked = True
    elif nothing_happened(leaf):
        method, parameters = method_of(leaf)
        cell.own = METHODS[method](cell.weight, parameters, {})


def apply_policy(leaf: Document, participants: Sequence[Standing]) -> None:
    """Fill, leave out or block the cells of a leaf that have no value of their own.

    Rule: RULES.md 3.2.
    """
    for standing in participants:
        cell = open_cell(leaf, standing)
        if cell is None:
            continue
        if cell.own is not None:
            cell.base = cell.own
            continue
        match option(leaf, "missing", "block"):
            case "block":
                cell.blocked = True
            case "full":
                cell.base = cell.weight
            case "zero":
                cell.base = Fraction(0)
            case "pool_average":
                cell.base = pool_average(leaf, standing, participants)


def pool_average(leaf: Document, standing: Standing, participants: Sequence[Standing]) -> Fraction | None:
    """Give the weight times what the graded others of the pool reached on average; nothing when nobody has a value."""
    shares = []
    for other in participants:
        cell = open_cell(leaf, other)
        if other is standing or not other.graded or other.pool != standing.pool or cell is None:
            continue
        if cell.own is not None and cell.weight:
            shares.append(cell.own / cell.weight)
    return standing.cells[leaf["code"]].weight * mean(shares) if shares else None


def draw_lines(standing: Standing) -> None:
    """Scale what remains up to the whole, round each line and add them up.

    Rule: RULES.md 3.3.
    """
    cells = standing.cells
    standing.incomplete = [code for code, cell in cells.items() if cell.blocked]
    if standing.incomplete:
        return
    bases = {code: cell.base for code, cell in cells.items() if cell.base is not None}
    everything = sum((cell.weight for cell in cells.values()), Fraction(0))
    remaining = sum((cells[code].weight for code in bases), Fraction(0))
    if remaining == 0:
        standing.incomplete = [code for code in cells if code not in bases]
        return
    standing.lines = {code: u(base * everything / remaining) for code, base in bases.items()}
    standing.base = sum(standing.lines.values(), Fraction(0))


def scaled(period: Period, standing: Standing, base: Fraction) -> Fraction:
    """Bring base points to the published scale and apply the coefficient.

    Rule: RULES.md 3.3, 3.4 and 7 (`by_leaf` ignores both `out_of`).
    """
    sheets = sheets_of(period.scheme, period.kind)
    if not (period.annual and year_mode(period.scheme) == "by_leaf"):
        full, scale_of = full_of(sheets[0], standing.category), out_of(sheets[0], standing.category)
        base = base if full == scale_of else u(base * scale_of / full)
    return u(base * number(option(standing.row, "coefficient", 1)))
