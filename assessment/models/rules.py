from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.choices import AdjustmentKind, PeriodKind, VetoEffect
from assessment.models.schemes import SchemeVersion


class AdjustmentRule(models.Model):
    """A rule for bonus or penalty points (加扣分规则); its points lie in the scheme's document."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="adjustment_rules")
    code = models.CharField(_("code"), max_length=32)
    kind = models.CharField(_("kind"), max_length=8, choices=AdjustmentKind.choices)
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("adjustment rule")
        verbose_name_plural = _("adjustment rules")
        ordering = ["scheme_version", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme_version", "code"], name="adjustment_rule_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class VetoRule(models.Model):
    """What bars, caps or withholds a level, or is only listed (一票否优, 一票否决, 负面清单)."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="veto_rules")
    code = models.CharField(_("code"), max_length=32)
    name = models.CharField(_("name"), max_length=200)
    effect = models.CharField(_("effect"), max_length=16, choices=VetoEffect.choices)
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("veto")
        verbose_name_plural = _("vetoes")
        ordering = ["scheme_version", "position"]
        constraints = [models.UniqueConstraint(fields=["scheme_version", "code"], name="veto_rule_unique")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class GradeRule(models.Model):
    """The bands of a kind of period: from `from_units` published a cadre reaches `level` (分数线)."""

    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.CASCADE, related_name="grade_rules")
    kind = models.CharField(_("kind"), max_length=8, choices=PeriodKind.choices)
    level = models.PositiveSmallIntegerField(_("level"))
    from_units = models.BigIntegerField(_("from"))

    class Meta:
        verbose_name = _("grade rule")
        verbose_name_plural = _("grade rules")
        ordering = ["scheme_version", "kind", "level"]
        constraints = [models.UniqueConstraint(fields=["scheme_version", "kind", "level"], name="grade_rule_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.level}"
