"""The audit log of an authority: its auditor reads, filters and takes it; nobody else, and never a word of content."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry, Kind
from audit.services import entry_of, record
from documents.models import Job
from documents.services import make_document
from groups.audit_log import MOST_ROWS
from groups.models import PAPG, Authority, LogExport, Office
from tests.lib.typed import typed_date
from tests.world import CANARY

MOST_QUERIES = 12
MANY = """
    INSERT INTO audit_entry
        (at, kind, actor, actor_name, verb, target_kind, target, "group", group_name, authority, detail)
    SELECT now() - number * interval '1 minute', 'change', 'person' || number %% 30, 'Person ' || number %% 30,
        'action updated', 'action', 'aaaaaaaaaa', %s, 'The group', %s, '{{}}'
    FROM generate_series(1, {rows}) AS number
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


def address(world, name="audit_log", **asked):
    return reverse(f"groups:{name}", args=[world.authority.public_id], query=asked)


@pytest.fixture
def auditor(signed_in, world):
    return signed_in(world.people["auditor"])


@pytest.fixture
def listed(auditor, world):
    """What the auditor is shown: who did what."""

    def listed(**asked):
        page = auditor.get(address(world, **asked))
        return [(entry.actor_name, entry.verb) for entry in page.context["entries"]]

    return listed


def done(side, who, verb, target=None, **fields):
    """An entry in the trail, by one of the side's people, about its group unless about something else."""
    entry = entry_of(by=side.people[who], verb=verb, target=target or side.group, kind=fields.pop("kind", Kind.CHANGE))
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save()
    return entry


def name_of(side, who):
    return side.people[who].name


def many(world, rows):
    with connection.cursor() as cursor:
        cursor.execute(MANY.format(rows=rows), [world.group.public_id, world.authority.name])
        cursor.execute("ANALYZE audit_entry")


# What stands in it ----------------------------------------------------------------------------------------------------


def test_log_is_of_all_groups_that_the_authority_leads_and_of_itself_newest_first(world, listed):
    done(world, "chair", "minutes approved")
    done(world.sibling, "sibling", "meeting opened")
    done(world, "grantor", "auditor appointed", Office.objects.get(user=world.people["auditor"]))

    assert listed() == [
        (name_of(world, "grantor"), "auditor appointed"),
        (name_of(world, "sibling"), "meeting opened"),
        (name_of(world, "chair"), "minutes approved"),
    ]


def test_nothing_of_another_authority_nor_of_no_authority_stands_in_it(world, auditor, listed):
    done(world.other, "chair", "minutes approved")
    done(world.other, "grantor", "auditor appointed", Office.objects.get(user=world.other.people["auditor"]))
    record(by=world.people["chair"], verb="signed in", target=world.people["chair"], kind=Kind.SIGN_IN)

    assert listed() == []
    assert CANARY not in auditor.get(address(world)).content.decode()


def test_group_that_takes_part_and_does_not_lead_is_not_in_it(world, listed):
    world.other.group.participating.add(world.authority)
    done(world.other, "chair", "minutes approved")

    assert listed() == []


def test_row_says_when_who_what_to_which_thing_and_in_which_group(world, auditor):
    at = timezone.make_aware(datetime(2026, 7, 1, 14, 5))
    done(world, "chair", "action updated", world.things.action, at=at)

    words = " ".join(auditor.get(address(world)).content.decode().split())

    for said in ["1 July 2026 at 14:05", name_of(world, "chair"), "Action updated", world.things.action.public_id]:
        assert said in words
    assert world.group.name in words


def test_page_and_file_hold_no_content(world, auditor):
    for thing in ["action", "restricted_entry", "section", "threat"]:
        record(by=world.people["chair"], verb="changed", target=getattr(world.things, thing), words="free words")

    page = auditor.get(address(world)).content.decode()
    texts = [page, ",".join(map(",".join, taken(auditor, world)))]

    content = ["open action", "restricted entry", "Westhaven aims", "Westhaven threat", "free words"]
    assert [words for words in content for text in texts if words in text] == []


def test_looking_at_it_is_not_recorded(world, auditor):
    before = Entry.objects.count()

    auditor.get(address(world))

    assert Entry.objects.count() == before


# Who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    ["administrator", "senior_owner", "chair", "secretary", "planner", "superuser_member", "operator", "stranger"]
    + ["nobody", "sibling"],
)
def test_nobody_else_reads_or_takes_it(signed_in, world, who):
    browser = signed_in(world.people[who])

    assert browser.get(address(world)).status_code == 404
    assert browser.post(address(world, "audit_log_export")).status_code == 404
    assert not LogExport.objects.exists()


def test_auditor_of_another_authority_does_not(signed_in, world):
    assert signed_in(world.other.people["auditor"]).get(address(world)).status_code == 404


@pytest.mark.parametrize(
    "lifetime",
    [{"ends_at": timezone.now() - timedelta(minutes=1)}, {"starts_at": timezone.now() + timedelta(days=1)}],
)
def test_auditor_before_and_after_the_office_does_not(world, auditor, lifetime):
    begins = {"starts_at": timezone.now() - timedelta(days=2)}
    Office.objects.filter(user=world.people["auditor"]).update(**{**begins, **lifetime})

    assert auditor.get(address(world)).status_code == 404


def test_office_opens_no_group(world, auditor):
    assert auditor.get(reverse("groups:member_list", args=[world.group.public_id])).status_code == 404


def test_auditor_finds_it_from_the_home_page_and_nobody_else_does(signed_in, world, auditor):
    link = f'href="{address(world)}"'

    assert link in auditor.get("/home/").content.decode()
    assert "You are in no group" not in auditor.get("/home/").content.decode()
    assert link not in signed_in(world.people["administrator"]).get("/home/").content.decode()


# Filters --------------------------------------------------------------------------------------------------------------


def test_days_are_those_of_london(world, listed):
    """In July midnight there is 23:00 in UTC."""
    for verb, at in [("before", "2026-07-01T22:59:59"), ("first", "2026-07-01T23:00:00")]:
        done(world, "chair", verb, at=datetime.fromisoformat(f"{at}+00:00"))
    for verb, at in [("last", "2026-07-03T22:59:59"), ("after", "2026-07-03T23:00:00")]:
        done(world, "chair", verb, at=datetime.fromisoformat(f"{at}+00:00"))
    first, last = typed_date("from_on", date(2026, 7, 2)), typed_date("to_on", date(2026, 7, 3))

    assert [verb for _who, verb in listed(**first, **last)] == ["last", "first"]
    assert [verb for _who, verb in listed(**first)] == ["after", "last", "first"]
    assert [verb for _who, verb in listed(**last)] == ["last", "first", "before"]


def test_one_group_one_person_and_one_kind(world, listed):
    done(world, "chair", "minutes approved")
    done(world, "fire", "read", kind=Kind.READING)
    done(world.sibling, "sibling", "meeting opened")
    done(world, "grantor", "auditor appointed", Office.objects.get(user=world.people["auditor"]))
    fire, chair = (name_of(world, "fire"), "read"), (name_of(world, "chair"), "minutes approved")

    assert listed(in_group=world.group.public_id) == [fire, chair]
    assert listed(person=world.people["fire"].public_id) == [fire]
    assert listed(person=name_of(world, "chair").lower()[:-1]) == [chair]
    assert listed(kind="reading") == [fire]
    assert listed(kind="reading", person=world.people["chair"].public_id) == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"from_on_day": "31", "from_on_month": "2", "from_on_year": "2026"}, "The first day must be a real date"),
        ({"to_on_day": "3"}, "The last day must include a day, month and year"),
        ({"kind": "gossip"}, "Choose one from the list"),
        ({"in_group": "zzzzzzzzzz"}, "Choose one from the list"),
        ({"person": "x" * 201}, "The person must be 200 characters or fewer"),
        (
            typed_date("from_on", date(2026, 3, 2)) | typed_date("to_on", date(2026, 3, 1)),
            "The last day must be the same as the first or after it",
        ),
    ],
)
def test_filter_that_is_wrong_is_said_in_the_summary_and_what_was_typed_stays(world, auditor, asked, says):
    done(world, "chair", "minutes approved")
    [typed, *_others] = asked.values()

    for page in [
        auditor.get(address(world, **asked)),
        auditor.post(address(world, "audit_log_export", **asked), follow=True),
    ]:
        words = page.content.decode()
        assert says in words.partition("govuk-error-summary")[2].partition("</ul>")[0]
        assert typed in words or typed in ["gossip", "zzzzzzzzzz"]  # a list shows only what it has
        assert "entries" not in page.context
    assert not LogExport.objects.exists()


def test_group_of_another_authority_is_no_choice(world, auditor):
    page = auditor.get(address(world, in_group=world.other.group.public_id))

    assert page.context["form"].errors == {"in_group": ["Choose one from the list"]}
    assert CANARY not in page.content.decode()


# Pages of it ----------------------------------------------------------------------------------------------------------


def test_fifty_at_a_time_and_the_filter_stays(world, auditor):
    for number in range(52):
        done(world, "chair", f"changed {number}")
    done(world, "fire", "read")
    chair = world.people["chair"].public_id

    first = auditor.get(address(world, person=chair))
    second = auditor.get(address(world, person=chair, page=2))

    assert [entry.verb for entry in second.context["entries"]] == ["changed 1", "changed 0"]
    assert (len(first.context["entries"]), first.context["older"], second.context["older"]) == (50, 2, 0)
    assert f'href="?person={chair}&amp;page=2" rel="next"' in first.content.decode()
    assert f'href="?person={chair}&amp;page=1" rel="prev"' in second.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 400, "7"])
def test_any_page_of_the_address_answers(world, auditor, page):
    assert auditor.get(address(world, page=page)).status_code == 200


def test_page_takes_as_many_queries_for_many_groups_and_entries_as_for_few(
    world, auditor, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        auditor.get(address(world))
    for number in range(5):
        group = PAPG.objects.create(name=f"Group {number}", lead_authority=world.authority)
        record(by=world.people["chair"], verb="group created", target=group)
        done(world, "chair", "changed")

    with django_assert_num_queries(len(few.captured_queries)):
        assert len(auditor.get(address(world)).context["entries"]) == 10


# As a file ------------------------------------------------------------------------------------------------------------


def taken(auditor, world, **asked):
    """The rows of the file that the auditor asks for and takes."""
    asked_for = auditor.post(address(world, "audit_log_export", **asked))
    job = Job.objects.latest("pk")
    assert asked_for.headers["Location"] == job.get_absolute_url()
    make_document(job_id=job.pk)
    answer = auditor.get(reverse("documents:job_download", args=[job.public_id]))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_file_holds_what_is_filtered(world, auditor):
    at = datetime.fromisoformat("2026-07-01T13:05:09+00:00")
    entry = done(world, "chair", "action updated", world.things.action, at=at)
    done(world, "fire", "read", kind=Kind.READING)
    done(world.sibling, "sibling", "meeting opened")
    chair = world.people["chair"]

    columns, row = taken(auditor, world, person=chair.public_id, in_group=world.group.public_id)

    assert columns == [
        "When", "Who", "Person", "Kind", "What was done", "To what", "Thing", "Group", "Group’s number",
    ]  # fmt: skip
    assert row == ["2026-07-01 14:05:09+01:00", chair.name, chair.public_id, "Change", "action updated", "action"] + [
        entry.target,
        world.group.name,
        world.group.public_id,
    ]
    _columns, *rows = taken(auditor, world, kind="reading")
    assert [row[4] for row in rows] == ["read"]


def test_name_of_the_file_says_authority_and_days(world, auditor):
    days = typed_date("from_on", date(2026, 3, 1)) | typed_date("to_on", date(2026, 3, 31))
    auditor.post(address(world, "audit_log_export", **days))
    auditor.post(address(world, "audit_log_export"))

    assert list(Job.objects.order_by("pk").values_list("file_name", flat=True)) == [
        "audit-log-westhaven-city-council-from-2026-03-01-to-2026-03-31.csv",
        f"audit-log-westhaven-city-council-to-{timezone.localdate()}.csv",
    ]


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_a_spreadsheet_would_run_is_made_harmless(world, auditor, begins):
    User.objects.filter(pk=world.people["chair"].pk).update(name=f"{begins}HYPERLINK(1)")
    world.people["chair"].refresh_from_db()
    done(world, "chair", "minutes approved")

    _columns, row = taken(auditor, world)

    assert row[1] == f"'{begins}HYPERLINK(1)"


def test_asking_for_it_and_taking_it_stand_in_the_log(world, auditor):
    done(world, "chair", "minutes approved")

    taken(auditor, world)

    export, auditing = LogExport.objects.get(), world.people["auditor"]
    recorded = [
        (entry.actor, entry.verb, entry.kind, entry.target)
        for entry in auditor.get(address(world)).context["entries"]
        if entry.verb != "minutes approved"
    ]
    assert recorded == [
        (auditing.public_id, "document taken", Kind.EXPORT, export.public_id),
        ("", "document made", Kind.CHANGE, export.public_id),
        (auditing.public_id, "document asked for", Kind.CHANGE, export.public_id),
    ]


def test_what_is_done_after_it_was_asked_for_is_not_in_it(world, auditor):
    done(world, "chair", "minutes approved")
    auditor.post(address(world, "audit_log_export"))
    done(world, "chair", "meeting opened")
    job = Job.objects.get()
    make_document(job_id=job.pk)

    answer = auditor.get(reverse("documents:job_download", args=[job.public_id]))

    rows = b"".join(answer.streaming_content).decode().splitlines()
    assert len(rows) == 2
    assert "minutes approved" in rows[1]


def test_it_is_neither_made_nor_given_when_the_office_has_ended(world, auditor, caplog):
    for _ in range(2):
        auditor.post(address(world, "audit_log_export"))
    first, second = Job.objects.order_by("pk")
    make_document(job_id=first.pk)
    Office.objects.filter(user=world.people["auditor"]).update(ends_at=timezone.now())
    make_document(job_id=second.pk)

    for job in [first, second]:
        for name in ["job_detail", "job_download"]:
            assert auditor.get(reverse(f"documents:{name}", args=[job.public_id])).status_code == 404
    assert [Job.objects.get(pk=job.pk).state for job in [first, second]] == [Job.State.DONE, Job.State.FAILED]


def test_it_is_not_made_for_a_closed_account(world, auditor, caplog):
    auditor.post(address(world, "audit_log_export"))
    User.objects.filter(pk=world.people["auditor"].pk).update(is_active=False)
    job = Job.objects.get()

    make_document(job_id=job.pk)

    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED


def test_file_holds_the_newest_hundred_thousand_and_the_page_says_so(world, auditor):
    many(world, MOST_ROWS + 5)

    rows = taken(auditor, world)

    assert len(rows) == 1 + MOST_ROWS
    assert rows[1][0] > rows[-1][0]
    assert "at most the newest 100,000 entries" in auditor.get(address(world)).content.decode()


# The database ---------------------------------------------------------------------------------------------------------


def test_what_was_asked_for_is_never_changed(world, auditor):
    auditor.post(address(world, "audit_log_export"))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LogExport.objects.update(person="somebody else")


def test_two_authorities_of_one_name_would_read_each_other_and_are_refused(world):
    with pytest.raises(DatabaseError, match="told_apart"), transaction.atomic():
        Authority.objects.create(name=world.authority.name, gss="E00000999")
