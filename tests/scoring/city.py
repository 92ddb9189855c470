"""A small city with every kind of rule, filled and edited at random: for comparing two ways to the same results."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from assessment.choices import Status
from assessment.models import AdjustmentRule, Category, Indicator, Participant, Period, SchemeVersion, VetoRule
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import Cadre, Department, Leader
from cadres.services.recording import operator
from scoring.models import AdjustmentEvent, NotApplicable, Override, ScoreEntry, VetoEvent

AT = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

CITY_SCHEME = """
scheme: CITY
year: 2026
categories: {C1: 一类, C2: 二类, C3: 三类, C4: 四类, C5: 五类}
pools:
  P1: {name: 甲组, categories: [C1, C2]}
  P2: {name: 乙组, categories: [C3]}
  P3: {name: 丙组, categories: [C4]}
  P4: {name: 丁组, categories: [C5]}
sheets:
  quarter:
    indicators:
      - {code: K, name: 实绩, indicators: [
          {code: A1, name: 得分, weight: 30, method: points},
          {code: A2, name: 完成率, weight: {C1: 20, C2: 10, C3: 20, C4: 20, C5: 20}, method: ratio,
           missing: renormalise},
          {code: A3, name: 位次, weight: 20, method: {pool_rank: {best: 100, worst: 60}}, missing: pool_average}]}
      - {code: A4, name: 均值, weight: {C1: 20, C2: 30, C3: 20, C4: 20, C5: 20}, method: {mean_step: {step: 0.1}},
         missing: pool_average}
      - {code: A5, name: 扣分, weight: 10, method: {deduct: {events: {late: 0.5, missed: 1}}}}
  year:
    indicators:
      - {code: E1, name: 等级, weight: 60, method: {grade: {A: 100, B: 85, C: 70}}}
      - {code: E2, name: 最优, weight: 40, method: ratio_best, missing: zero}
year_result: {mode: weighted, quarters: 60}
adjustments:
  apply: both
  rules:
    - {code: B1, kind: bonus, name: 加分, points: {city: 2, district: 1}}
    - {code: D1, kind: penalty, name: 扣分, points: 1.5, bars_excellent: always}
ranking: {tie_break: [K, penalty]}
vetoes:
  V1: {name: 否优, effect: bar_excellent}
  V2: {name: 立案, effect: withhold}
  V3: {name: 末位, effect: cap_level, best_level: 3, bottom: 1, min_pool: 3}
limits: [{node: K, below: 60, best_level: 2}]
gates: [{quarters_at_level: {level: 1, at_least: 1}}]
grades:
  levels: 4
  labels:
    civil_servant: [优秀, 称职, 基本称职, 不称职, 不确定等次]
    institution: [优秀, 合格, 基本合格, 不合格, 不确定档次]
    enterprise: [优秀, 合格, 基本合格, 不合格, 不确定档次]
  quarter: {bands: [80, 70, 60], quotas: [QUOTAS]}
  year: {bands: [80, 70, 60], quotas: [QUOTAS]}
bottom: {percent: 20, rounding: ceil}
lights: {red: [{published_below: 60}], yellow: [{bottom: true}]}
"""

POOL_QUOTA = "{level: 1, share: 30, ties: none}"


@dataclass
class City:
    """Two quarters and their year, with people, and a source of chance."""

    chance: Random
    quarters: list[Period]
    year: Period
    indicators: dict[str, int]
    rules: dict[str, AdjustmentRule]
    vetoes: dict[str, VetoRule]
    participants: dict[int, list[Participant]] = field(default_factory=dict)
    events: int = 0

    @property
    def periods(self) -> list[Period]:
        return [*self.quarters, self.year]

    def fill(self) -> None:
        """Enter nearly everything; gaps are part of the play."""
        ScoreEntry.objects.bulk_create(
            row
            for period in self.periods
            for participant in self.participants[period.pk]
            for code in self.leaves(period)
            if self.chance.random() < 0.9
            for row in self.rows(participant, code)
        )

    def leaves(self, period: Period) -> Sequence[str]:
        return ("E1", "E2") if period == self.year else ("A1", "A2", "A3", "A4", "A5")

    def enter(self, participant: Participant, code: str) -> None:
        """Enter a leaf anew."""
        ScoreEntry.objects.filter(participant=participant, indicator=self.indicators[code]).delete()
        ScoreEntry.objects.bulk_create(self.rows(participant, code))

    def rows(self, participant: Participant, code: str) -> list[ScoreEntry]:
        """What could be entered for a leaf; few values, so that ties are common."""
        low, high = {"A1": (10, 30), "A5": (0, 3)}.get(code, (2, 9))
        return [
            ScoreEntry(
                participant=participant,
                indicator_id=self.indicators[code],
                key=key,
                value_units=None if code == "E1" else self.chance.randint(low, high) * 10_000,
                grade=self.chance.choice("ABC") if code == "E1" else "",
                entered_at=AT,
            )
            for key in {"A2": ("actual", "target"), "A5": ("late", "missed")}.get(code, ("",))
        ]

    def edit(self) -> tuple[Period, Participant]:
        """Change one thing at random, and say for whom in which period."""
        period = self.chance.choice(self.periods)
        participant = self.chance.choice(self.participants[period.pk])
        code = self.chance.choice(self.leaves(period))
        act = self.chance.choice([self.enter, self.enter, self.enter, self.clear, self.leave_out, self.tell])
        act(participant, code)
        return period, participant

    def clear(self, participant: Participant, code: str) -> None:
        """Take what was entered for a leaf away."""
        ScoreEntry.objects.filter(participant=participant, indicator=self.indicators[code]).delete()
        NotApplicable.objects.filter(participant=participant, indicator=self.indicators[code]).delete()

    def leave_out(self, participant: Participant, code: str) -> None:
        """Say that a leaf does not apply."""
        NotApplicable.objects.get_or_create(
            participant=participant, indicator_id=self.indicators[code], defaults={"entered_at": AT}
        )

    def tell(self, participant: Participant, _code: str) -> None:
        """Bring in an event or a veto in the participant's period."""
        self.events += 1
        day = participant.period.starts_on + timedelta(days=self.chance.randint(0, 80))
        if self.chance.random() < 0.7:
            code = self.chance.choice(["B1", "D1"])
            AdjustmentEvent.objects.create(
                year=self.year,
                number=f"e{self.events}",
                cadre=participant.cadre,
                rule=self.rules[code],
                level=self.chance.choice(["city", "district"]) if code == "B1" else "",
                on=day,
                approved=True,
            )
        else:
            veto = self.vetoes[self.chance.choice(["V1", "V2"])]
            VetoEvent.objects.create(
                year=self.year, cadre=participant.cadre, veto=veto, starts_on=day, basis=str(self.events)
            )

    def decide(self, participant: Participant, level: int, *, extra_place: bool = True) -> None:
        """Let a person decide on a level."""
        Override.objects.update_or_create(
            participant=participant,
            defaults={"level": level, "reason": "研究决定", "extra_place": extra_place, "decided_at": AT},
        )


def found_city(seed: int, *, people: int = 24, quotas: str = POOL_QUOTA) -> City:
    """Make a city of so many people in four pools, three departments and two spans."""
    chance = Random(seed)
    loaded = load_scheme(text=CITY_SCHEME.replace("QUOTAS", quotas), actor=operator(), at=AT)
    version = loaded.version
    opened = [
        open_period(scheme=version.scheme, code=code, actor=operator(), at=AT).period
        for code in ("2026Q1", "2026Q2", "2026")
    ]
    city = City(
        chance,
        opened[:2],
        opened[2],
        dict(Indicator.objects.filter(sheet__scheme_version=version).values_list("code", "pk")),
        {rule.code: rule for rule in AdjustmentRule.objects.filter(scheme_version=version)},
        {veto.code: veto for veto in VetoRule.objects.filter(scheme_version=version)},
    )
    _take_part(city, version, people)
    city.fill()
    return city


def _take_part(city: City, version: SchemeVersion, people: int) -> None:
    chance = city.chance
    departments = [Department.objects.create(code=f"d{n}", name=f"部门{n}", position=n) for n in range(3)]
    leaders = [*(Leader.objects.create(number=f"l{n}", name=f"领导{n}") for n in range(2)), None]
    cadres = Cadre.objects.bulk_create(
        Cadre(number=f"{n:03}", name=f"干部{n}", identity="civil_servant") for n in range(people)
    )
    categories = list(Category.objects.filter(scheme_version=version).order_by("position"))
    for period in city.periods:
        # people change pools, departments and leaders between periods
        city.participants[period.pk] = Participant.objects.bulk_create(
            Participant(
                period=period,
                cadre=cadre,
                position=place,
                category=chance.choice(categories),
                department=chance.choice(departments),
                leader=chance.choice(leaders),
                identity=cadre.identity,
                status=chance.choice([Status.GRADED] * 8 + [Status.COMMENTS_ONLY, Status.NOT_ASSESSED]),
                coefficient_units=chance.choice([10_000, 10_000, 11_000]),
            )
            for place, cadre in enumerate(cadres)
        )
