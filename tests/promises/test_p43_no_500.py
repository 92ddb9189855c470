"""P43: no 500, ever: generated requests at every address by every method as everybody, and no trace shown."""

import random

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from assessment import urls as product
from tests.promises.asking import Asking, Trouble
from tests.promises.conftest import Promise, Size
from tests.promises.office import Address, Office
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play
from tests.promises.office import silence as silence

pytestmark = [pytest.mark.promise, pytest.mark.django_db]
SEED = 43


def test_no_request_breaks_a_page(office: Office, promise: Promise, size: Size) -> None:
    requests, trouble = size(quick=2_000, full=50_000), Trouble()
    asking = Asking(office, random.Random(SEED), files=FILES)
    for _request in range(requests):
        asking.send(trouble)
    for why, how in trouble.samples.items():
        print(why, how, sep="\n    ")
    promise(
        "P43", holds=not trouble.broken and not trouble.shown, requests=requests, addresses=len(asking.places),
        broken=trouble.broken, kinds=len(trouble.samples), traces=trouble.shown,
    )  # fmt: skip


FILES = (
    b"",
    b"PK\x03\x04",
    bytes(range(256)),
    "工号,姓名\n1001,张伟\n".encode(),
    b"%PDF-1.7 \x00",
    b"scheme: T-1\n",
    b"\xff\xfe\x00\x00",
)


def fragile(request: HttpRequest) -> HttpResponse:
    """A page that trusts what it is sent."""
    return HttpResponse(str(int(request.GET["page"])))


urlpatterns = [path("fragile/", fragile), path("", include(product))]


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_trusts_what_it_is_sent_breaks(office: Office) -> None:
    """The control: the same requests break a page that checks nothing."""
    asking, trouble = Asking(office, random.Random(SEED)), Trouble()
    asking.places = [Address("fragile/", "fragile")]
    for _request in range(50):
        asking.send(trouble)
    assert trouble.broken > 10
    assert any("ValueError" in why for why in trouble.samples)
