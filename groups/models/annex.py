from django.conf import settings
from django.db import models
from django.urls import reverse

from groups.models.sensitive import NamedReader, Sensitive
from lib.editions import Edited, KeptText

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(number):
    """A to Z, then AA, as the columns of a spreadsheet."""
    letters = ""
    while number:
        number, place = divmod(number - 1, len(LETTERS))
        letters = LETTERS[place] + letters
    return letters


class TermsAnnexQuerySet(models.QuerySet):
    def visible_to(self, user):
        from groups.sensitivity import SensitiveQuerySet  # the rule knows the models, so they cannot import it sooner

        return SensitiveQuerySet.visible_to(self, user)

    def in_group(self, group):
        return self.filter(group=group)

    def in_force(self):
        return self.filter(withdrawn_at=None)

    def letters(self):
        return [letter_of(number) for number in self.order_by("number").values_list("number", flat=True)]

    def lettered(self, user, given):
        """(letter, annex) of each in order; None for one that this person may not read, title and state included.

        `given`: how many letters the group has given. They run without a gap, since none is ever freed.
        """
        visible = {annex.number: annex for annex in self.visible_to(user).defer("text")}
        return [(letter_of(number), visible.get(number)) for number in range(1, given + 1)]


class TermsAnnex(Sensitive, Edited):
    """Sensitive matter that is kept apart from the body of the terms. Its number is given once in the group, shown as a
    letter, and never used again: an annex is withdrawn, not deleted. The title is as sensitive as the text."""

    SPOKEN = "annex {letter}"

    number = models.PositiveSmallIntegerField(editable=False)
    letter = models.CharField(max_length=3, editable=False)
    title = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = TermsAnnexQuerySet.as_manager()

    class Meta(Sensitive.Meta):
        verbose_name = "annex of the terms of reference"
        verbose_name_plural = "annexes of the terms of reference"
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="annex_number_is_used_once")]

    def __str__(self):
        return f"Annex {self.letter}"

    def get_absolute_url(self):
        return reverse("groups:annex_detail", args=[self.public_id])

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None


class TermsAnnexText(KeptText):
    thing = models.ForeignKey(TermsAnnex, models.PROTECT, related_name="texts")


class TermsAnnexReader(NamedReader):
    content_object = models.ForeignKey(TermsAnnex, models.PROTECT, related_name="readers")
