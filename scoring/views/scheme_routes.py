"""The addresses at which the engine answers about schemes: values that are tried, people who would move."""

from typing import Final

from django.urls import path

from scoring.views import amendments, calculator

SCHEME_ROUTES: Final = (
    path("schemes/of/<str:code>/<int:number>/affected/", amendments.amendment, name="amendment"),
    path("schemes/drafts/<int:pk>/affected/", amendments.draft_affected, name="draft_affected"),
    path("schemes/calculate/", calculator.calculate, name="calculate"),
)
