"""Methods by chance, and values that may be entered for them."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from tests.scoring.engine.generated.chances import Row, between, decimal, likely, maybe, some

EVENTS = ("late", "missed", "迟报")
STAGES = ("start", "mid", "done")
GRADES = ("优", "良", "中", "差")
CLASSES = ("leaders", "peers", "staff")
WEIGHTS: dict[int, tuple[int | Decimal, ...]] = {
    1: (100,),
    2: (Decimal("33.3333"), Decimal("66.6667")),
    3: (40, 30, 30),
}
OPTIONS = {"excellent": 100, "competent": 80, "basic": 60, "poor": 0}
RAW = (0, 1, 2, 3, 10, 59, 60, 100)
DIRECTIONS = ("higher", "lower")
PARTIALS = ("up", "down", "exact")

Entry = tuple[str, Any]


def raw(r: Random, *, least: int = 0) -> Decimal:
    """A raw value; small ones that meet again, and now and then one at the end of what is allowed."""
    if likely(r, 4):
        return decimal(r.choice((10**13 - 1, 10**13 - 3, 10**12 + 1, 1 if least > 0 else least * 10_000)))
    if likely(r, 15):
        return decimal(r.randint(max(least * 10_000, 1), 3_000_000))
    return Decimal(max(r.choice(RAW), least))


def share(r: Random) -> Decimal:
    return between(r, 0, 130) if likely(r, 20) else Decimal(r.choice((100, 95, 90, 85, 70, 60, 50, 0)))


def step(r: Random) -> Decimal:
    return between(r, 0, 3) if likely(r, 90) else Decimal(1000)


def ratio(r: Random) -> Any:
    low = r.choice((0, 50, 60, Decimal("99.9999")))
    method = maybe(r, {}, low=low, cap=between(r, 100, 150), direction=r.choice(DIRECTIONS))
    return {"ratio": method} if method or likely(r, 50) else "ratio"


def bands(r: Random) -> Row:
    lines = r.sample((-5, 0, 10, 59, 60, 100, Decimal("2.5")), r.randint(1, 5))
    return {"bands": [{"from": line, "share": share(r)} for line in lines]}


def threshold(r: Random) -> Row:
    sizes: Row = {"at": raw(r), "unit": r.choice((1, 2, 7, Decimal("0.0001"), Decimal("0.3"), 1000)), "step": step(r)}
    return {"threshold": maybe(r, sizes, direction=r.choice(DIRECTIONS), partial=r.choice(PARTIALS))}


def deduct(r: Random) -> Row:
    events = {name: step(r) for name in some(r, EVENTS, 60)} or {"late": step(r)}
    return {"deduct": maybe(r, {"events": events}, 30, floor=between(r, 0, 10))}


def escalate(r: Random) -> Row:
    return {"escalate": {"first": between(r, 0, 100), "zero_at": r.randint(1, 4)}}


def milestone(r: Random) -> Row:
    stages = {name: share(r) for name in some(r, STAGES, 70)} or {"done": Decimal(100)}
    return {"milestone": maybe(r, {"stages": stages}, 30, cap=between(r, 0, 150))}


def pool_rank(r: Random) -> Row:
    return {"pool_rank": maybe(r, {"best": share(r), "worst": share(r)}, direction=r.choice(DIRECTIONS))}


def ratio_best(r: Random) -> Any:
    return "ratio_best" if likely(r, 30) else {"ratio_best": {"direction": r.choice(DIRECTIONS)}}


def mean_step(r: Random) -> Row:
    return {"mean_step": maybe(r, {"step": step(r)}, partial=r.choice(PARTIALS))}


def vote(r: Random) -> Row:
    classes = some(r, CLASSES, 70) or ["staff"]
    weights = WEIGHTS[len(classes)]
    method: Row = {"classes": dict(zip(classes, weights, strict=True))}
    method |= {"options": OPTIONS} if likely(r, 60) else {"score": between(r, 1, 45)}
    each_end = r.randint(0, 2)
    trim = {"each_end": each_end, "at_least": r.randint(2 * each_end + 1, 8)}
    missing = r.choice(("renormalise", "zero"))
    return {"vote": maybe(r, method, 40, trim=trim, min_ballots=r.randint(1, 4), missing_class=missing)}


MAKERS: dict[str, Callable[[Random], Any]] = {
    "points": lambda r: r.choice(("points", {"points": {}})),
    "percent": lambda r: "percent",
    "import": lambda r: {"import": {"full": between(r, 1, 200)}},
    "ratio": ratio,
    "bands": bands,
    "threshold": threshold,
    "deduct": deduct,
    "escalate": escalate,
    "grade": lambda r: {"grade": {name: share(r) for name in GRADES}},
    "rank_table": lambda r: {"rank_table": {"shares": [share(r) for _ in range(r.randint(1, 4))], "beyond": share(r)}},
    "milestone": milestone,
    "pool_rank": pool_rank,
    "ratio_best": ratio_best,
    "mean_step": mean_step,
    "vote": vote,
}


def word_of(method: Any) -> str:
    """The method's word."""
    return method if isinstance(method, str) else str(next(iter(method)))


def of_weight(r: Random, weight: int) -> Decimal:
    """A value 0…w, at times w itself."""
    return decimal(
        weight if likely(r, 15) else r.randint(0, weight // 5000) * 5000 if likely(r, 60) else r.randint(0, weight)
    )


def entries(r: Random, method: Any, weight: int) -> list[Entry]:
    """What one scorer may enter for a leaf of so many ledger units: keys with values."""
    word = word_of(method)
    parameters = {} if isinstance(method, str) else method[word]
    match word:
        case "points":
            return [("", of_weight(r, weight))]
        case "percent":
            return [("", r.choice((60, 80, 90, 95)) if likely(r, 60) else between(r, 0, 100))]
        case "import":
            return [("", of_weight(r, int(parameters["full"] * 10_000)))]
        case "ratio":
            return some(r, [("actual", raw(r)), ("target", raw(r, least=1))], 93)
        case "deduct":
            kinds = [(kind, r.randint(0, 4)) for kind in some(r, list(parameters["events"]), 60)]
            return kinds or [("none", 0)]
        case "milestone":
            stages = [(stage, r.randint(0, 1)) for stage in some(r, list(parameters["stages"]), 70)]
            hard = [("difficulty", r.choice((Decimal("0.5"), 1, Decimal("1.3333"), 2)))] if likely(r, 40) else []
            return stages + hard or [("none", 0)]
    return one_value(r, word)


def one_value(r: Random, word: str) -> list[Entry]:
    """A value of the methods whose rows have no keys and whose range no weight bounds."""
    match word:
        case "escalate":
            return [("", r.randint(0, 4))] if likely(r, 90) else [("none", 0)]
        case "grade":
            return [("", r.choice(GRADES))]
        case "rank_table":
            return [("", r.randint(1, 6))]
        case "bands" | "threshold":
            return [("", -raw(r) if likely(r, 15) else raw(r))]
    return [("", raw(r))]


def ballots(r: Random, method: Row) -> list[Row]:
    """Rows of votes for one cadre."""
    parameters, rows = method["vote"], []
    for name in some(r, list(parameters["classes"]), 85):
        for _ in range(r.randint(1, 4)):
            ballot: Row = {"class": name}
            if "options" in parameters:
                ballot["option"] = r.choice(list(OPTIONS))
            else:
                ballot["value"] = of_weight(r, int(parameters["score"] * 10_000))
            rows.append(maybe(r, ballot, 80, count=r.randint(0, 5)))
    return rows
