"""What the pages show of an assessment to one reader: the answers that they may read, and of the rest bare codes."""

from collections import defaultdict
from dataclasses import dataclass, field

from actions.models import Action
from groups.markings import highest_marking
from groups.roles import Permission
from maturity import scoring
from maturity.models import Answer, Assessment, GapAction, seats_asked


@dataclass(frozen=True)
class Listed:
    """An assessment in the group's list, with how far this reader's part of it has come."""

    assessment: Assessment
    total: int
    answered: int


@dataclass
class Gap:
    """An answer below the top, with the actions raised from it: those to read, and the numbers of those withheld."""

    answer: Answer
    actions: list = field(default_factory=list)
    withheld: list = field(default_factory=list)

    @property
    def has_actions(self):
        return bool(self.actions or self.withheld)


def list_of(group, user):
    assessments = group.assessments.select_related("framework", "authority").order_by("-started_at")
    mine = Answer.objects.filter(group=group).visible_to(user)
    answered = defaultdict(list)
    for assessment_id, answered_at in mine.values_list("assessment", "answered_at"):
        answered[assessment_id].append(answered_at is not None)
    return [Listed(each, len(answered[each.pk]), sum(answered[each.pk])) for each in assessments]


def answers_of(assessment, user):
    return list(assessment.answers.visible_to(user).with_criteria().with_evidence(user))


def with_notes(answers):
    """What a page of these answers shows: they, and the evidence notes that this reader may see."""
    return [*answers, *(answer.evidence for answer in answers if answer.evidence)]


def progress_of(assessment, user, may):
    """The page while the group answers: each criterion in order, by theme."""
    answers = answers_of(assessment, user)
    if Permission.LEAD_ASSESSMENT in may:
        note_who_was_asked(answers, assessment.group)
    written = [answer for answer in answers if answer.is_answered]
    rows = scoring.theme_rows(assessment.numbers(), answers)
    return {
        "rows": rows,
        "withheld": scoring.withheld(rows),
        "answers": answers,
        "written": written,
        "answered": len(written),
        "marking": highest_marking(written),
    }


def note_who_was_asked(answers, group):
    names = defaultdict(list)
    for answer_id, _seat, name in seats_asked(answers, group):
        names[answer_id].append(name)
    for answer in answers:
        answer.asked = names[answer.pk]


def who_was_asked(answer):
    """(public id of the seat, name) of each."""
    return [(seat, name) for _answer, seat, name in seats_asked([answer], answer.group)]


def results_of(assessment, user):
    """The page after closing. Figures count what this reader may read, and nothing else."""
    answers = answers_of(assessment, user)
    scale = assessment.framework.scale
    counts = scoring.counts(answers, scale)
    rows = scoring.theme_rows(assessment.numbers(), answers)
    return {
        "answers": answers,
        "rows": rows,
        "columns": scoring.columns(rows),
        "counts": [(step, counts[step["value"]]) for step in scale],
        "unknown": scoring.count_unknown(answers),
        "not_applicable": scoring.count_not_applicable(answers),
        "low": scoring.count_low(answers),
        "weakest": scoring.weakest(answers),
        "gaps": with_actions(scoring.gaps(answers, scale), user),
        "shown": with_notes(answers),
        "marking": highest_marking(with_notes(answers)),
    }


def with_actions(answers, user):
    gaps = {answer.pk: Gap(answer) for answer in answers}
    raised = GapAction.objects.filter(answer__in=gaps).order_by("action__number")
    readable = {action.pk: action for action in Action.objects.filter(gap__in=raised).visible_to(user)}
    for answer_id, action_id, number in raised.values_list("answer", "action", "action__number"):
        if action_id in readable:
            gaps[answer_id].actions.append(readable[action_id])
        else:
            gaps[answer_id].withheld.append(number)
    return list(gaps.values())
