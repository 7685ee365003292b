"""What is written under one item on the run page: its paragraphs, each with a form, and the one that comes next."""

import re
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from lib.public_ids import new_public_id
from meetings import services
from meetings.models import MinuteEntry, MinuteEntryText
from meetings.paragraph_forms import BeginEntryForm, DeskEntryForm
from meetings.record import paragraphs_in

FIRST, OTHER, NEXT = "Minutes of this item", "Minutes of this item, paragraph {}", "Next paragraph"
# The fields of a paragraph are named by its key; without one they are those of the first
POSTED = re.compile(r"entry(?:-([a-z0-9]{10}))?-edition")


class Writing:
    """`forms`: in the order of writing, of those paragraphs that this writer may read, and at the end of new ones.

    What was typed into a paragraph that its writer may read no longer becomes a new one.
    """

    def __init__(self, *, meeting, item, user, posted=None):
        self.group, self.item, self.user, self.posted = meeting.group, item, user, posted or {}
        readable = paragraphs_in("entry", meeting.record, user, _newest_text, item=item) if item else {}
        self.entries = sorted(readable.values(), key=lambda entry: entry.position)
        for entry in self.entries:
            entry.group = self.group  # which is at hand, for the audit trail
        self.forms = self._forms() if item else []

    def _forms(self):
        keys = [match[1] or "" for name in self.posted if (match := POSTED.fullmatch(name))]
        known = {entry.key: entry for entry in self.entries}
        first = {"": self.entries[0]} if self.entries and "" in keys else {}
        began = [self._form_of(key, entry, key in keys) for key, entry in known.items() if entry not in first.values()]
        begun = [self._form_of(key, entry, True) for key, entry in first.items()]
        new = [self._new_form(key, self.posted) for key in keys if key not in known | first]
        return [*begun, *began, *(new or [self._new_form(new_public_id(), None)])]

    def _form_of(self, key, entry, is_posted):
        place = self.entries.index(entry) + 1
        about = {"thing": entry, "user": self.user, "called": FIRST if place == 1 else OTHER.format(place)}
        return DeskEntryForm(self.posted if is_posted else None, prefix=_prefix(key), place=place, **about)

    def _new_form(self, key, posted):
        entry = MinuteEntry(group=self.group, begun_as=key)
        about = {"item": self.item, "user": self.user, "called": NEXT if self.entries else FIRST}
        return BeginEntryForm(posted, thing=entry, prefix=_prefix(key), place=len(self.entries) + 1, **about)

    @property
    def bound(self):
        return [form for form in self.forms if form.is_bound]

    def entry_of(self, key):
        return next((entry for entry in self.entries if entry.key == key), None)

    def saves(self):
        """Save what was typed. False when one of the texts has to be looked at first; the others are saved anyway."""
        return all([self._saves(form) for form in self.bound if form.is_changed])

    def _saves(self, form):
        if form.thing.pk:
            is_saved = form.save_by(services.edit_entry, entry=form.thing, by=self.user)
        else:
            is_saved = form.save_by(services.add_entry, item=self.item, begun_as=form.thing.begun_as, by=self.user)
        if is_saved:
            form.go_on_from_saved()
        return is_saved

    def last_saved(self):
        """When something was last saved under the item, and by whom; None before that."""
        saved = [entry.heading for entry in self.entries if entry.heading]
        newest = max(saved, key=lambda said: datetime.fromisoformat(said["at"]), default=None)
        return newest and {"at": datetime.fromisoformat(newest["at"]), "name": newest["name"]}


def _newest_text(_reader):
    """Of each paragraph, in the query that reads it."""
    texts = MinuteEntryText.objects.filter(thing=OuterRef("pk")).order_by("-edition")
    return Subquery(texts.values(json=JSONObject(at="at", name="by__name"))[:1])


def _prefix(key):
    return f"entry-{key}" if key else "entry"
