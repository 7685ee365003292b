from django.contrib import messages
from django.shortcuts import redirect

from meetings import services
from meetings.access import access_correction, access_paragraph_to_add_to, access_paragraph_to_correct
from meetings.correction_forms import AddendumForm, AnswerCorrectionForm, ProposeCorrectionForm
from meetings.remarks import address_beside, with_changes
from meetings.views.pages import recorded_page


def correction_propose(request, public_id):
    about = request.GET.get("paragraph", "")
    minutes, paragraph, may = access_paragraph_to_correct(request.user, public_id, about)
    form = ProposeCorrectionForm(request.POST or None, paragraph=paragraph)
    thing = paragraph and paragraph.thing

    if form.is_valid() and form.save_by(services.propose_correction, minutes=minutes, paragraph=thing, by=request.user):
        messages.success(request, "Your correction is with the secretary and the chair")
        return redirect(address_beside(minutes, paragraph))

    context = {"group": minutes.group, "minutes": minutes, "paragraph": paragraph, "may": may, "form": form}
    return recorded_page(request, "meetings/correction_propose.html", context, page=minutes, shown=[thing])


def correction_answer(request, public_id):
    correction, paragraph, may = access_correction(request.user, public_id)
    form = AnswerCorrectionForm(request.POST or None)
    thing, minutes = paragraph and paragraph.thing, correction.minutes

    if form.is_valid() and form.save_by(services.answer_correction, correction=correction, by=request.user):
        messages.success(request, "The correction is answered")
        return redirect(address_beside(minutes, paragraph))

    context = {"group": minutes.group, "minutes": minutes, "paragraph": paragraph, "may": may, "form": form}
    context["correction"] = with_changes(correction)
    return recorded_page(request, "meetings/correction_answer.html", context, page=minutes, shown=[thing])


def addendum_add(request, public_id):
    about = request.GET.get("paragraph", "")
    minutes, paragraph, may = access_paragraph_to_add_to(request.user, public_id, about)
    form = AddendumForm(request.POST or None)
    thing = paragraph and paragraph.thing

    if form.is_valid() and form.save_by(services.add_addendum, minutes=minutes, paragraph=thing, by=request.user):
        messages.success(request, "The addendum stands in the minutes")
        return redirect(address_beside(minutes, paragraph))

    context = {"group": minutes.group, "minutes": minutes, "paragraph": paragraph, "may": may, "form": form}
    return recorded_page(request, "meetings/addendum_add.html", context, page=minutes, shown=[thing])
