"""The addresses of the API of this package."""

from django.urls import URLPattern, path

from assessment.api import drafts

urlpatterns: list[URLPattern] = [
    path("drafts/<int:pk>/weights/", drafts.WeightsView.as_view(), name="api_weights"),
]
