"""The addresses of the pages of this package."""

from django.urls import URLPattern, URLResolver, include, path

from assessment.api.urls import urlpatterns as api
from assessment.views import differences, draft_parts, draft_sheets, drafts, home, opening, participants, schemes
from assessment.views.imports import PAGES
from cadres.views.import_routes import import_routes

app_name = "assessment"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("schemes/", schemes.show_schemes, name="schemes"),
    path("schemes/load/", schemes.load, name="scheme_load"),
    path("schemes/compare/", differences.compare, name="scheme_compare"),
    path("schemes/drafts/new/", drafts.begin, name="draft_new"),
    path("schemes/drafts/<int:pk>/", drafts.first_part, name="draft"),
    path("schemes/drafts/<int:pk>/text/", drafts.write_text, name="draft_text"),
    path("schemes/drafts/<int:pk>/sheets/<str:kind>/", draft_sheets.sheet, name="draft_sheet"),
    path("schemes/drafts/<int:pk>/sheets/<str:kind>/move/", draft_sheets.move, name="draft_move"),
    path("schemes/drafts/<int:pk>/parts/<str:key>/", draft_parts.part, name="draft_part"),
    path("schemes/drafts/<int:pk>/parts/<str:key>/remove/", draft_parts.remove, name="draft_part_remove"),
    path("schemes/drafts/<int:pk>/document/", drafts.draft_document, name="draft_document"),
    path("schemes/drafts/<int:pk>/differences/", differences.draft_differences, name="draft_differences"),
    path("schemes/drafts/<int:pk>/submit/", drafts.submit, name="draft_submit"),
    path("schemes/drafts/<int:pk>/give-up/", drafts.give_up, name="draft_give_up"),
    path("schemes/of/<str:code>/", schemes.show_scheme, name="scheme"),
    path("schemes/of/<str:code>/document/", schemes.scheme_document, name="scheme_document"),
    path("schemes/of/<str:code>/approve/", schemes.approve_scheme, name="scheme_approve"),
    path("schemes/of/<str:code>/send-back/", schemes.send_back_scheme, name="scheme_send_back"),
    path("periods/new/", opening.open_new, name="period_new"),
    path("periods/<int:pk>/frame/", opening.change, name="period_change"),
    path("periods/<int:pk>/participants/", participants.show_participants, name="participants"),
    path("periods/<int:pk>/participants/draw/", participants.draw, name="participants_draw"),
    path("participants/<int:pk>/", participants.edit_participant, name="participant"),
    path("api/v1/", include(api)),
    *(route for shown in PAGES for route in import_routes(shown)),
]
