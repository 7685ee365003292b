from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from groups import services
from groups.access import access_group, access_terms, access_terms_section
from groups.forms import PutTermsForm, TermsRulesForm, TermsSectionForm, WithdrawTermsForm
from groups.roles import Permission
from groups.terms_compare import comparison_of
from groups.terms_guidance import GUIDANCE
from groups.terms_page import page_of, put_page_of, record_reading_of, versions_of
from groups.terms_register import register_for_page
from groups.text_access import access_terms_to_show


def terms_detail(request, public_id):
    terms, may = access_terms_to_show(request.user, public_id)
    context = page_of(terms, request.user, may)

    record_reading_of(context, request)
    return render(request, "groups/terms_detail.html", context)


def terms_version(request, public_id):
    terms, may = access_terms(request.user, public_id)
    context = page_of(terms, request.user, may)

    record_reading_of(context, request)
    return render(request, "groups/terms_version.html", context)


def terms_list(request, public_id):
    group, may = access_group(request.user, public_id)
    return render(request, "groups/terms_list.html", {"group": group, "may": may, "lines": versions_of(group)})


def terms_compare(request, public_id):
    terms, may = access_terms(request.user, public_id)
    context = {"group": terms.group, "may": may, "terms": terms, **comparison_of(terms, request.GET.get("with"))}
    return render(request, "groups/terms_compare.html", context)


# Writing a draft ------------------------------------------------------------------------------------------------------


def terms_section_edit(request, public_id):
    section, may = access_terms_section(request.user, public_id, Permission.EDIT_TERMS)
    form = TermsSectionForm(request.POST or None, thing=section, user=request.user)
    terms = f"{reverse('groups:terms_version', args=[section.version.public_id])}#{section.key}"

    if form.is_valid() and form.save_by(services.save_terms_section, section=section, by=request.user):
        messages.success(request, "The section is saved")
        return redirect(terms)

    context = {"group": section.group, "may": may, "section": section, "form": form, "terms": terms}
    context |= {"guidance": GUIDANCE.get(section.key)}
    return render(request, "groups/terms_section_edit.html", context)


def terms_rules_edit(request, public_id):
    terms, may = access_terms(request.user, public_id, Permission.EDIT_TERMS)
    form = TermsRulesForm(request.POST or None, terms=terms)

    if form.is_valid() and form.save_by(services.save_terms_rules, terms=terms, by=request.user):
        messages.success(request, "The rules are saved. They run the group once these terms are adopted")
        return redirect(terms)

    context = {"group": terms.group, "may": may, "terms": terms, "form": form}
    return render(request, "groups/terms_rules_edit.html", context)


@require_POST
def terms_begin(request, public_id):
    terms, _may = access_terms(request.user, public_id, Permission.EDIT_TERMS)
    draft = services.begin_terms_draft(terms=terms, by=request.user)
    messages.success(request, f"Draft {draft.number} is open to be edited")
    return redirect(draft)


# To the members, and back ---------------------------------------------------------------------------------------------


def terms_put(request, public_id):
    terms, may = access_terms(request.user, public_id, Permission.PUT_TERMS_TO_MEMBERS)
    page = put_page_of(terms)
    form = PutTermsForm(request.POST or None, initial={"sha256": page["sha256"]})

    if form.is_valid() and form.save_by(services.put_terms, terms=terms, by=request.user):
        messages.success(request, f"Version {form.saved.number} is with the members")
        return redirect(terms)

    context = {"group": terms.group, "may": may, "terms": terms, "form": form, **page}
    return render(request, "groups/terms_put.html", context)


def terms_withdraw(request, public_id):
    terms, may = access_terms(request.user, public_id, Permission.PUT_TERMS_TO_MEMBERS)
    form = WithdrawTermsForm(request.POST or None)

    if form.is_valid() and form.save_by(services.withdraw_terms, terms=terms, by=request.user):
        messages.success(request, f"Version {terms.number} is withdrawn")
        return redirect(terms)

    context = {"group": terms.group, "may": may, "terms": terms, "form": form}
    return render(request, "groups/terms_withdraw.html", context)


@require_POST
def terms_export(request, public_id):
    version, _may = access_terms(request.user, public_id, Permission.EXPORT_TERMS)
    needs_fresh_factor(request)
    job = services.export_terms(version=version, ending=request.POST.get("do"), by=request.user)
    return redirect("documents:job_detail", job.public_id)


def terms_export_list(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    context = {"group": group, "may": may, **register_for_page(group, request.GET)}
    return render(request, "groups/terms_export_list.html", context)
