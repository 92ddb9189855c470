"""The house on a real port, with accounts that log in by password, and a browser that reports breaches."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from assessment.models import Period
from assessment.selectors.schemes_by_code import roster_scope
from assessment.services.opening import open_period
from assessment.services.participants_import import ParticipantsImport
from assessment.services.schemes import load_scheme
from cadres.choices import Role
from cadres.models import Account, Grant
from cadres.services.import_kinds import AnyKind
from cadres.services.importing import BroughtFile, bring
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from tests.conftest import PATIENCE

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
PASSWORD = "A-quiet-morning-26"
TELL = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.tellBreach(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI}`));
"""


SCHEMES = {"research-centre": "research-centre", "district": "district-4-2-2"}


@dataclass
class House:
    """One of the shared bodies on a running server: the research centre, or the district."""

    address: str
    shared: Path
    body: str = "research-centre"

    @property
    def data(self) -> Path:
        return self.shared / "data" / self.body

    def bring(self, kind: AnyKind, file: str, scope: dict[str, object]) -> None:
        """Bring a workbook of the body in, past the pages."""
        brought = BroughtFile(name=file, content=(self.data / file).read_bytes(), scope=scope)
        preview, _batch = bring(kind=kind, file=brought, actor=operator(), at=AT)
        assert preview.fine, preview.faults

    def open_quarter(self) -> Period:
        """Open the first quarter with everybody in it."""
        document = self.shared / "schemes" / f"{SCHEMES[self.body]}.yaml"
        version = load_scheme(text=document.read_text(encoding="utf-8"), actor=operator(), at=AT).version
        quarter = open_period(scheme=version.scheme, code="2026Q1", actor=operator(), at=AT).period
        self.bring(RosterImport(), "roster.xlsx", roster_scope(version.scheme, 2026))
        self.bring(ParticipantsImport(), "participants-2026Q1.xlsx", {"period": quarter.pk})
        return quarter


@pytest.fixture
def house(live_server: LiveServer, shared: Path) -> House:
    """The server with an account for everybody of these tests; there is nothing else."""
    for name, role in (
        ("admin", Role.SYSTEM_ADMIN),
        ("officer", Role.HR_OFFICER),
        ("colleague", Role.HR_OFFICER),
        ("manager", Role.HR_MANAGER),
        ("leader", Role.LEADER),
    ):
        account = Account.objects.create_user(name, password=PASSWORD, full_name=name)
        Grant.objects.create(account=account, role=role, starts_on=date(2020, 1, 1))
    return House(live_server.url, shared)


@pytest.fixture
def district(house: House) -> House:
    """The same server for the district: 370 people in 54 departments."""
    house.body = "district"
    return house


@pytest.fixture
def sit_down(browser: Browser, house: House) -> Iterator[Callable[[str], Page]]:
    """Let somebody log in at his own browser; no page that anybody opens may breach the content policy."""
    breaches: list[str] = []
    errors: list[str] = []
    contexts = []

    def log_in(name: str, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", java_script_enabled=scripts
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.expose_function("tellBreach", lambda breach: breaches.append(breach))
        context.add_init_script(TELL)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{house.address}/log-in/")
        page.get_by_label("用户名").fill(name)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{house.address}/")
        return page

    yield log_in
    for context in contexts:
        context.close()
    assert breaches == []
    assert errors == []
