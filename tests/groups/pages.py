"""What the tests of the groups room ask of a page."""

from audit.models import Entry


def errors_of(response):
    """What the error summary says."""
    forms = [response.context["form"]]
    return [str(message) for form in forms for messages in form.errors.values() for message in messages]


def changes(*, by):
    """(verb, public id of the target) of what this person changed, in order."""
    entries = Entry.objects.filter(actor=by.public_id, kind="change").order_by("pk")
    return list(entries.values_list("verb", "target"))


def invitation(world, **changed):
    """What the invite page posts for somebody new."""
    return {
        "name": "Jo Okafor",
        "email": "jo@estuary.example",
        "job_title": "Station Manager",
        "organisation": world.organisations["fire"].public_id,
        "new_organisation": "",
        "new_organisation_kind": "",
        "role": "member",
        "areas": [world.things.area.public_id],
        "seniority": "manager",
        "brings": "Knows the risk sites",
        **changed,
    }


def deputy(world, **changed):
    """What the deputy page posts for somebody new."""
    return {
        "name": "Jo Okafor",
        "email": "jo@westhaven.example",
        "organisation": world.authority_organisation.public_id,
        **changed,
    }
