from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups.roles import Permission
from meetings import services
from meetings.access import access_minutes
from meetings.checked_documents import documents_that_begin
from meetings.paper_access import (
    access_final_minutes,
    access_minutes_with_report,
    access_minutes_with_summary,
    access_published_summary,
    access_report_to_approve,
    access_report_to_export,
    access_report_to_write,
    access_summary_to_answer,
)
from meetings.paper_forms import CheckDocumentForm, UpwardReportForm
from meetings.paper_pages import report_in_hand, report_page, summary_page
from meetings.views.pages import recorded_page


@require_POST
def minutes_export(request, public_id):
    minutes, _may = access_minutes(request.user, public_id, Permission.EXPORT_RECORDS)
    needs_fresh_factor(request)
    job = services.export_minutes(minutes=minutes, ending=request.POST.get("do"), by=request.user)
    return redirect("documents:job_detail", job.public_id)


def document_check(request):
    form = CheckDocumentForm(request.GET or None)
    found = documents_that_begin(form.cleaned_data["fingerprint"], request.user) if form.is_valid() else None
    return render(request, "meetings/document_check.html", {"form": form, "found": found})


# The open summary -----------------------------------------------------------------------------------------------------


def summary_detail(request, public_id):
    minutes, summary, may = access_minutes_with_summary(request.user, public_id)
    context = {"group": minutes.group, "minutes": minutes, "summary": summary, "may": may}
    return render(request, "meetings/summary_detail.html", context | summary_page(minutes, summary, request.user, may))


@require_POST
def summary_ask(request, public_id):
    minutes, _may = access_final_minutes(request.user, public_id, Permission.CIRCULATE_MINUTES)
    says = "The summary waits for a second person, who reads all that it was drawn from"
    _done(request, says, services.ask_for_summary, minutes=minutes)
    return redirect("meetings:summary_detail", minutes.public_id)


@require_POST
def summary_answer(request, public_id):
    summary, _may = access_summary_to_answer(request.user, public_id)
    needs_fresh_factor(request)
    agreed = request.POST.get("do") == "publish"
    says = "The summary is published" if agreed else "The summary is not published"
    _done(request, says, services.answer_summary, summary=summary, agreed=agreed)
    return redirect(summary)


@require_POST
def summary_export(request, public_id):
    summary, _may = access_published_summary(request.user, public_id)
    needs_fresh_factor(request)
    job = services.export_summary(summary=summary, by=request.user)
    return redirect("documents:job_detail", job.public_id)


def _done(request, says, service, **about):
    try:
        service(**about, by=request.user)
        messages.success(request, says)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))


# The report upwards ---------------------------------------------------------------------------------------------------


def upward_report_detail(request, public_id):
    minutes, report, may = access_minutes_with_report(request.user, public_id)
    context, shown = report_page(minutes, report, request.user)
    context |= {"group": minutes.group, "minutes": minutes, "report": report, "may": may}
    template, sent = "meetings/upward_report_detail.html", bool(report and report.is_approved)
    return recorded_page(request, template, context, page=report if sent else minutes, shown=shown, with_receipt=sent)


def upward_report_write(request, public_id):
    minutes, report, may = access_report_to_write(request.user, public_id)
    form = UpwardReportForm(request.POST or None, thing=report or report_in_hand(minutes), user=request.user)

    if form.is_valid() and form.save_by(services.save_upward_report, minutes=minutes, by=request.user):
        messages.success(request, "The report is saved. It goes up once it is approved")
        return redirect("meetings:upward_report_detail", minutes.public_id)

    context = {"group": minutes.group, "minutes": minutes, "may": may, "form": form}
    return render(request, "meetings/upward_report_write.html", context)


@require_POST
def upward_report_approve(request, public_id):
    minutes, report, _may = access_report_to_approve(request.user, public_id)
    needs_fresh_factor(request)
    says = "The report is approved. The senior owner can read it"
    edition = request.POST.get("edition")
    _done(request, says, services.approve_upward_report, report=report, edition=edition)
    return redirect("meetings:upward_report_detail", minutes.public_id)


@require_POST
def upward_report_export(request, public_id):
    report, _may = access_report_to_export(request.user, public_id)
    needs_fresh_factor(request)
    job = services.export_upward_report(report=report, by=request.user)
    return redirect("documents:job_detail", job.public_id)
