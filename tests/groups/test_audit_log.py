"""The audit log of an authority: its auditor reads, filters and takes it; nobody else, and never a word of content."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry, Kind
from audit.services import record
from groups.models import PAPG, Authority, LogExport, Office
from tests.databases import asked_in
from tests.groups.audit_logs import address, auditing, done, name_of, taken
from tests.lib.typed import typed_date
from tests.world import CANARY

MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def auditor(signed_in, world):
    return auditing(signed_in, world)


@pytest.fixture
def listed(auditor, world):
    """What the auditor is shown: who did what."""

    def listed(**asked):
        page = auditor.get(address(world, **asked))
        return [(entry.actor_name, entry.verb) for entry in page.context["entries"]]

    return listed


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
    record(by=world.people["adviser"], verb="signed in", target=world.people["adviser"], kind=Kind.SIGN_IN)

    assert listed() == []
    assert CANARY not in auditor.get(address(world)).content.decode()


def test_what_one_person_did_to_one_thing_over_and_over_within_an_hour_is_one_line_that_opens(world, auditor):
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for minutes in (0, 7, 59, 61):
        done(world, "chair", "entry saved", world.things.entry, at=noon + timedelta(minutes=minutes))
    done(world, "secretary", "entry saved", world.things.entry, at=noon + timedelta(minutes=8))
    done(world, "chair", "entry saved", world.things.restricted_entry, at=noon + timedelta(minutes=9))
    done(world, "chair", "decision saved", world.things.entry, at=noon + timedelta(minutes=10))

    page = auditor.get(address(world))

    told = [(line.newest.actor_name, line.newest.verb, len(line.entries)) for line in page.context["lines"]]
    assert told == [
        (name_of(world, "chair"), "entry saved", 3),
        (name_of(world, "chair"), "decision saved", 1),
        (name_of(world, "chair"), "entry saved", 1),
        (name_of(world, "secretary"), "entry saved", 1),
        (name_of(world, "chair"), "entry saved", 1),
    ]
    shown = " ".join(page.content.decode().split())
    clocks = [f"{timezone.localtime(noon + timedelta(minutes=minutes)):%H:%M}" for minutes in (7, 61)]
    assert "Entry saved 3 times" in shown
    assert f"{clocks[0]} to {clocks[1]}" in shown
    assert len(taken(auditor, world)) == 1 + 7  # the words above them, and each entry in a row of its own


def test_authorities_of_one_name_are_not_shown_what_may_be_the_others(world, listed):
    done(world, "chair", "minutes approved")
    done(world, "grantor", "auditor appointed", Office.objects.get(user=world.people["auditor"]))
    Authority.objects.create(name=world.authority.name, gss="E00000999")

    assert listed() == [(name_of(world, "chair"), "minutes approved")]


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

    with django_assert_num_queries(len(asked_in(few))):
        assert len(auditor.get(address(world)).context["entries"]) == 10
