"""A group that has no terms and no undertaking: its pages about them fail for nobody."""

import pytest
from django.urls import reverse

from tests.world_places import add_subgroup

EMPTY = {"chair": 404, "administrator": 404, "planner": 404, "stranger": 404, "operator": 404}
PAGES = {
    "groups:terms_detail": EMPTY,
    "groups:undertaking_accept": {**EMPTY, "administrator": 403},
    "groups:undertaking_change": {**EMPTY, "administrator": 403},
    "groups:rights_detail": {**EMPTY, "chair": 200, "administrator": 200},
}


@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_group_without_its_texts_fails_for_nobody(signed_in, world, name):
    address = reverse(name, args=[add_subgroup(world).public_id])

    assert {who: signed_in(world.people[who]).get(address).status_code for who in EMPTY} == PAGES[name]
