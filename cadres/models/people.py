from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cadres.choices import Gender, Identity
from cadres.models.capture import Capture


class Cadre(models.Model):
    """A person who is or was assessed; identified by the personnel number (工号).

    Dates of birth and of starting work are known to the month or to the day, as the file says:
    `1985-03` or `1985-03-12`. The identity number is kept encrypted; `id_number_index` is a keyed
    hash for finding doubles, `id_number_tail` its last four characters for the eye.
    """

    number = models.CharField(_("personnel number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=64, db_index=True)
    pinyin = models.CharField(max_length=200, blank=True, db_index=True)
    initials = models.CharField(max_length=32, blank=True, db_index=True)
    identity = models.CharField(_("identity"), max_length=16, choices=Identity.choices)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender.choices, blank=True)
    born = models.CharField(_("born"), max_length=10, blank=True)
    started_work = models.CharField(_("started work"), max_length=10, blank=True)
    political_status = models.CharField(_("political status"), max_length=32, blank=True)
    education = models.CharField(_("education"), max_length=32, blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    id_number_sealed = models.BinaryField(null=True, blank=True, editable=False)
    id_number_index = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    id_number_tail = models.CharField(max_length=4, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    capture: ClassVar = Capture(sealed=frozenset({"id_number_sealed", "id_number_index"}))

    class Meta:
        verbose_name = _("cadre")
        verbose_name_plural = _("cadres")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(identity__in=Identity.values), name="cadre_identity_known"),
            models.CheckConstraint(condition=~models.Q(number=""), name="cadre_has_number"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"
