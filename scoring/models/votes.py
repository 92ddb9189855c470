from django.db import models
from django.utils.translation import gettext_lazy as _

from assessment.models import Indicator, Participant


class VoteTally(models.Model):
    """How many ballots of a class chose an option, or gave a number, for a participant (民主测评)."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="tallies")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="tallies")
    vote_class = models.CharField(_("class of voters"), max_length=32)
    option = models.CharField(_("option"), max_length=32, blank=True)
    value_units = models.BigIntegerField(_("value"), null=True, blank=True)
    count = models.PositiveIntegerField(_("ballots"))
    version = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("tally of votes")
        verbose_name_plural = _("tallies of votes")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "indicator", "vote_class", "option"],
                condition=models.Q(value_units__isnull=True),
                name="vote_tally_option_unique",
            ),
            models.UniqueConstraint(
                fields=["participant", "indicator", "vote_class", "value_units"],
                condition=models.Q(value_units__isnull=False),
                name="vote_tally_number_unique",
            ),
            models.CheckConstraint(
                condition=(models.Q(value_units__isnull=True) & ~models.Q(option=""))
                | (models.Q(value_units__isnull=False) & models.Q(option="")),
                name="vote_tally_option_or_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.indicator} {self.vote_class}"
