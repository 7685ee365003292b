"""Two people at one thing: the second is told, whatever it was that the first has changed."""

from django.urls import reverse

from tests.lib.typed import typed_date
from tests.security.forms import editing
from tests.world_meetings import RESTRICTED


def test_new_owner_is_not_undone_by_a_page_opened_before(signed_in, world):
    action = world.things.action
    chair, secretary = signed_in(world.people["chair"]), signed_in(world.people["secretary"])
    address = reverse("actions:action_edit", args=[action.public_id])
    later = action.due_on.replace(year=action.due_on.year + 1)
    words = {"text": action.text}

    chair.post(address, editing(action, **words, owner=world.seats["fire"].public_id))
    told = secretary.post(address, editing(action, **words, **typed_date("due_on", later)))

    assert told.status_code == 200
    assert "changed meanwhile" in told.content.decode()
    action.refresh_from_db()
    assert (action.owner, action.edition) == (world.seats["fire"], 2)
    form = told.context["form"]
    again = editing(action, **words, **typed_date("due_on", later), edition=form["edition"].value())
    assert secretary.post(address, again).status_code == 302


def test_form_sent_twice_is_no_conflict(signed_in, world):
    action = world.things.action
    chair = signed_in(world.people["chair"])
    address = reverse("actions:action_edit", args=[action.public_id])
    typed = editing(action, owner=world.seats["fire"].public_id)

    answers = [chair.post(address, typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert action.texts.count() == 2


def test_page_opened_before_somebody_restricted_it_does_not_open_it_again(signed_in, world):
    """The member's page still says OFFICIAL when the deputy has made it OFFICIAL-SENSITIVE in the same words."""
    member, deputy = signed_in(world.people["planner"]), signed_in(world.people["deputy"])
    address = reverse("meetings:contribution_write", args=[world.things.item.public_id])
    form = member.get(address).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    words = {"text": world.things.contribution.text, "edition": "1", "do": "save"}

    deputy.post(address, {**words, **RESTRICTED})
    told = member.post(address, {**opened, "text": "New words", "do": "save"})

    assert "changed meanwhile" in told.content.decode()
    world.things.contribution.refresh_from_db()
    assert world.things.contribution.marking == "official_sensitive"
    form = told.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert member.post(address, {**again, **RESTRICTED, "do": "save"}).status_code == 302
