"""No order of joining, leaving, standing in, restricting, circulating and the like opens what the policy keeps closed.

A machine takes 20 steps, 300 times over, in the service and in a model of the policy (security/sequence_model.py).
After each step Python is asked about everybody and everything, SQL about what the step changed and about two more in
turn; at the end of a sequence somebody, in turn, reads the pages. Whoever reads what the model refuses, or not what it
lets them, fails the test.

A run asks the same questions as the one before. Hypothesis prints a failing sequence as the lines of a program: make
it a test below, where it stays, and `bin/test.py tests/security/test_sequences.py -k replay` takes those steps again.
"""

import itertools

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)

from tests.security.sequence_place import ASKED, MODELS, Place
from tests.security.sequence_steps import Sequence

SEQUENCES, STEPS = 300, 20


@pytest.fixture
def sequence(world, signed_in):
    """The machine, on a group made once."""
    place = Place(world.sibling, signed_in)
    return type(
        "Sequence",
        (Sequence,),
        {"place": place, "turn": itertools.cycle([(name, kind) for kind in MODELS for name in ASKED])},
    )


@pytest.mark.proof
def test_no_order_of_steps_opens_what_the_policy_keeps_closed(sequence):
    run_state_machine_as_test(
        sequence,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            phases=[Phase.explicit, Phase.generate],
        ),
    )


# Sequences to take again ----------------------------------------------------------------------------------------------


@pytest.fixture
def steps(sequence):
    """A machine whose steps the test takes one by one; `look` asks as after a step of its own."""
    state = sequence()
    state.look = state.everybody_reads_what_the_policy_lets_them
    yield state
    state.teardown()


def test_replay_the_invited_and_sent_read_until_approval(steps):
    steps.begin(nominated=True, invited=True, record="circulated")
    steps.look()
    steps.suspend_or_bring_back("guest")
    steps.look()
    steps.suspend_or_bring_back("guest")
    steps.move("approved", "first")
    steps.look()


def test_replay_member_s_new_role_before_the_one_who_was_sent_is_confirmed_again(steps):
    steps.begin(nominated=True, invited=False, record="open")
    steps.accept("nominee")
    steps.change_role(0, "adviser", "first")
    steps.confirm("second", 0)
    steps.set_limits("item", "official_sensitive", "statutory", [0], "first")
    steps.look()


def test_replay_widening_waits_for_a_second_person(steps):
    steps.begin(nominated=False, invited=False, record="circulated")
    steps.set_limits("item", "official", "statutory", [0], "first")
    steps.look()
    steps.set_limits("item", "official", "everyone", [0], "first")
    steps.look()
    steps.answer_widening(0, True, "second")
    steps.set_limits("decision", "official", "everyone", [0], "second")
    steps.look()


def test_replay_named_reader_leaves_and_comes_back(steps):
    steps.begin(nominated=False, invited=False, record="circulated")
    steps.set_limits("decision", "official", "named", [0, 4], "first")
    steps.look()
    member = steps.model.seat_of("member")
    steps.leave(steps.live_seats().index(member), "first")
    steps.join("member", "member", "council", "first")
    steps.look()


def test_replay_named_reader_of_a_decision_loses_the_item(steps):
    steps.begin(nominated=False, invited=False, record="circulated")
    steps.set_limits("decision", "official", "named", [0, 6], "first")
    steps.answer_reader(0, True, "second")
    steps.look()
    steps.set_limits("item", "official", "statutory", [0], "first")
    steps.look()
