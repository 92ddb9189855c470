"""The application of the rules, which is the Django project as well."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from assessment.celery import app as celery_app


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = _("Schemes and periods")

    def ready(self) -> None:
        """Make this project's queue the one that shared tasks are sent to, in web processes too."""
        celery_app.set_default()
