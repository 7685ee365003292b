from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url

from accounts.fresh import needs_fresh_factor
from audit.services import record_reading
from groups.markings import highest_marking
from groups.readers_page import ReadersPage
from groups.roles import Permission
from groups.sensitivity import access_annex, access_standing_item, for_readers_page


def readers_page(request, thing, may, back):
    """The page "who may read this, and why" of any sensitive thing; `back` is where it stands among the others."""
    page = ReadersPage(thing=thing, may=may, user=request.user, posted=request.POST or None)

    if page.opens():
        needs_fresh_factor(request)

    if page.takes_step():
        messages.add_message(request, page.level, page.says)
        return redirect(page.address())

    record_reading(by=request.user, session_key=request.session.session_key, page=thing, shown=[thing])
    context = {**page.context(), "back": back, "marking": highest_marking([thing])}
    return render(request, "groups/thing_readers.html", context)


def standing_item_readers(request, public_id):
    item, may = for_readers_page(request.user, *access_standing_item(request.user, public_id, Permission.VIEW_GROUP))
    return readers_page(request, item, may, back=resolve_url("groups:standing_item_list", item.group.public_id))


def annex_readers(request, public_id):
    annex, may = for_readers_page(request.user, *access_annex(request.user, public_id))
    return readers_page(request, annex, may, back=annex.get_absolute_url())
