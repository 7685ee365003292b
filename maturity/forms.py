from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import dateformat, timezone

from actions.forms import ActionForm, named_with_organisation
from groups.models import Audience, Authority, Membership
from groups.names import name_in
from groups.roles import ROLE_PERMISSIONS, Permission
from groups.saving_forms import INCOMPLETE, SavesMixin
from groups.sensitive_forms import SENSITIVE_FIELDS, SensitiveFormMixin
from lib.editions import StaleEdition
from lib.forms import (
    AgreeField,
    ChoiceField,
    GovForm,
    LineField,
    PublicIdChoiceField,
    PublicIdManyChoiceField,
    TextField,
)
from maturity.models import Answer, EvidenceNote, Theme, WithoutLevel

ANSWERING_ROLES = [role for role, given in ROLE_PERMISSIONS.items() if Permission.ANSWER_CRITERIA in given]


def theme_and_framework(theme):
    return f"{theme} ({theme.framework.title} {theme.framework.version})" if theme.has_rivals else str(theme)


class StartAssessmentForm(SavesMixin, GovForm):
    """Themes are of one framework, so choosing them chooses it."""

    submit = "Start the assessment"
    authority = PublicIdChoiceField(
        label="Which authority", missing="Choose the authority", queryset=Authority.objects.none(), radios=True
    )
    themes = PublicIdManyChoiceField(
        label="Which themes",
        missing="Choose at least one theme",
        queryset=Theme.objects.none(),
        label_of=theme_and_framework,
        help_text="Each criterion of a theme is put to the group. A later assessment may take others",
    )
    period = LineField(
        label="Period", missing="Enter the period", max_length=40, width=20, help_text="For example, October 2026"
    )

    def __init__(self, *args, group, **kwargs):
        """`frameworks` are those on offer."""
        super().__init__(*args, **kwargs)
        themes = Theme.objects.on_offer()
        self.group = group
        self.frameworks = list({theme.framework_id: theme.framework for theme in themes}.values())
        self.fields["themes"].queryset = themes
        self.fields["themes"].initial = [theme.public_id for theme in themes[:1]]
        self.fields["period"].initial = dateformat.format(timezone.localdate(), "F Y")
        self.fields["authority"].queryset = authorities_of(group)
        if not group.participating.exists():
            del self.fields["authority"]

    def clean_themes(self):
        themes = self.cleaned_data["themes"]
        if len({theme.framework_id for theme in themes}) > 1:
            raise ValidationError("Choose themes of one framework only")
        return themes

    def clean(self):
        return {"authority": self.group.lead_authority, **(super().clean() or self.cleaned_data)}


def authorities_of(group):
    return Authority.objects.filter(Q(pk=group.lead_authority_id) | Q(pk__in=group.participating.values("pk")))


class EvidenceForm(SensitiveFormMixin, GovForm):
    """The note of an answer, on the page of the answer: with its own marking and readers, within the answer's."""

    form_tag = False
    text = TextField(label="Evidence", required=False, rows=3, max_length=2000)

    def __init__(self, *args, answer, **kwargs):
        note = answer.evidence
        self.names_readers = Audience.NAMED in (answer.audience, note and note.audience)  # they stay as they are named
        saved = {name: getattr(note, name) for name in ["text", *SENSITIVE_FIELDS]} if note else {}
        super().__init__(*args, prefix="evidence", within=answer, initial=saved, **kwargs)
        self.fields["text"].help_text = evidence_words(answer.assessment.framework, answer.criterion)
        self.fields["marking"].label = "Marking of the evidence"
        self.fields["audience"].label = "Who may read the evidence"
        self.fields["handling"].label = "Handling instruction for the evidence"

    def keep_within(self, limits):
        """The marking and audience that the answer is to have from now on, as far as they are settled."""
        self.within = Answer(**limits) if {"marking", "audience"} <= limits.keys() else None

    def refuse_wider(self, marking, audience):
        if self.cleaned_data.get("text"):
            super().refuse_wider(marking, audience)


class WriteAnswerForm(SensitiveFormMixin, SavesMixin, GovForm):
    """`evidence` is the form of its note; None where the writer may not read that, and leaves it as it is."""

    form_tag = False
    edition = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], INCOMPLETE),
    )
    level = ChoiceField(label="What is true today", missing="Choose what is true today", radios=True)
    text = TextField(
        label="Why this level",
        missing="Enter the reason, so that the next assessment can build on it",
        max_length=4000,
        help_text="What is in place, and what is not. If it is not known, you may leave this empty",
    )
    confidence = ChoiceField(
        label="How sure are you",
        choices=Answer.Confidence.choices,
        radios=True,
        missing="Choose how sure you are of this level",
    )

    def __init__(self, *args, answer, by, **kwargs):
        super().__init__(*args, initial=what_stands(answer), **kwargs)
        self.answer, self.by, self.theirs = answer, by, None
        self.evidence = None if answer.evidence_is_withheld else EvidenceForm(*args, answer=answer)
        framework, criterion = answer.assessment.framework, answer.criterion
        level = self.fields["level"]
        level.choices = level_choices(framework)
        level.hints = level_hints(framework, criterion)
        chosen = self.data.get("level", "0")
        self.fields["text"].required = chosen != WithoutLevel.UNKNOWN
        self.fields["confidence"].required = chosen not in WithoutLevel
        self.fields["text"].widget.attrs["data-keep"] = f"{by.public_id}:{answer.public_id}:{answer.edition}"

    def clean_level(self):
        level = self.cleaned_data["level"]
        return int(level) if level.isdigit() else level

    @property
    def forms(self):
        return [self, self.evidence] if self.evidence else [self]

    def is_valid(self):
        """Of both, so that the page says at once all that is wrong with them."""
        valid = super().is_valid()
        if self.evidence is None or not self.is_bound:
            return valid
        limits = {name: value for name, value in self.cleaned_data.items() if name in ("marking", "audience")}
        self.evidence.keep_within(limits)
        return self.evidence.is_valid() and valid

    def save_by(self, service, **more):
        """When somebody else saved first, `theirs` and `their_evidence` hold it, as far as this person may read it;
        sending this form again puts this answer in its place."""
        evidence = self.evidence.cleaned_data if self.evidence else None
        try:
            return super().save_by(service, answer=self.answer, evidence=evidence, **more)
        except StaleEdition as stale:
            self.theirs = stale.theirs
            self.their_evidence = EvidenceNote.objects.visible_to(self.by).filter(answer=self.answer).first()
            self.their_name = name_in(self.answer.group, stale.theirs.by)
            self.data = {**self.data.dict(), "edition": stale.theirs.edition}
            return False

    @property
    def level_words(self):
        """What was chosen, in words, for the page that shows two answers."""
        return dict(self.fields["level"].choices).get(self["level"].value(), "")


def what_stands(answer):
    kept = ["edition", "text", "confidence", "marking", "audience", "handling"]
    return {**{name: getattr(answer, name) for name in kept}, "level": answer.standing}


def level_choices(framework):
    steps = [(str(step["value"]), "{value}: {label}".format(**step)) for step in framework.scale]
    return [*steps, *WithoutLevel.choices]


def level_hints(framework, criterion):
    """The framework's own statements; level 0 has none but the scale's meaning."""
    return {
        "0": framework.scale[0]["meaning"],
        **criterion.statements,
        WithoutLevel.UNKNOWN: "Nobody could say yet. It stands among the gaps until somebody can",
        WithoutLevel.NOT_APPLICABLE: "It does not concern this authority. It is left out of all figures",
    }


def evidence_words(framework, criterion):
    prompts = ", ".join(criterion.prompts)
    words = "What shows it and where it is kept, not the document itself"
    if prompts:
        words = f"{words}. It could be: {prompts}"
    if framework.evidence_needed_from_level is not None:
        words = f"{words}. From level {framework.evidence_needed_from_level}, evidence is expected"
    return words


class CloseAssessmentForm(SavesMixin, GovForm):
    submit = "Close the assessment"
    agreed = AgreeField(
        label="I have looked through the answers, and they may stand as they are",
        missing="Confirm that the answers may stand as they are",
    )

    def clean(self):
        return {}  # agreeing is all there is to it


class AskForAnswerForm(SavesMixin, GovForm):
    submit = "Ask for the answer"
    seat = PublicIdChoiceField(
        label="Whom do you ask", missing="Choose whom to ask", queryset=Membership.objects.none(), radios=True
    )

    def __init__(self, *args, answer, by, **kwargs):
        super().__init__(*args, **kwargs)
        seats = answer.group.memberships.active().filter(role__in=ANSWERING_ROLES).exclude(user=by)
        self.fields["seat"].queryset = seats.select_related("organisation").order_by("name")
        self.fields["seat"].label_of = named_with_organisation


class StopAskingForm(SavesMixin, GovForm):
    """One button beside a name."""

    seat = PublicIdChoiceField(label="Seat", missing="Choose whom", queryset=Membership.objects.none())

    def __init__(self, *args, answer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = answer.group.memberships.all()


class RaiseGapActionForm(ActionForm):
    submit = "Add the action"
