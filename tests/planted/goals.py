"""Faults against the proofs of tests/security: revocation, dates, fields, what is final, methods."""

from tests.planted.fault import Fault

GOALS = [
    Fault(
        "rights-are-kept-for-a-second",
        "What somebody may do is looked up once a second.",
        ["tests/security/test_revocation.py::test_no_request_begun_after_a_removal_still_reads"],
        "groups/access.py",
        ("        hats = [hat for _person, hat in _hats(_rows_of_person(user.pk))]\n"),
        (
            "        import time\n"
            "\n"
            '        kept = globals().setdefault("kept", {})\n'
            "        if time.monotonic() - kept.get(user.pk, (0,))[0] > 1:\n"
            "            kept[user.pk] = time.monotonic(), [hat for _person, hat in _hats(_rows_of_person(user.pk))]\n"
            "        hats = kept[user.pk][1]\n"
        ),
    ),
    Fault(
        "closed-account-is-served",
        "What a closed account had queued is still made.",
        ["tests/security/test_revocation.py::test_document_asked_for_before_is_not_made_after"],
        "groups/access.py",
        "    open_account = Q(user__is_active=True)\n",
        "    open_account = Q()\n",
    ),
    Fault(
        "invitation-by-the-other-clock",
        "Invitations run out by the application's clock.",
        ["tests/security/test_dates.py::test_invitation_ends_at_its_second"],
        "accounts/models.py",
        "used_at__isnull=True, expires_at__gt=Now(), user__is_active=True",
        'used_at=None, expires_at__gt=__import__("django.utils.timezone").utils.timezone.now(), user__is_active=True',
    ),
    Fault(
        "right-begins-a-moment-late",
        "At the very moment at which it begins, a right does not hold yet.",
        ["tests/security/test_dates.py::test_right_begins_at_its_second_and_ends_at_its_second"],
        "lib/dated.py",
        'Q(**{f"{prefix}starts_at__lte": Now()})',
        'Q(**{f"{prefix}starts_at__lt": Now()})',
    ),
    Fault(
        "form-takes-what-it-did-not-ask",
        "Who reports on an action can post who may read it.",
        [
            "tests/security/test_fields.py::test_form_changes_what_it_asks_for_and_nothing_beside"
            "[form actions:action_update action open action]"
        ],
        "actions/views.py",
        ("        services.update_action(action=action, by=request.user, **form.cleaned_data)\n"),
        (
            "        services.update_action(action=action, by=request.user, **form.cleaned_data)\n"
            '        posted = request.POST.get("audience", action.audience)\n'
            "        Action.objects.filter(pk=action.pk).update(audience=posted)\n"
        ),
    ),
    Fault(
        "roll-is-not-final",
        "The roll of approved minutes can be changed.",
        ["tests/security/test_final.py::test_database_refuses_every_change_to_what_is_final"],
        "meetings/migrations/0002_approved_is_final.py",
        ('        final("meetings_attendance", "meetings_part_is_final"),\n'),
        "",
    ),
    Fault(
        "lines-move-into-approved-minutes",
        "Attendance and items can be added to a meeting whose minutes are approved, or moved there.",
        ["tests/security/test_final.py::test_database_refuses_every_change_to_what_is_final"],
        "meetings/migrations/0002_approved_is_final.py",
        "    IF TG_OP <> 'DELETE' THEN PERFORM meetings_refuse_if_final(NEW.meeting_id); RETURN NEW; END IF;",
        "    IF TG_OP <> 'DELETE' THEN RETURN NEW; END IF;",
    ),
    Fault(
        "approved-without-a-lock",
        "What is saved while minutes are approved escapes their hash.",
        ["tests/security/test_approval_races.py::test_nothing_slips_in_behind_an_approval"],
        "meetings/services/minutes.py",
        ("    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)\n    if minutes.corr"),
        ("    minutes = Minutes.objects.get(pk=minutes.pk)\n    if minutes.corr"),
    ),
    Fault(
        "any-method-is-answered",
        "PUT, TRACE and the like are answered as if they were GET.",
        ["tests/security/test_methods.py::test_no_other_method_is_answered_anywhere[PUT]"],
        "papg/settings.py",
        '    "lib.methods.known_methods_only",\n',
        "",
    ),
    Fault(
        "no-token-is-asked",
        "A form is taken without its token.",
        ["tests/security/test_methods.py::test_post_without_a_token_does_nothing_and_gives_back_what_was_typed"],
        "papg/settings.py",
        '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        "",
    ),
    Fault(
        "reading-writes",
        "Looking at a meeting writes to it.",
        ["tests/security/test_methods.py::test_reading_writes_the_audit_trail_and_nothing_else"],
        "meetings/views/meetings.py",
        ("    lines = agenda_of(meeting, request.user)\n"),
        (
            "    lines = agenda_of(meeting, request.user)\n"
            "    Meeting.objects.filter(pk=meeting.pk).update(place=meeting.place)\n"
        ),
    ),
    Fault(
        "signing-in-leads-anywhere",
        "Who has signed in is sent wherever the address says.",
        ["tests/security/test_methods.py::test_signing_in_and_out_and_confirming_leads_to_this_site_whatever_is_asked"],
        "accounts/adapters.py",
        ("    def is_open_for_signup(self, request):\n"),
        ("    def is_safe_url(self, url):\n        return True\n\n    def is_open_for_signup(self, request):\n"),
    ),
]
