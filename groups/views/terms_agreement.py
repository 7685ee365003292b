from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_terms
from groups.forms import AdoptTermsForm, AnswerObjectionForm, AnswerTermsForm
from groups.roles import Permission
from groups.terms_access import access_objection
from groups.terms_page import page_of, record_reading_of
from groups.terms_voices import voices_on


def terms_answer(request, public_id):
    terms, may = access_terms(request.user, public_id, Permission.AGREE_TERMS)
    form = AnswerTermsForm(request.POST or None, terms=terms, user=request.user)

    if form.is_valid() and form.save_by(services.answer_terms, terms=terms, by=request.user):
        messages.success(request, "The group has your answer. You can change it until the terms are adopted")
        return redirect(terms)

    context = page_of(terms, request.user, may)
    record_reading_of(context, request)
    return render(request, "groups/terms_answer.html", context | {"form": form})


def terms_objection_answer(request, public_id):
    objection, may = access_objection(request.user, public_id)
    form = AnswerObjectionForm(request.POST or None)

    if form.is_valid() and form.save_by(services.answer_objection, objection=objection, by=request.user):
        messages.success(request, "The objection is answered. Whoever objected sees it first on their home page")
        return redirect(objection.version)

    context = {"group": objection.group, "may": may, "objection": objection, "terms": objection.version, "form": form}
    return render(request, "groups/terms_objection_answer.html", context)


def terms_adopt(request, public_id):
    terms, may = access_terms(request.user, public_id, Permission.ADOPT_TERMS)
    form = AdoptTermsForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.adopt_terms, terms=terms, by=request.user):
        messages.success(request, f"Version {terms.number} is adopted. It runs the group from now on")
        return redirect(terms)

    context = {"group": terms.group, "may": may, "terms": terms, "voices": voices_on(terms), "form": form}
    return render(request, "groups/terms_adopt.html", context)
