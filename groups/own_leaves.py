"""The sensitive leaves of this app itself."""

from groups.leaves import register
from groups.models import StandingItem, TermsAnnex
from groups.services.standing_items import refuse_blind_owner


def register_own():
    register(
        StandingItem,
        words="Standing item {}",
        number="position",
        page="groups:standing_item_readers",
        check=refuse_blind_owner,
    )
    register(TermsAnnex, words="Annex {}", number="letter", page="groups:annex_readers")
