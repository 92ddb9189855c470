"""The composition root of the addresses: each package brings its own."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from assessment import health, metrics

urlpatterns = [
    path("health/", health.live, name="health"),
    path("ready/", health.ready, name="ready"),
    path("metrics/", metrics.metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("", include("cadres.urls")),
    path("", include("assessment.routes")),
    path("", include("scoring.urls")),
]

handler400 = "assessment.refusals.bad_request"
handler403 = "assessment.refusals.permission_denied"
handler404 = "assessment.refusals.not_found"
handler500 = "assessment.refusals.server_error"
