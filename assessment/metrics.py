"""Figures for Prometheus, given only to whoever brings the token of this installation."""

import hmac
import os
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cadres.selectors.measures import measures


class HouseCollector(Collector):
    """The state of jobs and record at the moment of asking, which is the same from every process."""

    def collect(self) -> Iterator[Metric]:
        """Give the gauges."""
        found = measures(timezone.now())
        jobs = GaugeMetricFamily("house_jobs", "Jobs by kind and state.", labels=["kind", "state"])
        for (kind, state), count in sorted(found.jobs.items()):
            jobs.add_metric([kind, state], count)
        yield jobs
        yield _gauge("house_jobs_oldest_wait_seconds", "How long the oldest due job waits.", found.oldest_wait_seconds)
        yield _gauge("house_record_head", "Number of the record's last event.", found.record_head)
        yield _gauge("house_sessions", "Sessions that are logged in.", found.sessions)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give all figures; without the right token there is nothing here."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    house = CollectorRegistry()
    house.register(HouseCollector())
    return HttpResponse(generate_latest(_counted()) + generate_latest(house), content_type=CONTENT_TYPE_LATEST)


def _counted() -> CollectorRegistry:
    """What the processes have counted: of all of them together where they share a folder for it."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # registers itself
    return together


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)
