"""Goal G32: whatever somebody does who owns the database, verify_audit finds it and names it."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from audit.anchors import AnchorBroken
from audit.models import Entry, Seal
from audit.seals import head_of
from audit.services import seal_and_anchor
from tests.audit import trail
from tests.databases import as_superuser, environment_on

# Three of each kind on each run of the suite, twenty by `make proofs`
TIMES = [3, pytest.param(20, marks=pytest.mark.proof)]
KINDS = [trail.edit, trail.delete, trail.insert, trail.swap, trail.cut_the_tail, trail.lose_all, trail.rewrite]
WELL = f"audit: {trail.SEALS * trail.IN_EACH} entries, {trail.SEALS} seals, all is well"

pytestmark = pytest.mark.usefixtures("own_database")


def verified(capsys, *words):
    """The one line that the command says, whichever way it ends."""
    try:
        call_command("verify_audit", *words)
    except CommandError as bad:
        return str(bad)
    return capsys.readouterr().out.strip()


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_tampering_is_found_and_named(tamper, times, capsys):
    known = trail.make_trail()
    wanted, told = [], []
    for number in range(times):
        trail.restore(known)
        wanted.append(WELL)
        told.append(verified(capsys))
        with as_superuser():
            wanted.append(f"audit: {tamper(trail.seeded(tamper.__name__, number))}")
        told.append(verified(capsys)[: len(wanted[-1])])

    assert told == wanted


@pytest.mark.parametrize("times", TIMES)
def test_what_was_put_in_is_found_after_an_honest_seal_too(times, capsys):
    known = trail.make_trail()
    wanted, told = [], []
    for number in range(times):
        trail.restore(known)
        with as_superuser():
            wanted.append(f"audit: {trail.insert(trail.seeded('sealed', number))}")
        trail.append()
        seal_and_anchor()
        told.append(verified(capsys)[: len(wanted[-1])])

    assert told == wanted


@pytest.mark.parametrize("tamper", [trail.cut_the_tail, trail.lose_all, trail.rewrite], ids=lambda kind: kind.__name__)
def test_sealer_does_not_go_on_from_a_chain_that_was_not_anchored(tamper, capsys):
    trail.restore(trail.make_trail())
    with as_superuser():
        tamper(trail.seeded(tamper.__name__))
    before = settings.AUDIT_ANCHOR_FILE.read_text()
    trail.append()

    with pytest.raises(AnchorBroken, match=f"seal {trail.SEALS} was anchored and is not in the database as it was"):
        seal_and_anchor()

    assert settings.AUDIT_ANCHOR_FILE.read_text() == before
    assert verified(capsys).startswith("audit: seal ")


def test_seal_that_is_gone_is_named(capsys):
    trail.restore(trail.make_trail())
    with as_superuser():
        Seal.objects.filter(number=7).delete()

    assert verified(capsys) == "audit: seal 7 is gone"


def test_seal_that_does_not_follow_the_one_before_is_named(capsys):
    """Its own entries and all that follows are as they should be."""
    trail.restore(trail.make_trail())
    with as_superuser():
        Seal.objects.filter(number=7).update(head="0" * 64)

    assert verified(capsys).startswith("audit: seal 7 is not as it was made")


def test_count_that_is_wrong_is_named(capsys):
    """As a faulty sealer would make it: the chain and the anchors hold it."""
    known = trail.make_trail()
    trail.restore(known)
    with as_superuser():
        [newest] = Seal.objects.filter(number=trail.SEALS)
        before = Seal.objects.get(number=trail.SEALS - 1)
        newest.count += 1
        newest.head = head_of(newest, before)
        newest.save()
        *lines, _last = known.anchors.splitlines()
        settings.AUDIT_ANCHOR_FILE.write_text("\n".join([*lines, trail.line_of(newest)]))

    assert verified(capsys) == "audit: seal 24 counts 193 entries where there are 192"


def test_nothing_vouches_without_anchors(capsys, tmp_path):
    trail.restore(trail.make_trail())
    settings.AUDIT_ANCHOR_FILE.unlink()
    assert verified(capsys) == "audit: there are 24 seals and no anchor: nothing outside the database vouches for them"

    other = tmp_path / "mails"
    other.write_text("Hello\n")
    assert verified(capsys, "--anchors", other) == "audit: this is no anchor: Hello"
    assert "No such file" in verified(capsys, "--anchors", tmp_path / "nothing")


def test_a_later_line_vouches_for_all_before_it(capsys, tmp_path):
    """Somebody changed an entry, wrote the chain and the file anew, and could not reach one mail."""
    known = trail.make_trail()
    trail.restore(known)
    mails = tmp_path / "mails"
    mails.write_text(known.anchors.splitlines()[-1])
    files = ["--anchors", settings.AUDIT_ANCHOR_FILE, mails]
    assert verified(capsys, *files) == WELL

    with as_superuser():
        Entry.objects.filter(pk=known.seals[2].entries[4]).update(actor_name="Somebody else")
        trail.write_anew()
    settings.AUDIT_ANCHOR_FILE.write_text("".join(f"{trail.line_of(seal)}\n" for seal in Seal.objects.all()))
    assert verified(capsys) == WELL
    assert verified(capsys, *files).startswith(f"audit: seal {trail.SEALS} is not the one that was anchored")


def test_entries_that_wait_for_their_seal_are_no_error(capsys):
    trail.restore(trail.make_trail())
    trail.append(3)

    assert verified(capsys) == f"audit: 195 entries, {trail.SEALS} seals, all is well; 3 not sealed yet"
    seal_and_anchor()
    assert verified(capsys) == f"audit: 195 entries, {trail.SEALS + 1} seals, all is well"


def test_trail_that_was_never_sealed_is_well(capsys):
    entries = Entry.objects.count()

    assert verified(capsys) == f"audit: {entries} entries, 0 seals, all is well; {entries} not sealed yet"


def test_command_ends_with_one_line_and_a_code():
    trail.restore(trail.make_trail())
    assert run_command() == (0, f"{WELL}\n", "")

    with as_superuser():
        Entry.objects.filter(pk=Seal.objects.get(number=2).entries[0]).delete()

    code, out, err = run_command()
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "for which seal 2 of" in err


def run_command():
    environment = environment_on(connection.settings_dict["NAME"])
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_audit", "--anchors", settings.AUDIT_ANCHOR_FILE],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr
