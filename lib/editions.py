"""Texts that several people edit: an edition counts up with each save, and every text is kept."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now


class StaleEdition(Exception):
    """Somebody else saved first. `theirs` is the text that stands now, with its edition, author and time."""

    def __init__(self, theirs):
        super().__init__("somebody else saved first")
        self.theirs = theirs


class Edited(models.Model):
    """A thing whose `text` is edited; each text it ever had stands in its append-only `texts`."""

    saved_text = None  # the one that was saved just now
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class KeptText(models.Model):
    """One text that a thing had. A subclass adds the foreign key `thing` with related_name "texts"."""

    edition = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["thing", "edition"], name="%(class)s_edition_is_kept_once")]


@transaction.atomic
def save_text(thing, *, text, edition, by, more_changed=False, **beside):
    """Save `text` over the edition that was being edited. True when it changed anything.

    `beside`: what else of the thing is under the same edition, and kept with each of its texts. `more_changed`:
    something else yet is saved with it, so it is a new edition though in the same words.
    One UPDATE settles who comes first; the loser gets StaleEdition and has changed nothing.
    """
    words = {"text": text, **beside}
    is_same = all(getattr(thing, name) == value for name, value in words.items())
    if is_same and edition == thing.edition and edition > 0 and not more_changed:
        return False
    won = type(thing).objects.filter(pk=thing.pk, edition=edition).update(**words, edition=F("edition") + 1)
    if not won:
        raise StaleEdition(thing.texts.select_related("by").latest("edition"))
    thing.saved_text = thing.texts.create(edition=edition + 1, by=by, **words)
    for name, value in {**words, "edition": edition + 1}.items():
        setattr(thing, name, value)
    return True
