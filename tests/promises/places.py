"""A year in which many people approve: a scheme with a quota and a cap, an officer, as many managers as one likes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from assessment.models import AdjustmentRule, Category, Participant
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import Account, Cadre, Department
from cadres.services.recording import operator
from scoring.choices import FilingKind, FilingState, Sharing
from scoring.models import Filing, FilingShare

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
DAY = date(2026, 4, 22)
SHARE, LAST_PLACES = 20_000, 2
"""A place is 2 % of an act; 96 % are given already."""
WHOLE = 1_000_000
CAP = 30_000
SCHEME = """
scheme: P-2
year: 2026
categories: {B1: 科长}
sheets:
  quarter:
    indicators: [{code: K1, name: 课题, weight: 100, method: percent, missing: full}]
  year:
    indicators: [{code: Y1, name: 年度, weight: 100, method: percent, missing: full}]
adjustments:
  apply: year
  rules: [{code: AB1, kind: bonus, name: 表彰, points: 10, cap: 3}]
grades:
  levels: 3
  labels: {civil_servant: [优秀, 称职, 不称职, 不确定等次]}
  quarter: {bands: [90, 60], quotas: [{level: 1, share: 0, minimum: 2, ties: none}]}
"""


class House:
    """A year with as many people as there are approvers."""

    def __init__(self, approvers: int) -> None:
        scheme = load_scheme(text=SCHEME, actor=operator(), at=AT).version.scheme
        self.quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
        self.year = open_period(scheme=scheme, code="2026", actor=operator(), at=AT).period
        section = Department.objects.create(code="A", name="综合科")
        category = Category.objects.get(scheme_version=self.year.scheme_version)
        self.rule = AdjustmentRule.objects.get(scheme_version=self.year.scheme_version)
        self.officer = Account.objects.create(username="officer")
        self.managers = [Account.objects.create(username=f"manager{place}") for place in range(approvers)]
        self.cadres = Cadre.objects.bulk_create(
            Cadre(number=f"{place:03d}", name=f"干部{place}", identity="civil_servant") for place in range(approvers)
        )
        Participant.objects.bulk_create(
            Participant(period=self.quarter, cadre=cadre, position=place, category=category, department=section,
                        identity="civil_servant")
            for place, cadre in enumerate(self.cadres)
        )  # fmt: skip

    def submitted(self, matter: str, cadres: Sequence[Cadre], share: int) -> list[Filing]:
        """Filings of one act, each for one person and waiting for approval."""
        entered = {"made_by": self.officer, "made_at": AT, "submitted_by": self.officer, "submitted_at": AT}
        made = Filing.objects.bulk_create(
            Filing(
                year=self.year,
                number=f"{matter}.{share}.{place}",
                kind=FilingKind.EVENT,
                state=FilingState.SUBMITTED,
                rule=self.rule,
                on=DAY,
                sharing=Sharing.SPLIT,
                matter=matter,
                **entered,
            )
            for place, _cadre in enumerate(cadres)
        )
        FilingShare.objects.bulk_create(
            FilingShare(filing=filing, cadre=cadre, position=1, share_units=share)
            for filing, cadre in zip(made, cadres, strict=True)
        )
        return made
