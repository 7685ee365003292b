"""What the page of a meeting says around its agenda: of the time before, of what was done after."""

from django.urls import reverse

from meetings.models import AgendaItem, Meeting


def test_agenda_says_when_its_items_take_longer_than_the_meeting_lasts(signed_in, world):
    meeting = world.things.meeting
    AgendaItem.objects.filter(meeting=meeting).update(minutes=10)
    planned = 10 * AgendaItem.objects.filter(meeting=meeting).count()
    pages = {}
    for long in (planned, planned - 15):
        Meeting.objects.filter(pk=meeting.pk).update(minutes_long=long)
        for who in ("secretary", "planner"):
            page = signed_in(world.people[who]).get(reverse("meetings:meeting_detail", args=[meeting.public_id]))
            pages[who, long] = page.content.decode()

    assert f"The items take {planned} of {planned} minutes." in pages["secretary", planned]
    assert f"The items take {planned} minutes, 15 more than the meeting lasts." in pages["secretary", planned - 15]
    assert "The items take" not in pages["planner", planned - 15]


def test_page_of_a_meeting_that_is_over_says_what_was_done_and_what_was_not(signed_in, world):
    held = world.things.held
    first, *_others = held.items.all()
    AgendaItem.objects.filter(meeting=held).update(state="waiting")
    AgendaItem.objects.filter(pk=first.pk).update(state="parked", parked_because="nobody to speak")

    page = signed_in(world.people["chair"]).get(reverse("meetings:meeting_detail", args=[held.public_id]))

    words = page.content.decode()
    assert "Parked: nobody to speak" in words
    assert "Not reached" in words
    assert "Who came" in words
    assert "Who is here" not in words
