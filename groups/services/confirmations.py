"""A seat, or standing in for one, opens OFFICIAL-SENSITIVE once a third person inside the group has confirmed it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from groups.access import sits_in
from groups.models import Membership


def why_not_confirm(seated, user):
    """Why this person may not confirm this seat or deputyship, in their words; empty when they may.

    The database refuses the first two as well. The third closes a way round: who stands in for a member would open
    their own way in with the member's.
    """
    if seated.confirmed_by_id:
        return f"{seated.name} is confirmed already"
    if seated.user_id == user.pk:
        return "Nobody confirms themselves. Another chair or secretary confirms you"
    if seated.granted_by_id == user.pk:
        return f"You gave {seated.name} this place, so another chair or secretary confirms it"
    if isinstance(seated, Membership) and sits_in(user, seated):
        return f"You stand in for {seated.name}, so another chair or secretary confirms the seat"
    return ""


def confirm(seated, *, by):
    """`seated` is locked by the caller. Raises ValidationError."""
    if refusal := why_not_confirm(seated, by):
        raise ValidationError(refusal)
    seated.confirmed_by, seated.confirmed_at = by, timezone.now()
    seated.save(update_fields=["confirmed_by", "confirmed_at"])
