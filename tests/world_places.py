"""Other authorities, and on each side of the world a subgroup, in which of its people the chair alone has a seat."""

from datetime import timedelta

from django.utils import timezone

from groups.models import PAPG, Authority, Commission, Governance, Membership, Participation, Rules
from groups.roles import Role
from meetings.models import SentReport, SubgroupReport


def add_places(world):
    partner, asked_for, another = (
        Authority.objects.create(name=f"{name} Borough Council", gss=f"E0000091{number}", nation="England")
        for number, name in enumerate(["Moorland", "Fenland", "Heathland"])
    )
    for side in (world, world.other, world.sibling):
        side.group.participating.add(partner)
        side.things.partner, side.things.another = partner, another
        side.things.participation = Participation.objects.create(
            group=side.group,
            authority=asked_for,
            reason=f"{side.word} joint site",
            asked_by=side.people["grantor"],
        )
        side.things.subgroup = add_subgroup(side)
        report_to(side, side.things.meeting)


def add_subgroup(side, chair="chair", **fields):
    subgroup = PAPG.objects.create(
        **{
            "name": f"{side.word} vehicle project",
            "lead_authority": side.authority,
            "parent": side.group,
            "ends_on": timezone.localdate() + timedelta(days=200),
            **fields,
        }
    )
    Rules.objects.create(group=subgroup)
    Governance.objects.create(group=subgroup)
    Commission.objects.create(
        group=side.group, subgroup=subgroup, purpose=f"{side.word} barriers", sponsor=side.seats["planner"]
    )
    sit(side, subgroup, chair, Role.CHAIR)
    return subgroup


def sit(side, subgroup, name, role):
    """A confirmed seat in the subgroup for one of the side's people."""
    return Membership.objects.create(
        group=subgroup,
        user=side.people[name],
        organisation=side.organisations["council"],
        name=f"{side.word} subgroup {name}",
        brings=f"{side.word} brings that",
        role=role,
        granted_by=side.people["grantor"],
        confirmed_by=side.people["confirmer"],
        confirmed_at=timezone.now(),
        starts_at=timezone.now() - timedelta(days=30),
    )


def report_to(side, meeting):
    report = SubgroupReport.objects.create(group=side.things.subgroup, text=f"{side.word} report in hand", edition=1)
    report.texts.create(edition=1, text=report.text, by=side.people["chair"])
    side.things.report = report
    return SentReport.objects.create(
        group=side.group,
        meeting=meeting,
        subgroup=side.things.subgroup,
        course="stuck",
        text=f"{side.word} report that was sent",
        sent_by=side.people["chair"],
        sent_by_name=f"{side.word} subgroup chair",
    )
