from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.fresh import needs_fresh_factor
from audit.services import record_reading
from groups import services
from groups.access import access_group, access_terms, access_terms_section
from groups.forms import TermsSectionForm
from groups.live_parts import live_parts
from groups.markings import highest_marking
from groups.models import TermsAnnex, TermsSection
from groups.roles import Permission
from groups.terms_register import register_for_page


def terms_detail(request, public_id):
    group, may = access_group(request.user, public_id)
    sections = list(TermsSection.objects.of_latest_version(group))
    annexes = TermsAnnex.objects.in_group(group).lettered(request.user, sections[0].letters_given)
    shown = [annex for _letter, annex in annexes if annex]

    record_reading(by=request.user, session_key=request.session.session_key, page=group, shown=shown)
    context = {"group": group, "may": may, "marking": highest_marking(shown), "annexes": annexes}
    context |= {"version": sections[0].version, "sections": sections}
    return render(request, "groups/terms_detail.html", context | live_parts(group, sections[0].group.rules))


def terms_section_edit(request, public_id):
    section, may = access_terms_section(request.user, public_id, Permission.EDIT_TERMS)
    form = TermsSectionForm(request.POST or None, thing=section, user=request.user)
    terms = f"{reverse('groups:terms_detail', args=[section.group.public_id])}#{section.key}"

    if form.is_valid() and form.save_by(services.save_terms_section, section=section, by=request.user):
        messages.success(request, "The section is saved")
        return redirect(terms)

    context = {"group": section.group, "may": may, "section": section, "form": form, "terms": terms}
    return render(request, "groups/terms_section_edit.html", context)


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
