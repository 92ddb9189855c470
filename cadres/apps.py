"""The application of who is assessed, and the administrators' pages."""

from django.apps import AppConfig
from django.contrib.admin import apps as administration
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class CadresConfig(AppConfig):
    default = True
    name = "cadres"
    verbose_name = _("Cadres and departments")

    def ready(self) -> None:
        """Keep the watch over the tables in step with their columns, whoever migrates."""
        # What the watch needs can be imported only once all models are there.
        from cadres.services.watching.installing import set_up, take_down  # noqa: PLC0415
        from cadres.services.watching.sqlite import equip  # noqa: PLC0415

        connection_created.connect(equip, dispatch_uid="record_watch")
        pre_migrate.connect(take_down, sender=self, dispatch_uid="record_watch")
        post_migrate.connect(set_up, sender=self, dispatch_uid="record_watch")


class HouseAdminConfig(administration.AdminConfig):
    """Django's administration behind our own door."""

    default = False
    default_site = "cadres.admin_site.HouseAdminSite"
