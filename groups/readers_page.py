"""The page "who may read this, and why": one form to change it, and the answers of a second person."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from groups import services
from groups.leaves import leaf_of
from groups.models import Widening
from groups.names import name_in
from groups.readers_form import ReadersForm
from groups.reading import lines_of
from groups.readings import readings_of
from groups.roles import Permission
from groups.services.limits import is_opened

ANSWERS = {"agree": True, "refuse": False}


class ReadersPage:
    """`do` is the button's word; behind a colon, the public id of the reader whom it is about."""

    def __init__(self, *, thing, may, user, posted):
        self.thing, self.may, self.user = thing, may, user
        self.verb, _, self.about = (posted.get("do", "set") if posted else "").partition(":")
        self.widening = Widening.objects.of(thing).waiting().select_related("asked_by").first()
        self.may_set = Permission.SET_AUDIENCE in may or thing.author_key == user.pk
        self.form = self._form(posted if self.verb == "set" else None) if self.may_set else None
        self.says, self.level = "", messages.SUCCESS

    def _form(self, posted):
        return ReadersForm(posted, thing=self.thing, by=self.user, may=self.may)

    def opens(self):
        """Whether the button would let more people read it, now or once a second person agrees."""
        if self.verb == "agree":
            return True
        if self.verb != "set" or self.form is None or not self.form.is_valid():
            return False
        asked = self.form.cleaned_data
        return is_opened(self.thing, asked["marking"], asked["audience"])

    def takes_step(self):
        """Does what the button says, or says why not; False when something typed has to be mended."""
        if self.verb in ANSWERS and Permission.SET_AUDIENCE in self.may:
            return self._answers(ANSWERS[self.verb])
        return self.verb == "set" and self.form is not None and self._sets()

    def _sets(self):
        if not (self.form.is_valid() and self.form.save_by(services.set_limits, thing=self.thing, by=self.user)):
            return False
        self.says = "A second person is asked to agree" if self.form.saved else "Saved who may read it"
        return True

    def _answers(self, agreed):
        try:
            if self.about:
                self._answers_for_reader(agreed)
            elif self.widening:
                services.answer_widening(widening=self.widening, agreed=agreed, by=self.user)
        except ValidationError as refusal:
            self.level, self.says = messages.WARNING, " ".join(refusal.messages)
            return True
        self.says = "You have agreed" if agreed else "You have refused; nothing changes"
        return True

    def _answers_for_reader(self, agreed):
        person = User.objects.filter(public_id=self.about).first()
        services.answer_reader(thing=self.thing, person=person, agreed=agreed, by=self.user)

    def address(self):
        return reverse(leaf_of(self.thing).page, args=[self.thing.public_id])

    def context(self):
        answers_for_it = Permission.VIEW_READERS in self.may
        lines = lines_of(self.thing) if answers_for_it else []
        return {
            "group": self.thing.group,
            "thing": self.thing,
            "called": leaf_of(self.thing).called(self.thing),
            "words": getattr(self.thing, "title", "") or self.thing.text,
            "may": self.may,
            "form": self.form,
            "readers": [line for line in lines if line.reads],
            "others": [line for line in lines if not line.reads],
            "readings": readings_of(self.thing) if answers_for_it and self.thing.is_sensitive else None,
            "widening": self.widening,
            "asked_by": name_in(self.thing.group, self.widening.asked_by) if self.widening else "",
            "own_wish": self.widening and self.widening.asked_by_id == self.user.pk,
            "waiting": self._waiting(),
            "address": self.address(),
        }

    def _waiting(self):
        """Readers from outside the statutory partners, for whom a second person has not yet agreed."""
        if not hasattr(self.thing, "readers"):
            return []
        rows = self.thing.readers.filter(needs_second=True, agreed_by=None).select_related("user", "granted_by")
        return [
            {
                "agree": f"agree:{row.user.public_id}",
                "refuse": f"refuse:{row.user.public_id}",
                "name": getattr(row, "name", "") or name_in(self.thing.group, row.user),
                "asked_by": name_in(self.thing.group, row.granted_by) if row.granted_by else "",
                "reason": row.reason,
                "own_wish": self.user.pk in (row.granted_by_id, row.user_id),
            }
            for row in rows
        ]
