from django.contrib import messages
from django.shortcuts import redirect, render

from groups import services
from groups.access import access_group
from groups.areas import access_portfolio, areas_for_page
from groups.forms import AddPortfolioForm, AreaStandingForm, EditPortfolioForm, RemovePortfolioForm
from groups.roles import Permission


def area_list(request, public_id):
    group, may = access_group(request.user, public_id)
    return render(request, "groups/area_list.html", {"group": group, "may": may, "areas": areas_for_page(group)})


def area_standing_edit(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    form = AreaStandingForm(request.POST or None, group=group, initial={"area": request.GET.get("area")})

    if form.is_valid() and form.save_by(services.set_area_standing, group=group, by=request.user):
        messages.success(request, f"{form.saved.area} is saved")
        return redirect("groups:area_list", group.public_id)

    return render(request, "groups/area_standing_edit.html", {"group": group, "may": may, "form": form})


def portfolio_add(request, public_id):
    group, may = access_group(request.user, public_id, Permission.MANAGE_MEMBERS)
    form = AddPortfolioForm(request.POST or None, initial={"area": request.GET.get("area")})

    if form.is_valid() and form.save_by(services.add_portfolio, group=group, by=request.user):
        messages.success(request, f"{form.saved.name} is added. Next, say on a seat who speaks for it")
        return redirect("groups:area_list", group.public_id)

    return render(request, "groups/portfolio_add.html", {"group": group, "may": may, "form": form})


def portfolio_edit(request, public_id):
    portfolio, may = access_portfolio(request.user, public_id)
    form = EditPortfolioForm(request.POST or None, portfolio=portfolio)

    if form.is_valid() and form.save_by(services.change_portfolio, portfolio=portfolio, by=request.user):
        messages.success(request, "The portfolio is saved")
        return redirect("groups:area_list", portfolio.group.public_id)

    context = {"group": portfolio.group, "may": may, "portfolio": portfolio, "form": form}
    return render(request, "groups/portfolio_edit.html", context)


def portfolio_remove(request, public_id):
    portfolio, may = access_portfolio(request.user, public_id)
    form = RemovePortfolioForm(request.POST if request.method == "POST" else None)

    if form.is_valid() and form.save_by(services.remove_portfolio, portfolio=portfolio, by=request.user):
        messages.success(request, f"{portfolio.name} is removed")
        return redirect("groups:area_list", portfolio.group.public_id)

    context = {"group": portfolio.group, "may": may, "portfolio": portfolio, "form": form}
    return render(request, "groups/portfolio_remove.html", context)
