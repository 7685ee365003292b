from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import addresses, services, work_accounts
from accounts.access import access_demo_person, access_invitation
from accounts.forms import AcceptInvitationForm, BothCodesForm, NewAddressForm
from accounts.fresh import needs_fresh_factor
from accounts.kept import answer_with_kept_text, refuse_another_site
from accounts.sessions import end_all_sessions, end_session, sessions_of

FROM_ANOTHER_SITE = ("Origin checking failed", "Referer checking failed")  # as django.middleware.csrf words it


@login_not_required
@require_POST
def demo_sign_in(request, public_id):
    person = access_demo_person(public_id)
    services.sign_in_for_demo(request=request, user=person)
    return redirect("overview:home")


@login_not_required
def invitation_accept(request, token):
    invitation = access_invitation(token)
    form = AcceptInvitationForm(request.POST or None, user=invitation.user, initial={"name": invitation.user.name})

    if form.is_valid():
        services.accept_invitation(invitation=invitation, **form.cleaned_data)
        messages.success(request, "Your account is ready. Sign in with your e-mail address and password.")
        return redirect("account_login")

    return render(request, "accounts/invitation_accept.html", {"form": form})


def account_detail(request):
    work_account = work_accounts.work_account_of(request.user)
    return render(request, "accounts/account_detail.html", {"work_account": work_account})


def address_change(request):
    """First the address, then the codes from both mailboxes."""
    needs_fresh_factor(request)
    if request.POST.get("do") == "again":
        addresses.forget_change(by=request.user)
        return redirect("accounts:address_change")
    change = addresses.waiting_change(request.user)
    form = (BothCodesForm if change else NewAddressForm)(request.POST or None, change=change, by=request.user)

    if form.is_valid() and (onward := form.take_step()):
        messages.success(request, "Your address is changed" if change else "Two codes are on their way")
        return redirect(onward)

    return render(request, "accounts/address_change.html", {"form": form, "change": change})


@login_not_required
@require_POST
def work_account_sign_in(request):
    return work_accounts.leave_for_server(request, AuthProcess.LOGIN, get_next_redirect_url(request))


@require_POST
def work_account_link(request):
    needs_fresh_factor(request)
    return work_accounts.leave_for_server(request, AuthProcess.CONNECT)


@require_POST
def work_account_unlink(request):
    needs_fresh_factor(request)
    if work_accounts.unlink(request=request):
        messages.success(request, "Unlinked. You sign in with your password or a passkey.")
    return redirect("accounts:account_detail")


def session_list(request):
    sessions = sessions_of(request.user, request.session.session_key)
    return render(request, "accounts/session_list.html", {"sessions": sessions})


@require_POST
def session_end(request):
    if request.POST.get("do") == "everywhere":
        end_all_sessions(user=request.user, by=request.user)
        logout(request)
        return redirect("overview:front_door")

    if end_session(public_id=request.POST.get("session", ""), by=request.user):
        messages.success(request, "Signed out there")
    return redirect("accounts:session_list")


def factor_given(request):
    return render(request, "accounts/factor_given.html")


@login_not_required
def kept_after_stale_token(request, reason=""):
    """What was typed on a stale page comes back; what another site posts does not."""
    if reason.startswith(FROM_ANOTHER_SITE):
        return refuse_another_site(request)
    return answer_with_kept_text(request, signed_out=not request.user.is_authenticated)
