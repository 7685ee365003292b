"""Faults against the canary sweep: words of the record that leave by a way on which no page is looked at for them."""

from tests.planted.fault import Fault

PAGES = "tests/security/test_canaries.py::test_no_page_shows_what_its_reader_may_not_have"
FORMS = "tests/security/test_canaries_in_forms.py::test_no_answer_to_a_form_tells_more"
KEPT = "tests/security/test_canaries_in_forms.py::test_page_that_keeps_what_was_typed_holds_nothing_of_the_record"
PAPER = "tests/security/test_canaries_on_paper.py"

STRAYS = [
    Fault(
        "withheld-words-in-a-header",
        "The page of a meeting names the handling of each item in a header, withheld ones too.",
        [f"{PAGES}[nominee]"],
        "meetings/views/meetings.py",
        (
            "    return recorded_page(\n"
            '        request, "meetings/meeting_detail.html", {**context, **about}, page=meeting, '
            "shown=shown_on(lines) + decisions\n"
            "    )\n"
        ),
        (
            "    response = recorded_page(\n"
            '        request, "meetings/meeting_detail.html", {**context, **about}, page=meeting, '
            "shown=shown_on(lines) + decisions\n"
            "    )\n"
            '    response["X-Agenda"] = " ".join(item.handling for item in meeting.items.all())\n'
            "    return response\n"
        ),
    ),
    Fault(
        "withheld-words-in-the-log",
        "What is withheld is logged with its handling instruction.",
        [f"{PAGES}[nominee]"],
        "groups/sensitivity.py",
        "    raise Withheld\n",
        (
            "    import logging\n"
            "\n"
            '    words = list(everything.values_list("handling", flat=True))\n'
            '    logging.getLogger("groups").info("%s may not read %s", user.pk, words)\n'
            "    raise Withheld\n"
        ),
    ),
    Fault(
        "withheld-page-says-what-for",
        "The page that says “withheld” says the handling instruction, too.",
        [f"{PAGES}[nominee]"],
        "papg/views.py",
        (
            '    return render(request, "withheld.html" if isinstance(exception, Withheld) else "403.html", '
            "status=403)\n"
        ),
        (
            "    from meetings.models import AgendaItem\n"
            "\n"
            '    response = render(request, "withheld.html" if isinstance(exception, Withheld) else "403.html", '
            "status=403)\n"
            "    items = AgendaItem.objects.filter(**request.resolver_match.kwargs)\n"
            '    response.content += "".join(items.values_list("handling", flat=True)).encode()\n'
            "    return response\n"
        ),
    ),
    Fault(
        "readings-speak-the-words",
        "The page of readings calls an action by its handling instruction, also to those who may not read it.",
        [f"{PAGES}[deputy_chair]"],
        "actions/models.py",
        '    SPOKEN = "action {number}"\n',
        '    SPOKEN = "action {number} {handling}"\n',
    ),
    Fault(
        "message-quotes-the-record",
        "The message after a change quotes what was written, and the session keeps it.",
        [f"{FORMS}[meetings:item_edit item]"],
        "meetings/views/agenda.py",
        'messages.success(request, f"Item {item.number} saved")',
        'messages.success(request, f"Item {item.title} saved")',
    ),
    Fault(
        "audit-quotes-the-record",
        "The entry in the audit trail says the new title of an item.",
        [f"{FORMS}[meetings:item_edit item]"],
        "meetings/services/agenda.py",
        'record(by=by, verb="agenda item changed", target=stands)',
        'record(by=by, verb="agenda item changed", target=stands, title=stands.title)',
    ),
    Fault(
        "words-in-a-key-of-the-cache",
        "The cache counts who saves the same words.",
        [f"{FORMS}[meetings:entry_edit draft_entry]"],
        "lib/editions.py",
        '    for name, value in {**words, "edition": edition + 1}.items():\n',
        (
            "    from django.core.cache import cache\n"
            "\n"
            '    cache.set("saved:" + "-".join(text.split()), 1)\n'
            '    for name, value in {**words, "edition": edition + 1}.items():\n'
        ),
    ),
    Fault(
        "form-names-the-others",
        "A form that is not filled in says the titles that are taken, withheld ones too.",
        [f"{FORMS}[groups:annex_add group]"],
        "groups/forms/annexes.py",
        '    submit = "Add the annex"\n',
        (
            '    submit = "Add the annex"\n'
            "\n"
            "    def clean(self):\n"
            "        from groups.models import TermsAnnex\n"
            "\n"
            '        titles = ", ".join(TermsAnnex.objects.values_list("title", flat=True))\n'
            '        self.add_error(None, f"Choose a title that is not taken: {titles}")\n'
            "        return super().clean()\n"
        ),
    ),
    Fault(
        "session-keeps-what-was-typed",
        "What was posted signed out is kept in the session of that browser.",
        [f"{KEPT}[meetings:entry_add draft_item]"],
        "accounts/kept.py",
        "    kept = typed_in(request)\n",
        '    kept = request.session["kept"] = typed_in(request)\n',
    ),
    Fault(
        "title-of-an-annex-in-the-document",
        "The metadata of the terms name the annexes by their titles.",
        [f"{PAPER}::test_no_document_holds_more_than_its_readers_may_have"],
        "groups/terms_document.py",
        '    return render_to_string("pdf/terms.html", context)\n',
        (
            '    titles = ",".join(TermsAnnex.objects.values_list("title", flat=True))\n'
            '    keywords = f\'<meta name="keywords" content="{titles}">\'\n'
            '    return render_to_string("pdf/terms.html", context).replace("<style>", f"{keywords}<style>")\n'
        ),
    ),
    Fault(
        "reminder-carries-the-way-in",
        "The mail before a meeting carries its joining link in the address of the page.",
        [f"{PAPER}::test_no_mail_holds_anything_of_the_record"],
        "meetings/notices.py",
        '    return {"page": f"{settings.SITE_ADDRESS}{page}"}\n',
        (
            "    link = Meeting.objects.get(public_id=_meeting_of(notice)).joining_link\n"
            '    return {"page": f"{settings.SITE_ADDRESS}{page}?link={link}"}\n'
        ),
    ),
    Fault(
        "log-tells-the-row",
        "The log repeats what PostgreSQL says of a refused row.",
        ["tests/papg/test_canaries_in_service.py"],
        "papg/settings.py",
        '{"line": {"()": "lib.logs.WithoutRows", "format"',
        '{"line": {"format"',
    ),
]
