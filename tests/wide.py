"""A quarter of any width: so many people, so many leaves of one method."""

from datetime import UTC, datetime

from assessment.models import Category, Indicator, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import Cadre, Department
from cadres.services.recording import operator

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


def wide_quarter(*, people: int, leaves: int, method: str = "percent", more: str = "") -> Period:
    """Open a quarter with people W001… of one department and leaves L1…; `more` is written into each leaf."""
    scheme = load_scheme(text=_scheme(leaves, method, more), actor=operator(), at=AT).version.scheme
    quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    department = Department.objects.create(code="W", name="综合科")
    category = Category.objects.get(scheme_version=quarter.scheme_version)
    cadres = Cadre.objects.bulk_create(
        Cadre(number=f"W{place:03d}", name=f"人员{place:03d}", identity="civil_servant")
        for place in range(1, people + 1)
    )
    Participant.objects.bulk_create(
        Participant(
            period=quarter,
            cadre=cadre,
            position=place,
            category=category,
            department=department,
            identity="civil_servant",
        )
        for place, cadre in enumerate(cadres, 1)
    )
    return quarter


def indicator_ids(period: Period) -> list[int]:
    """The leaves' ids in the order of the sheet."""
    found = Indicator.objects.filter(sheet__scheme_version=period.scheme_version, sheet__kind=period.kind)
    return list(found.exclude(method="").order_by("position").values_list("pk", flat=True))


def _scheme(leaves: int, method: str, more: str) -> str:
    share, rest = divmod(100, leaves)
    weights = [share] * (leaves - 1) + [share + rest]
    lines = [
        f"      - {{code: L{place}, name: 指标{place}, weight: {weight}, method: {method}{more}}}"
        for place, weight in enumerate(weights, 1)
    ]
    head = ["scheme: W-1", "year: 2026", "categories: {B1: 科长}", "sheets:", "  quarter:", "    indicators:"]
    return "\n".join([*head, *lines])
