from django.shortcuts import render

from groups.access import access_group
from groups.readings import readings_for_page
from groups.rights_page import rights_for_page
from groups.roles import Permission


def rights_detail(request, public_id):
    group, may = access_group(request.user, public_id)
    context = {"group": group, "may": may, **rights_for_page(request.user, group, may)}
    return render(request, "groups/rights_detail.html", context)


def reading_list(request, public_id):
    group, may = access_group(request.user, public_id, Permission.VIEW_READERS)
    context = {"group": group, "may": may, **readings_for_page(group, request.GET)}
    return render(request, "groups/reading_list.html", context)
