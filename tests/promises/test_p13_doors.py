"""P13: every address by every method as everybody, every command and every task, against one reviewed table."""

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from assessment import urls as product
from cadres.views import access
from tests.promises.conftest import Promise, Size
from tests.promises.doors import SHUT, TABLE, Table, ask, machine, read, writing, written
from tests.promises.office import ACTORS, Address, Office, addresses
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play
from tests.promises.office import silence as silence

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

FOR_ALL = {"health/", "ready/", "i18n/setlang/", "log-in/", "log-in/code/", "log-out/"}
FOR_ACCOUNTS = FOR_ALL | {"", "change-password/", "my-account/code/", "imports/", "imports/export/", "api/schema/"}
SCORES = (
    "periods/", "events/", "vetoes/", "filings/", "results/", "jobs/", "participants/", "api/v1/",
    *(f"imports/{kind}/" for kind in ("participants", "scores", "votes", "adjustments", "vetoes", "decisions")),
)  # fmt: skip


def differences(asked: Table, told: Table) -> tuple[int, list[str]]:
    """Count who was let in against the table, and name everything that is not as the table says."""
    leaks, found = 0, []
    for route in asked.known.keys() ^ told.known.keys():
        found.append(f"/{route} is {'not in the table' if route in asked.known else 'in the table alone'}")
    for door in asked.doors.keys() | told.doors.keys():
        for who in ACTORS:
            now, wanted = (table.doors.get(door, {}).get(who, "shut") for table in (asked, told))
            if now != wanted:
                leaks += now not in SHUT and now != "shut" and wanted in (*SHUT, "shut")
                found.append(f"{door.method} /{door.route} as {who}: {now}, in the table {wanted}")
    return leaks, found


def test_everybody_is_answered_as_the_table_says(office: Office, promise: Promise, size: Size) -> None:
    asked = ask(office, everybody=writing() or bool(size(quick=0, full=1)))
    if writing():
        TABLE.write_text(written(asked), encoding="utf-8")
    leaks, found = differences(asked, read())
    broken = [door for door, answers in asked.doors.items() if any(word[0] == "5" for word in answers.values())]
    assert not found, "\n".join(sorted(found)[:40])
    assert asked.cacheable <= {"health/", "ready/"}
    promise(
        "P13", holds=not leaks and not broken, addresses=len(asked.known), actors=len(ACTORS), requests=asked.asked,
        leaks=leaks, broken=len(broken),
    )  # fmt: skip


def test_every_command_and_task_is_in_the_table() -> None:
    assert machine() == read().machine


def let_in(table: Table, who: str) -> set[str]:
    return {door.route for door, answers in table.doors.items() if answers[who] not in SHUT}


def test_the_table_says_what_the_house_wants() -> None:
    table = read()
    assert let_in(table, "anonymous") == FOR_ALL
    assert let_in(table, "stranger") == FOR_ACCOUNTS
    for who in ("admin", "security", "auditor"):
        assert not [route for route in let_in(table, who) if route.startswith(SCORES)], who
    assert {who for who in ACTORS if "record/" in let_in(table, who)} == {"auditor"}
    assert {who for who in ACTORS if "grants/" in let_in(table, who)} == {"security"}
    assert {who for who in ACTORS if "accounts/" in let_in(table, who)} == {"admin"}
    assert not [route for route in let_in(table, "scorer") if route.startswith(("results/", "roster/", "imports/s"))]


def test_a_page_without_its_right_leaks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the policy switched off the same walk finds whom the pages let in."""
    some = [address for address in addresses() if address.route in ("accounts/", "grants/", "periods/<int:pk>/")]
    monkeypatch.setattr(access, "require", lambda *_asked: None)
    told = read()
    told.known = {address.route: "" for address in some}
    told.doors = {door: answers for door, answers in told.doors.items() if door.route in told.known}
    leaks, found = differences(ask(office, among=some), told)
    assert leaks >= 15
    assert any("as stranger: 200, in the table 403" in line for line in found)


def beside(request: HttpRequest) -> HttpResponse:
    """A page that somebody forgot to declare."""
    return HttpResponse("beside")


urlpatterns = [path("beside/", beside), path("", include(product))]


@override_settings(ROOT_URLCONF=__name__)
def test_an_undeclared_address_is_found(office: Office) -> None:
    """The control: an address that is not in the table fails the build, and whoever it lets in is a leak."""
    assert __name__ == settings.ROOT_URLCONF
    new = [address for address in addresses() if address.route == "beside/"]
    assert new == [Address("beside/", "")]
    leaks, found = differences(ask(office, among=new), Table())
    assert leaks == 7 * len(ACTORS)
    assert "/beside/ is not in the table" in found
