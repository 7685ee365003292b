from django.contrib import messages
from django.shortcuts import redirect

from groups.access import access_group
from groups.roles import Permission
from meetings import services
from meetings.access import access_escalation
from meetings.escalation_forms import AnswerEscalationForm
from meetings.views.pages import recorded_page


def escalation_list(request, public_id):
    group, may = access_group(request.user, public_id)
    escalations = list(group.escalations.visible_to(request.user).with_answers())
    waiting = sum(escalation.answered is None for escalation in escalations)
    context = {"group": group, "may": may, "escalations": escalations, "waiting": waiting}
    return recorded_page(request, "meetings/escalation_list.html", context, page=group, shown=escalations)


def escalation_detail(request, public_id):
    escalation, may = access_escalation(request.user, public_id)
    return _about(request, "meetings/escalation_detail.html", escalation, may)


def escalation_answer(request, public_id):
    escalation, may = access_escalation(request.user, public_id, Permission.ANSWER_ESCALATION)
    form = AnswerEscalationForm(request.POST or None)

    if form.is_valid() and form.save_by(services.answer_escalation, escalation=escalation, by=request.user):
        messages.success(request, "Your answer is with the group’s chair")
        return redirect("meetings:escalation_detail", escalation.public_id)

    return _about(request, "meetings/escalation_answer.html", escalation, may, form=form)


def _about(request, template, escalation, may, **more):
    context = {"group": escalation.group, "escalation": escalation, "may": may, **more}
    return recorded_page(request, template, context, page=escalation, shown=[escalation])
