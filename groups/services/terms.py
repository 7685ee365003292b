"""The terms of reference until the members have them: writing a draft, putting it, and taking it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from audit.services import record
from documents.services import hash_of
from groups.models import PAPG, TermsSection, TermsSectionText, TermsVersion
from groups.services.refusals import refusing
from groups.terms_document import content_of
from lib.editions import StaleEdition, save_text

State = TermsVersion.State
IS_FINAL = (
    "Version {number} was put to the members meanwhile, and is final. Nothing more is saved in it: keep what you typed "
    "for the next draft"
)
ONE_AT_A_TIME = "Another version is with the members. Adopt or withdraw that one first"
HAS_CHANGED = (
    "The draft, or the group itself, has changed since you opened this page. Look at the draft once more, and open "
    "this page again from there"
)


@transaction.atomic
def save_terms_section(*, section, text, edition, by):
    """True when it changed anything.

    Raises lib.editions.StaleEdition when somebody else saved first, ValidationError once it was put to the members.
    """
    _draft(section.version)
    changed = save_text(section, text=text, edition=edition, by=by)
    if changed:
        record(by=by, verb="terms section saved", target=section, edition=section.edition)
    return changed


@transaction.atomic
def save_terms_rules(*, terms, rules_edition, by, **rules):
    """Raises lib.editions.StaleEdition, with the draft as it stands, when somebody else saved other rules first."""
    draft = _draft(terms)
    if draft.in_figures() == rules:
        return
    if draft.rules_edition != rules_edition:
        raise StaleEdition(draft)
    TermsVersion.objects.filter(pk=draft.pk).update(**rules, rules_edition=F("rules_edition") + 1, rules_by=by)
    record(by=by, verb="terms rules saved", target=draft, edition=rules_edition + 1)


@transaction.atomic
def begin_terms_draft(*, terms, by):
    """A draft with the words and rules of this version; the one that there is already, if there is one."""
    _lock(terms.group)
    draft = TermsVersion.objects.filter(group=terms.group, state=State.DRAFT).first()
    if draft:
        return draft
    draft = TermsVersion.objects.create(
        group=terms.group, number=f"{last_whole_number(terms.group)}.1", follows=terms, **terms.in_figures()
    )
    sections = terms.sections.values("key", "position", "title", "text")
    write_sections(draft, [TermsSection(**section) for section in sections], by)
    record(by=by, verb="terms draft begun", target=draft, follows=terms.public_id)
    return draft


def write_sections(draft, sections, by):
    for section in sections:
        section.version, section.group, section.edition = draft, draft.group, 1
    TermsSection.objects.bulk_create(sections)
    TermsSectionText.objects.bulk_create(
        TermsSectionText(thing=section, edition=1, text=section.text, by=by) for section in sections
    )


@transaction.atomic
def put_terms(*, terms, sha256, by):
    """Freezes all that the draft says and asks the members. `sha256` is that of the draft as the person saw it.

    Sent twice, it is put once.
    Raises ValidationError when that is not what it says now, or when another version is with the members.
    """
    _lock(terms.group)
    draft = lock(terms)
    if draft.is_put:
        return draft
    draft = _draft(draft)
    with refusing(a_group_has_one_version_with_its_members=ONE_AT_A_TIME):
        _freeze(draft, sha256, by)
    record(by=by, verb="terms put to the members", target=draft, sha256=draft.sha256)
    return draft


def _freeze(draft, sha256, by):
    if hash_of(content_of(draft)) != sha256:
        raise ValidationError(HAS_CHANGED)
    draft.number = f"{last_whole_number(draft.group) + 1}.0"
    draft.frozen = content_of(draft)
    draft.sha256, draft.state, draft.put_at, draft.put_by = hash_of(draft.frozen), State.PUT, Now(), by
    draft.save(update_fields=["number", "frozen", "sha256", "state", "put_at", "put_by"])


@transaction.atomic
def withdraw_terms(*, terms, reason, by):
    """Taken back before it is adopted; its number is not used again."""
    put = lock_put(terms)
    ending = {"state": State.WITHDRAWN, "ended_at": Now(), "withdrawn_by": by, "withdrawn_reason": reason}
    TermsVersion.objects.filter(pk=put.pk).update(**ending)
    record(by=by, verb="terms withdrawn", target=put)
    return put


# Locks and numbers ----------------------------------------------------------------------------------------------------


def _lock(group):
    PAPG.objects.select_for_update(no_key=True).get(pk=group.pk)  # numbers are given one after the other


def _draft(terms):
    draft = lock(terms)
    if not draft.is_draft:
        raise ValidationError(IS_FINAL.format(number=draft.number))
    return draft


def lock_put(terms):
    put = lock(terms)
    if not put.is_put:
        state = put.get_state_display().lower()
        raise ValidationError(f"Version {put.number} is not with the members any more: it is {state}")
    return put


def lock(terms):
    versions = TermsVersion.objects.select_for_update(of=["self"], no_key=True)
    return versions.select_related("group__lead_authority").get(pk=terms.pk)


def last_whole_number(group):
    """0 until a version was put to the members. A draft is numbered after it: 0.1, 1.1, 2.1."""
    numbers = TermsVersion.objects.filter(group=group).values_list("number", flat=True)
    return max((int(number.partition(".")[0]) for number in numbers), default=0)
