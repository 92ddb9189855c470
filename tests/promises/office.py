"""The small office with one of everything in it, so that every address of the product has something to show.

`arguments` names for every address the row that it is asked for: always one of section A, so that those who see
only section B must not find it.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver

from assessment.models import AdjustmentRule, VetoRule, WorkdayCorrection
from assessment.services.drafts import begin_draft
from assessment.views.imports import PAGES as ASSESSMENT_IMPORTS
from cadres.choices import ImportState, JobState, LeaveKind, Role
from cadres.models import (
    Department,
    Grant,
    GrantProposal,
    ImportBatch,
    Job,
    Leader,
    LeadershipSpan,
    Leave,
    RecordEvent,
)
from cadres.services.importing import BroughtFile, keep_unread
from cadres.services.recording import Actor
from cadres.services.stored_files import store
from cadres.views.import_page import ImportPage
from scoring.choices import FilingKind
from scoring.models import AdjustmentEvent, DecisionProposal, Evidence, Reminder, VetoEvent
from scoring.selectors.filing_content import WHOLE_SHARE, FilingContent
from scoring.services.evidence import BroughtEvidence, add_evidence
from scoring.services.filings import make_filing
from scoring.services.jobs import RANKING_REPORT, report_folder
from scoring.views.imports import PAGES as SCORING_IMPORTS
from tests.cast import START
from tests.scoring.views.conftest import AT, Play
from tests.scoring.views.conftest import cast as cast
from tests.scoring.views.conftest import computed as computed
from tests.scoring.views.conftest import play as play

IMPORT_PAGES: tuple[ImportPage, ...] = (*ASSESSMENT_IMPORTS, *SCORING_IMPORTS)
ANONYMOUS = "anonymous"
ACTORS = (
    ANONYMOUS, "admin", "security", "auditor", "officer", "section_officer", "manager", "leader", "principal",
    "scorer", "cadre", "stranger",
)  # fmt: skip
"""One of every role, somebody without any, and nobody."""


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of the URL configuration, by its whole route and its name."""

    route: str
    name: str


def addresses() -> list[Address]:
    """Every pattern of the product, Django's administration included, in the order of the configuration."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            assert isinstance(entry, URLPattern)
            yield Address(here, f"{space}{entry.name or ''}")


@dataclass(frozen=True, slots=True)
class Office:
    """The small office and the rows that its addresses are asked for."""

    play: Play
    rows: Mapping[str, Mapping[str, object]]

    def arguments(self, address: Address) -> Mapping[str, object]:
        """The row that an address is asked for, by the longest beginning of its route that is declared."""
        if "<" not in address.route:
            return {}
        known = [start for start in self.rows if address.route.startswith(start)]
        if not known:
            pytest.fail(f"Say in tests/promises/office.py which row /{address.route} is asked for.")
        return self.rows[max(known, key=len)]

    def path(self, address: Address, arguments: Mapping[str, object] | None = None) -> str:
        """The path of an address with the arguments put in."""
        return filled(address.route, self.arguments(address) if arguments is None else arguments)


def filled(route: str, arguments: Mapping[str, object]) -> str:
    """Put arguments into a route, whichever way its parameters are written."""
    path = f"/{route}".replace("^", "").removesuffix("$")
    for name, value in arguments.items():
        for kind in ("int:", "str:", "path:", "slug:", ""):
            path = path.replace(f"<{kind}{name}>", str(value))
        start = path.find(f"(?P<{name}>")
        if start >= 0:
            path = f"{path[:start]}{value}{path[path.index(')', start) + 1 :]}"
    assert "<" not in path, f"/{route} wants more than {sorted(arguments)}"
    return path


@pytest.fixture
def office(computed: Play) -> Office:
    """Put one of everything into section A."""
    house = computed.cast
    house.add_account("scorer", Role.SCORER, house.section_a)
    person, leaf = computed.people["1001"], computed.leaves["K1"]
    leave = Leave.objects.create(
        cadre=person.cadre, kind=LeaveKind.SICK, starts_on=date(2026, 2, 2), ends_on=date(2026, 2, 3), note="病假"
    )
    add_evidence(
        place=(person.pk, leaf.pk, ""),
        brought=BroughtEvidence(text="", file_name="证明.pdf", content=b"%PDF-1.7 proof"),
        actor=Actor(house.officer, Role.HR_OFFICER),
        at=AT,
    )
    GrantProposal.objects.create(
        account=house.stranger, role=Role.CADRE, starts_on=START, reason="…", proposed_by=house.security, proposed_at=AT
    )
    quarter = {"pk": computed.quarter.pk}
    cell = {**quarter, "participant": person.pk, "indicator": leaf.pk, "evidence": Evidence.objects.get().pk}
    rows: dict[str, Mapping[str, object]] = {
        "accounts/": {"pk": house.cadre.pk},
        "grants/": {"pk": Grant.objects.get(account=house.cadre).pk},
        "roster/": {"pk": person.cadre_id},
        "leaves/": {"pk": leave.pk},
        "departments/": {"pk": house.section_a.pk},
        **_schemes(computed),
        "participants/": {"pk": person.pk},
        "periods/": quarter,
        **_filed(computed),
        "reminders/": {"pk": _reminder(computed).pk},
        "results/": {"pk": computed.result("1001").pk},
        "results/of/": {"pk": person.cadre_id},
        "jobs/": {"pk": _report(computed).pk},
        "api/v1/periods/": cell,
        **{f"imports/{shown.kind.name}/": {"pk": brought(computed, shown).pk} for shown in IMPORT_PAGES},
        **_admin_rows(house.section_a),
    }
    return Office(computed, rows)


def brought(computed: Play, shown: ImportPage, *, by: str = "officer") -> ImportBatch:
    """Keep a small file of a kind as somebody brought it, its preview to be confirmed."""
    kind = shown.kind
    period = computed.year if kind.name in ("adjustments", "vetoes") else computed.quarter
    about: dict[str, Any] = {"period": period.pk}
    scope = {"scheme": "", "year": 2026, "categories": None} if kind.name == "roster" else about
    file = BroughtFile(name=f"{kind.name}.csv", content="工号,姓名\n1001,张伟\n".encode(), scope=scope)
    batch = keep_unread(kind=kind, file=file, actor=Actor(computed.cast.accounts[by], Role.HR_OFFICER), at=AT)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.STAGED, plan_digest="0" * 64)
    batch.refresh_from_db()
    return batch


def _schemes(computed: Play) -> dict[str, Mapping[str, object]]:
    """The office's scheme, and a draft that amends it."""
    version = computed.quarter.scheme_version
    text = version.document.replace("version: 1", "version: 2")
    actor = Actor(computed.cast.officer, Role.HR_OFFICER)
    draft = {
        "pk": begin_draft(text=text, based_on=version, actor=actor, at=AT).pk,
        "kind": "quarter",
        "key": "ranking",
    }
    return {"schemes/of/": {"code": "T-1", "number": 1}, "schemes/drafts/": draft, "api/v1/drafts/": draft}


def _report(computed: Play) -> Job:
    kept = store(folder=report_folder(), name="ranking-door.xlsx", content=b"a workbook")
    return Job.objects.create(
        kind=RANKING_REPORT,
        key="ranking_report/door",
        arguments={"period": computed.quarter.pk, "acting_as": Role.HR_OFFICER, "language": "zh-hans"},
        state=JobState.DONE,
        run_after=AT,
        result_name="排名.xlsx",
        result_path="ranking-door.xlsx",
        result_digest=kept.digest,
        outcome={"listed": 4},
        asked_by=computed.cast.officer,
        asked_at=AT,
        finished_at=AT,
    )


def _admin_rows(section: Department) -> dict[str, Mapping[str, object]]:
    """The rows of Django's administration."""
    day = WorkdayCorrection.objects.create(day=date(2026, 5, 9), is_workday=True, note="调休")
    kind = ContentType.objects.get_for_model(Department)
    return {
        "admin/r/": {"content_type_id": kind.pk, "object_id": section.pk},
        "admin/^(?P<app_label>": {"app_label": "cadres"},
        "admin/(?P<url>": {"url": "nowhere"},
        "admin/cadres/department/": {"object_id": section.pk},
        "admin/cadres/leader/": {"object_id": Leader.objects.get(number="L1").pk},
        "admin/cadres/leadershipspan/": {"object_id": LeadershipSpan.objects.get().pk},
        "admin/cadres/recordevent/": {"object_id": RecordEvent.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "admin/assessment/workdaycorrection/": {"object_id": day.pk},
    }


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Thousands of refusals are asked for; writing each into the log takes half of the time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _filed(computed: Play) -> dict[str, Mapping[str, object]]:
    """An event and a veto that stand, a filing that waits, with its evidence, and a proposed decision."""
    cadre, year, actor = computed.people["1001"].cadre, computed.year, Actor(computed.cast.officer, Role.HR_OFFICER)
    rule = AdjustmentRule.objects.get(scheme_version=year.scheme_version, code="AP1")
    veto = VetoRule.objects.get(scheme_version=year.scheme_version, code="V1")
    event = AdjustmentEvent.objects.create(
        year=year, number="D1", cadre=cadre, rule=rule, level="city", on=START, approved=True
    )
    holding = VetoEvent.objects.create(year=year, cadre=cadre, veto=veto, starts_on=START)
    content = FilingContent(
        kind=FilingKind.EVENT, rule=rule, level="city", on=START, shares=((cadre.pk, WHOLE_SHARE),)
    )  # fmt: skip
    brought = BroughtEvidence(text="", file_name="通报.pdf", content=b"%PDF-1.7 proof")
    filing = make_filing(year=year, content=content, actor=actor, at=AT, brought=brought)
    proposal = DecisionProposal.objects.create(
        participant=computed.people["1001"], level=2, reason="决定", made_by=computed.cast.officer, made_at=AT
    )
    return {
        "decisions/": {"pk": proposal.pk},
        "periods/<int:pk>/events/new/": {"pk": year.pk, "kind": "event"},
        "periods/<int:pk>/events/effect/": {"pk": year.pk, "kind": "event"},
        "events/": {"pk": event.pk},
        "vetoes/": {"pk": holding.pk},
        "filings/": {"pk": filing.pk},
        "filings/evidence/": {"pk": filing.evidence.get().pk},
        "api/v1/periods/<int:pk>/events/": {"pk": year.pk},
        "api/v1/periods/<int:pk>/exemptions/": {"pk": year.pk},
        "api/v1/filings/": {"pk": filing.pk},
    }


def _reminder(computed: Play) -> Reminder:
    """A notice that the officer of the section has on his pages."""
    account = computed.cast.section_officer
    return Reminder.objects.create(period=computed.quarter, account=account, day=START, missing=1)
