"""Give me the assessment or the answer, or say that there is none (outside) or that it is not for me (inside)."""

from django.core.exceptions import PermissionDenied

from groups.access import access_group, access_through_group
from groups.built_for_readers import built_once_for_readers
from groups.roles import Permission
from groups.sensitivity import access_sensitive
from maturity.models import Answer, Assessment, EvidenceNote

TAKES_PART = {Permission.ANSWER_CRITERIA, Permission.VIEW_RESULTS}


def access_assessments(user, public_id, permission=Permission.VIEW_GROUP):
    """The group, for its list of assessments: for those who answer or view results."""
    group, may = access_group(user, public_id, permission)
    return taking_part(group, may)


def access_assessment(user, public_id, permission=Permission.VIEW_GROUP):
    """That there is an assessment is known to all who answer or view results; its answers come by `visible_to`."""
    assessments = Assessment.objects.select_related("group__lead_authority", "authority", "framework")
    assessment, may = access_through_group(user, assessments.filter(public_id=public_id), permission)
    return taking_part(assessment, may)


def taking_part(thing, may):
    if not may & TAKES_PART:
        raise PermissionDenied
    return thing, may


def access_answer(user, public_id, permission):
    """The answer, if the person may read it in the state of its assessment.

    While the assessment is open, whoever may read an answer may write it: those asked, and who leads.
    """
    return access_sensitive(user, _answer, Answer, public_id, permission)


def _answer(user, public_id):
    answers = Answer.objects.visible_to(user).with_evidence(user).filter(public_id=public_id)
    about = ["group__lead_authority", "assessment__framework", "assessment__authority", "criterion__theme"]
    return answers.select_related(*about)


def access_evidence(user, public_id):
    """The evidence note of an answer: by itself, since its author reads it though the answer be withheld from them."""
    return access_sensitive(user, _note, EvidenceNote, public_id)


@built_once_for_readers
def _note(reader, public_id):
    notes = EvidenceNote.objects.visible_to(reader).filter(public_id=public_id)
    return notes.select_related("group__lead_authority", "answer__assessment", "answer__criterion")
