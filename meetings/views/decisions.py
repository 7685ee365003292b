from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups.access import access_group
from groups.roles import Permission
from meetings import services
from meetings.access import access_decision, access_decision_to_change, access_decision_to_confirm
from meetings.decision_forms import ChangeDecisionForm, DecisionLogForm
from meetings.decision_log import about_decision, log_for_page, log_to_export
from meetings.views.pages import recorded_page


def decision_list(request, public_id):
    group, may = access_group(request.user, public_id)
    form = DecisionLogForm(request.GET, group=group)
    context = {"group": group, "may": may, "form": form}

    if form.is_valid():
        context |= log_for_page(group, request.user, request.GET, form.cleaned_data)

    shown = [line.decision for line in context.get("lines", [])]
    return recorded_page(request, "meetings/decision_list.html", context, page=group, shown=shown)


@require_POST
def decision_list_export(request, public_id):
    """The filters stand in the address, as on the page; what is wrong with them is said there."""
    group, _may = access_group(request.user, public_id, Permission.EXPORT_RECORDS)
    needs_fresh_factor(request)
    form = DecisionLogForm(request.GET, group=group)
    if not form.is_valid():
        return redirect(reverse("meetings:decision_list", args=[group.public_id], query=request.GET))

    decisions, withheld = log_to_export(group, request.user, form.cleaned_data)
    job = services.export_decisions(group=group, decisions=decisions, withheld=withheld, by=request.user)
    return redirect("documents:job_detail", job.public_id)


def decision_detail(request, public_id):
    decision, may = access_decision(request.user, public_id)
    about, shown = about_decision(decision, request.user, may)
    context = {"group": decision.group, "may": may, **about}
    return recorded_page(request, "meetings/decision_detail.html", context, page=decision, shown=shown)


def decision_change(request, public_id):
    decision, meeting, may = access_decision_to_change(request.user, public_id)
    form = ChangeDecisionForm(request.POST or None, decision=decision, user=request.user)

    if form.is_valid() and form.save_by(services.change_decision, decision=decision, meeting=meeting, by=request.user):
        messages.success(request, f"Recorded what became of decision {decision.number}")
        return redirect("meetings:decision_detail", decision.public_id)

    context = {"group": decision.group, "may": may, "decision": decision, "meeting": meeting, "form": form}
    return recorded_page(request, "meetings/decision_change.html", context, page=decision, shown=[decision])


@require_POST
def decision_confirm(request, public_id):
    decision, meeting, _may = access_decision_to_confirm(request.user, public_id)

    try:
        services.confirm_decision(decision=decision, meeting=meeting, by=request.user)
        messages.success(request, f"Decision {decision.number} is confirmed")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))

    if meeting and request.POST.get("back") == "meeting":
        return redirect("meetings:meeting_detail", meeting.public_id)
    return redirect("meetings:decision_detail", decision.public_id)
