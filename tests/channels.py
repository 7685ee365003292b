"""The registry of channels: every way by which text leaves the service, and what looks into it.

Two parts. CHANNELS says of each way how the canary sweep looks at it, or that the product has none and how that is
known. The lists below it are the ways that the code has, by name: tests/security/test_channels.py derives them from the
code, so that a new one fails until it has a line here, and thereby a look.
"""

SEARCH = "test_no_search_of_decisions_finds_or_counts_what_is_withheld"
PAGES = "test_no_page_shows_what_its_reader_may_not_have"
PARTS = "test_no_part_of_a_page_that_a_script_fetches_shows_more"
KEPT = "test_page_that_keeps_what_was_typed_holds_nothing_of_the_record"
FORMS = "test_no_answer_to_a_form_tells_more"
PAPER = "test_no_document_holds_more_than_its_readers_may_have"
MAILS = "test_no_mail_holds_anything_of_the_record"
PRINTED = "test_no_command_prints_anything_of_the_record"
RUNNING = "test_running_service_leaves_nothing_of_the_record"
ABSENT = "none"  # there is none: the words after it must stand in no address, type or library of the service

CHANNELS = {
    "list": PAGES,
    "detail page": PAGES,
    "edit form": PAGES,
    "choices of a form": PAGES,
    "home page and its badges": PAGES,
    "recent decisions and what is coming": PAGES,
    "breadcrumbs, related, next and previous": PAGES,
    "gaps in numbering": PAGES,
    "withheld page": PAGES,
    "search result": SEARCH,
    "search snippet": SEARCH,
    "filter": SEARCH,
    "page of what does not exist": PAGES,
    "print view": PAGES,
    "page for what was typed signed out": KEPT,
    "page for what was typed with a stale token": KEPT,
    "validation message": FORMS,
    "message after a change": FORMS,
    "conflict of two editions": FORMS,
    "headers: Location, ETag, Content-Disposition, cookies": PAGES,
    "headers of answers to forms": FORMS,
    "part of a page fetched by script": PARTS,
    "document: words": PAPER,
    "document: metadata, outline, attachments": PAPER,
    "document: file name": PAGES,
    "CSV": PAPER,
    "download": PAGES,
    "guess of an address": PAGES,
    "mail: subject, headers, words": MAILS,
    "mail at once (invitation, seat given)": FORMS,
    "mail through the real server": RUNNING,
    "outbox row": MAILS,
    "job row": PAPER,
    "audit trail": FORMS,
    "audit view": PAGES,
    "anchors of the audit trail": RUNNING,
    "session row": FORMS,
    "cache": FORMS,
    "message to the worker": FORMS,
    "Redis of the running service": RUNNING,
    "log of web, worker and beat": RUNNING,
    "log in tests, at every level": PAGES,
    "log of PostgreSQL": RUNNING,
    "error page": RUNNING,
    "stored files: names": RUNNING,
    "output of commands": PRINTED,
    "health": PAGES,
    "text kept in the browser": "test_browser_keeps_text_in_one_place_only",
    # What the product does not have
    "autocomplete": (ABSENT, "autocomplete"),
    "spreadsheet": (ABSENT, "xls"),
    "calendar": (ABSENT, "ics"),
    "feed": (ABSENT, "feed"),
    "digest": (ABSENT, "digest"),
    "attachment": (ABSENT, "attachment"),
    "thumbnail": (ABSENT, "thumbnail"),
    "upload": PAGES,
    "admin screen": (ABSENT, "admin"),
    "bundle for a request": (ABSENT, "foi"),
    "programming interface": (ABSENT, "api"),
}

# The ways that the code has -------------------------------------------------------------------------------------------

CONTENT_TYPES = {
    "text/html; charset=utf-8",
    "application/json",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/csv",
    "text/plain",
    "text/plain; charset=utf-8",
}
# Where an answer is made that is no page: (file, what is called)
BARE_ANSWERS = {
    ("accounts/work_accounts.py", "ImmediateHttpResponse"),  # a redirect, out of allauth
    ("documents/views.py", "FileResponse"),
    ("documents/views.py", "HttpResponse"),
    ("groups/views/member_imports.py", "HttpResponse"),  # the template, which is the same for everybody
    ("lib/methods.py", "HttpResponseNotAllowed"),
    ("meetings/views/follow.py", "HttpResponse"),  # 204: nothing new
    ("meetings/views/meetings.py", "HttpResponse"),  # the same
    ("papg/health.py", "JsonResponse"),
    ("papg/views.py", "HttpResponseServerError"),
}
NOTICES = {
    "audit_anchor",
    "decision_review",
    "escalation_answered",
    "escalation_waits",
    "group_moved",
    "meeting_reminder",
    "place_lapsed",
    "report_sent_up",
    "review_due",
    "review_waits",
    "seat_made",
    "second_factor_reset",
    "subgroup_ends",
    "summary_waits",
    "terms_put",
    "terms_review_due",
    "terms_review_soon",
    "undertaking_changed",
    "undertaking_runs_out",
}
# The thing of the world of which each is made, and for whom; those made for one reader alone, for more than this one
DOCUMENTS = {
    "terms": ("terms", "chair"),
    "terms_in_word": ("terms", "chair"),
    "terms_sign_off": ("put_terms", "chair"),
    "audit_log": ("log_export", "auditor"),
    "coverage_board": ("group", "planner"),
    "minutes": ("minutes", "secretary"),
    "minutes_in_word": ("minutes", "deputy_chair"),
    "open_summary": ("summary", "venue"),
    "upward_report": ("upward_report", "senior_owner"),
    "decision_log": ("decision_export", "chair"),
}
TASKS = {"documents.tasks.make_document", "notices.tasks.sweep"}
MAIL_TEMPLATES = {
    "account/email/password_reset_key_message.txt",
    "account/email/password_reset_key_subject.txt",
    "emails/account_starts_anew.txt",
    "emails/address_changed.txt",
    "emails/address_code.txt",
    "emails/audit_anchor.txt",
    "emails/decision_review.txt",
    "emails/escalation_answered.txt",
    "emails/escalation_waits.txt",
    "emails/group_moved.txt",
    "emails/invitation.txt",
    "emails/meeting_reminder.txt",
    "emails/place_lapsed.txt",
    "emails/report_sent_up.txt",
    "emails/reset_vouched_for.txt",
    "emails/review_due.txt",
    "emails/review_waits.txt",
    "emails/seat_given.txt",
    "emails/seat_made.txt",
    "emails/second_factor_reset.txt",
    "emails/sign_in_changed.txt",
    "emails/subgroup_ends.txt",
    "emails/summary_waits.txt",
    "emails/terms_put.txt",
    "emails/terms_review_due.txt",
    "emails/terms_review_soon.txt",
    "emails/test_mail.txt",
    "emails/undertaking_changed.txt",
    "emails/undertaking_runs_out.txt",
}
# With what the sweep runs each
COMMANDS = {
    "add_organisation": ["--kind", "police", "--name", "Estuary Police"],
    "appoint_administrator": ["--help-me"],
    "appoint_senior_owner": ["--help-me"],
    "demo": [],
    "find_spills": [],
    "load_authorities": ["nothing.csv"],
    "load_framework": [],
    "load_reference": [],
    "move_group": ["--help-me"],
    "new_start": ["--help-me"],
    "send_test_mail": ["somebody@papg.example"],
    "verify_audit": [],
}
CACHE_WRITERS = {"accounts/middleware.py", "accounts/sessions.py"}
SESSION_WRITERS = {"accounts/middleware.py"}
LOGGERS = {
    "accounts/adapters.py",
    "accounts/services.py",
    "accounts/work_accounts.py",
    "audit/anchors.py",
    "documents/services.py",
    "lib/cache.py",
    "notices/services.py",
    "notices/sweeps.py",
}
FILE_WRITERS = {"documents/store.py"}
