"""The fixed cast of users: each walks up to every page, and each must see just what is his.

The house has two sections; Wang heads the HR office and may do everything there, Li only section A.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client

from cadres.choices import Identity, Role
from cadres.models import Account, Cadre, Department, Grant, Leader, LeadershipSpan, Posting

PASSWORD = "correct-horse-battery"
START = date(2026, 1, 1)


@dataclass
class Cast:
    """Everybody by his name; `client("leader")` is his browser, logged in."""

    house: Department
    section_a: Department
    section_b: Department
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Cadre] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Account:
        try:
            return self.__dict__["accounts"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def client(self, name: str | None = None) -> Client:
        """Give a browser: logged in as somebody of the cast, or as nobody."""
        browser = Client()
        if name is not None:
            browser.force_login(self.accounts[name])
        return browser

    def add_person(self, number: str, name: str, department: Department, leader: Leader | None = None) -> Cadre:
        """Put a cadre into a department from the first day of the year on."""
        cadre = Cadre.objects.create(number=number, name=name, identity=Identity.CIVIL_SERVANT)
        Posting.objects.create(
            cadre=cadre, department=department, leader=leader, title="科长", category="B1", starts_on=START
        )
        self.people[name] = cadre
        return cadre

    def add_account(
        self, name: str, role: str | None, department: Department | None = None, **links: object
    ) -> Account:
        """Give somebody an account and, where a role is named, a grant from the first day of 2020 on."""
        account = Account(username=name, full_name=name, **links)
        account.set_unusable_password()
        account.save()
        if role is not None:
            Grant.objects.create(account=account, role=role, department=department, starts_on=date(2020, 1, 1))
        self.accounts[name] = account
        return account


@pytest.fixture
def cast(db: None) -> Cast:
    """Enter the cast: two sections with a cadre each, and one account for every way of looking."""
    house = Department.objects.create(code="H", name="决策研究中心")
    section_a = Department.objects.create(code="A", name="综合科", parent=house, position=1)
    section_b = Department.objects.create(code="B", name="经济科", parent=house, position=2)
    entered = Cast(house, section_a, section_b)
    leader_b = Leader.objects.create(number="L1", name="周副主任")
    LeadershipSpan.objects.create(leader=leader_b, department=section_b, starts_on=START)
    cadre_a = entered.add_person("1001", "张伟", section_a)
    entered.add_person("1002", "王芳", section_b, leader_b)
    entered.add_account("admin", Role.SYSTEM_ADMIN)
    entered.add_account("security", Role.SECURITY_ADMIN)
    entered.add_account("security_2", Role.SECURITY_ADMIN)
    entered.add_account("auditor", Role.AUDITOR)
    entered.add_account("officer", Role.HR_OFFICER)
    entered.add_account("section_officer", Role.HR_OFFICER, section_a)
    entered.add_account("manager", Role.HR_MANAGER)
    entered.add_account("leader", Role.LEADER, leader=leader_b)
    entered.add_account("principal", Role.LEADER)
    entered.add_account("cadre", Role.CADRE, cadre=cadre_a)
    entered.add_account("stranger", None)
    return entered
