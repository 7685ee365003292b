from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import access_demo
from accounts.fresh import needs_fresh_factor
from audit.services import record_reading
from documents.services import ask_for_document
from groups import services
from groups.access import access_group, access_membership
from groups.forms import AnswerCheckForm
from groups.markings import highest_marking
from groups.roles import Permission
from groups.seat_page import last_chair
from overview.board import board_of, checks_in, earlier_answers
from overview.board_document import KIND as BOARD
from overview.board_document import board_file_name
from overview.demo.people import people_by_group
from overview.forms import LeaverForm
from overview.front import front_of, home_of
from overview.health import health_of
from overview.leaver import leaving_of, says_left
from overview.mails import newest_mails
from overview.services import see_off
from overview.start import start_of


def home(request):
    return render(request, "overview/home.html", home_of(request.user))


def group_detail(request, public_id):
    group, may = access_group(request.user, public_id)
    front, shown = front_of(group, request.user)

    record_reading(by=request.user, session_key=request.session.session_key, page=group, shown=shown)
    return render(request, "overview/group_detail.html", {"group": group, "may": may, **front})


def group_health(request, public_id):
    group, may = access_group(request.user, public_id)
    findings = health_of(group, request.user, may)
    return render(request, "overview/group_health.html", {"group": group, "may": may, "findings": findings})


def group_start(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    return render(request, "overview/group_start.html", {"group": group, "may": may, **start_of(group)})


def coverage_board(request, public_id):
    group, may = access_group(request.user, public_id)
    return render(request, "overview/coverage_board.html", {"group": group, "may": may, "board": board_of(group)})


@require_POST
def board_export(request, public_id):
    group, _may = access_group(request.user, public_id)
    needs_fresh_factor(request)
    job = ask_for_document(kind=BOARD, subject=group, file_name=board_file_name(group), by=request.user)
    return redirect("documents:job_detail", job.public_id)


def check_answer(request, public_id):
    group, may = access_group(request.user, public_id, Permission.ANSWER_CHECKS)
    form = AnswerCheckForm(request.POST or None, checks=checks_in(group), initial={"check": request.GET.get("check")})

    if form.is_valid() and form.save_by(services.answer_check, group=group, by=request.user):
        messages.success(request, "The warning is answered")
        return redirect("overview:coverage_board", group.public_id)

    context = {"group": group, "may": may, "form": form, "earlier": earlier_answers(group, form.chosen)}
    return render(request, "overview/check_answer.html", context)


def leaver(request, public_id):
    membership, may = access_membership(request.user, public_id, Permission.MANAGE_MEMBERS)
    leaving = leaving_of(membership, request.user)
    form = LeaverForm(request.POST if request.method == "POST" else None, leaving=leaving)

    if form.is_valid() and form.save_by(see_off, membership=membership, by=request.user):
        messages.success(request, says_left(form.saved))
        return redirect(membership)

    record_reading(by=request.user, session_key=request.session.session_key, page=membership, shown=leaving.shown)
    context = {"group": membership.group, "may": may, "membership": membership, "leaving": leaving, "form": form}
    about = {"last_chair": last_chair(membership), "marking": highest_marking(leaving.shown)}
    return render(request, "overview/leaver.html", context | about)


@login_not_required
def front_door(request):
    if not settings.DEMO:
        return redirect("overview:home")
    access_demo()
    return render(request, "overview/front_door.html", {"groups": people_by_group()})


@login_not_required
def demo_mails(request):
    access_demo()
    return render(request, "overview/demo_mails.html", {"mails": newest_mails()})
