from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render

from accounts.access import access_demo
from audit.services import record_reading
from groups.access import access_group
from groups.roles import Permission
from overview.demo.people import people_by_group
from overview.front import front_of, home_of
from overview.health import health_of
from overview.mails import newest_mails
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
