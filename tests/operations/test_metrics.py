"""The figures for Prometheus: only with the token, and right."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from cadres.models import Account, Job
from cadres.services.recording import operator, record

TOKEN = "a-token-of-thirty-two-characters-or-more"
pytestmark = pytest.mark.django_db


def figures(client: Client) -> dict[tuple[str, str], float]:
    """Read the figures with their first label."""
    answer = client.get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.mark.parametrize("header", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer 中"])
def test_without_the_token_there_is_nothing(client: Client, header: str) -> None:
    with override_settings(METRICS_TOKEN=TOKEN):
        assert client.get("/metrics/", headers={"authorization": header}).status_code == 404


def test_an_installation_without_a_token_gives_no_figures(client: Client) -> None:
    assert client.get("/metrics/", headers={"authorization": "Bearer "}).status_code == 404


@override_settings(METRICS_TOKEN=TOKEN)
def test_queue_record_and_failed_log_ins_are_told(client: Client) -> None:
    at = timezone.now()
    Job.objects.create(kind="ranking_report", key="a", run_after=at - timedelta(seconds=90), asked_at=at)
    Job.objects.create(kind="ranking_report", key="b", run_after=at + timedelta(hours=1), asked_at=at)
    Account.objects.create_user("somebody", password="a-right-password-1")
    event = record(actor=operator(), action="create_account", obj_type="account", obj_id=1, at=at)
    before = figures(client).get(("house_log_in_failures_total", "password"), 0)
    client.post(reverse("cadres:log-in"), {"username": "somebody", "password": "wrong"})
    found = figures(client)
    assert found["house_jobs", "ranking_report"] == 2
    assert 90 <= found["house_jobs_oldest_wait_seconds", ""] < 150
    assert found["house_record_head", ""] == event.sequence
    assert found["house_log_in_failures_total", "password"] == before + 1
    assert found["house_sessions", ""] == 0


@override_settings(METRICS_TOKEN=TOKEN)
def test_pages_are_named_without_what_they_are_about(client: Client) -> None:
    client.get("/roster/4711/?q=370782197911038610")
    answer = client.get("/metrics/", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    # Only the labels: a figure, such as a time or a size, may hold any digits.
    said = {
        label
        for family in text_string_to_metric_families(answer)
        for one in family.samples
        for label in one.labels.values()
    }
    assert "cadres:cadre" in said
    assert [label for label in said if "4711" in label or "370782197911038610" in label] == []
