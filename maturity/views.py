from django.contrib import messages
from django.shortcuts import redirect, render

from audit.services import record_reading
from groups.markings import highest_marking
from groups.roles import Permission
from groups.sensitivity import for_readers_page
from groups.views.readers import readers_page
from maturity import services
from maturity.access import access_answer, access_assessment, access_assessments, access_evidence
from maturity.forms import (
    AskForAnswerForm,
    CloseAssessmentForm,
    RaiseGapActionForm,
    StartAssessmentForm,
    StopAskingForm,
    WriteAnswerForm,
)
from maturity.results import list_of, progress_of, results_of, who_was_asked, with_notes


def assessment_list(request, public_id):
    group, may = access_assessments(request.user, public_id)

    context = {"group": group, "may": may, "listed": list_of(group, request.user)}
    return render(request, "maturity/assessment_list.html", context)


def assessment_start(request, public_id):
    group, may = access_assessments(request.user, public_id, Permission.LEAD_ASSESSMENT)
    form = StartAssessmentForm(request.POST or None, group=group)

    if form.is_valid() and form.save_by(services.start_assessment, group=group, by=request.user):
        messages.success(request, "Assessment started")
        return redirect(form.saved)

    context = {"group": group, "may": may, "form": form, "frameworks": form.frameworks}
    return render(request, "maturity/assessment_start.html", context)


def assessment_detail(request, public_id):
    assessment, may = access_assessment(request.user, public_id)
    context = _about(assessment, may) | progress_of(assessment, request.user, may)

    _record_reading(request, assessment, context["written"])
    return render(request, "maturity/assessment_detail.html", context)


def assessment_close(request, public_id):
    assessment, may = access_assessment(request.user, public_id, Permission.CLOSE_ASSESSMENT)
    form = CloseAssessmentForm(request.POST or None)

    if form.is_valid() and form.save_by(services.close_assessment, assessment=assessment, by=request.user):
        messages.success(request, "Assessment closed: its answers are final")
        return redirect("maturity:assessment_results", assessment.public_id)

    return render(request, "maturity/assessment_close.html", _about(assessment, may) | {"form": form})


def assessment_results(request, public_id):
    assessment, may = access_assessment(request.user, public_id, Permission.VIEW_RESULTS)
    if not assessment.is_closed:
        messages.info(request, "There are no results yet: the group is still answering")
        return redirect(assessment)

    context = _about(assessment, may) | results_of(assessment, request.user)
    _record_reading(request, assessment, context["shown"])
    return render(request, "maturity/assessment_results.html", context)


def answer_write(request, public_id):
    answer, may = access_answer(request.user, public_id, Permission.ANSWER_CRITERIA)
    form = WriteAnswerForm(request.POST or None, answer=answer, by=request.user)

    if form.is_valid() and form.save_by(services.write_answer, by=request.user):
        messages.success(request, f"Answer to {answer.criterion.code} saved")
        return redirect(answer.assessment)

    shown = with_notes([answer])
    _record_reading(request, answer, shown)
    context = _about_answer(answer, may) | {"form": form, "forms": form.forms[1:], "marking": highest_marking(shown)}
    return render(request, "maturity/answer_write.html", context)


def answer_ask(request, public_id):
    answer, may = access_answer(request.user, public_id, Permission.LEAD_ASSESSMENT)
    form = AskForAnswerForm(request.POST or None, answer=answer, by=request.user)

    if form.is_valid() and form.save_by(services.ask_for_answer, answer=answer, by=request.user):
        messages.success(request, f"{form.cleaned_data['seat']} may now answer {answer.criterion.code}")
        return redirect(answer.assessment)

    context = _about(answer.assessment, may) | {"answer": answer, "form": form, "asked": who_was_asked(answer)}
    return render(request, "maturity/answer_ask.html", context)


def answer_stop_asking(request, public_id):
    answer, may = access_answer(request.user, public_id, Permission.LEAD_ASSESSMENT)
    form = StopAskingForm(request.POST or None, answer=answer)

    if form.is_valid() and form.save_by(services.stop_asking, answer=answer, by=request.user):
        messages.success(request, f"{form.cleaned_data['seat']} is no longer asked about {answer.criterion.code}")

    return redirect("maturity:answer_ask", answer.public_id)


def gap_action(request, public_id):
    answer, may = access_answer(request.user, public_id, Permission.RAISE_ACTIONS)
    form = RaiseGapActionForm(request.POST or None, group=answer.group)

    if form.is_valid() and form.save_by(services.raise_gap_action, answer=answer, by=request.user):
        messages.success(request, f"Action {form.saved.number} added to the plan")
        return redirect("maturity:assessment_results", answer.assessment.public_id)

    _record_reading(request, answer, [answer])
    return render(request, "maturity/gap_action.html", _about_answer(answer, may) | {"form": form})


def answer_readers(request, public_id):
    answer, may = for_readers_page(request.user, *access_answer(request.user, public_id, Permission.VIEW_GROUP))
    return readers_page(request, answer, may, back=answer.assessment.get_absolute_url())


def evidence_readers(request, public_id):
    note, may = for_readers_page(request.user, *access_evidence(request.user, public_id))
    return readers_page(request, note, may, back=note.answer.assessment.get_absolute_url())


def _about(assessment, may):
    return {"group": assessment.group, "assessment": assessment, "framework": assessment.framework, "may": may}


def _about_answer(answer, may):
    return _about(answer.assessment, may) | {"group": answer.group, "answer": answer, "marking": answer.marking}


def _record_reading(request, page, shown):
    record_reading(by=request.user, session_key=request.session.session_key, page=page, shown=shown)
