"""Deputies for one meeting, whom the member names in one step; and their confirming."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.services import invited_or_known
from audit.services import record
from groups.services.confirmations import confirm
from groups.services.deputyships import refuse_deputy
from groups.services.organisations import chosen_or_added
from meetings.models import Attendance, Meeting, Nomination
from meetings.services.attendance import end_nominations

GONE = "This deputy no longer stands in at the meeting"
OVER = "This meeting has been held: nobody is sent to it any more"


@transaction.atomic
def nominate_deputy(
    *, meeting, seat, by, name, email, organisation=None, new_organisation="", new_organisation_kind="", **about
):
    """Somebody stands in the seat at this meeting, and the answer is that they come. In the place of whoever was named
    before. `about`: job_title, empowered. Raises ValidationError.
    """
    refuse_deputy(seat, email, by)
    if Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk).state == Meeting.State.HELD:
        raise ValidationError(OVER)
    organisation = chosen_or_added(
        group=meeting.group,
        organisation=organisation,
        new_organisation=new_organisation,
        new_organisation_kind=new_organisation_kind,
        by=by,
    )
    end_nominations(meeting, seat)
    nomination = Nomination.objects.create(
        group=meeting.group,
        meeting=meeting,
        seat=seat,
        user=invited_or_known(email=email, name=name),
        organisation=organisation,
        name=name,
        granted_by=by,
        **about,
    )
    comes = {"answer": Attendance.Answer.DEPUTY, "person": nomination.user, "deputy_name": name}
    Attendance.objects.update_or_create(meeting=meeting, seat=seat, defaults={"group": meeting.group, **comes})
    record(by=by, verb="deputy nominated for a meeting", target=nomination, seat=seat.public_id)
    return nomination


@transaction.atomic
def confirm_nomination(*, nomination, by):
    """Raises ValidationError."""
    found = Nomination.objects.filter(pk=nomination.pk).select_for_update(of=["self"]).active().with_people().first()
    if found is None:
        raise ValidationError(GONE)
    confirm(found, by=by)
    record(by=by, verb="nominated deputy confirmed", target=found)
    return found
