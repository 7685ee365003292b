"""What encrypts the backups, by itself: each piece is proved, in its place, in its file."""

import io

import pytest

from bin.encryption import MAGIC, PIECE, SALT, TAG, EncryptedWriter, Refused, decrypted, key_of

KEY = bytes(range(32))
START, WHOLE = len(MAGIC) + SALT, PIECE + TAG
CONTENT = bytes(range(256)) * (3 * PIECE // 256) + b"the end"


def encrypted(content, name="database.dump", key=KEY):
    file = io.BytesIO()
    writer = EncryptedWriter(file, key, name)
    for start in range(0, len(content), 100_000):
        writer.write(content[start : start + 100_000])
    writer.close()
    return file.getvalue()


def opened(content, name="database.dump", key=KEY):
    return b"".join(decrypted(io.BytesIO(content), key, name))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(CONTENT)])
def test_what_goes_in_comes_out(size):
    kept = encrypted(CONTENT[:size])

    assert opened(kept) == CONTENT[:size]
    assert CONTENT[:40] not in kept
    assert kept != encrypted(CONTENT[:size])  # a salt of its own each time


def flipped(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


CHANGES = {
    "a bit of the mark": lambda kept: flipped(kept, 0),
    "a bit of the salt": lambda kept: flipped(kept, len(MAGIC)),
    "a bit of the words": lambda kept: flipped(kept, START + WHOLE + 5),
    "a bit of the proof": lambda kept: flipped(kept, len(kept) - 1),
    "pieces change places": lambda kept: (
        kept[:START] + kept[START + WHOLE : START + 2 * WHOLE] + kept[START : START + WHOLE] + kept[START + 2 * WHOLE :]
    ),
    "a piece is left out": lambda kept: kept[:START] + kept[START + WHOLE :],
    "the last piece is left out": lambda kept: kept[: START + 3 * WHOLE],
    "all pieces are left out": lambda kept: kept[:START],
    "nothing is left": lambda kept: b"",
    "something is added": lambda kept: kept + b"more",
    "a piece is added": lambda kept: kept + kept[START : START + WHOLE],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_does_not_open(change):
    kept = encrypted(CONTENT)
    assert opened(kept) == CONTENT

    with pytest.raises(Refused):
        opened(change(kept))


def test_another_key_or_name_opens_nothing():
    kept = encrypted(b"words")

    for name, key in [("files.tar", KEY), ("database.dump", bytes(32))]:
        with pytest.raises(Refused, match="does not open"):
            opened(kept, name, key)


def test_key_comes_from_the_environment_or_from_a_file(tmp_path):
    written = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    (tmp_path / "key").write_text(f"{written}\n")

    assert key_of({"BACKUP_KEY": written}) == key_of({"BACKUP_KEY_FILE": str(tmp_path / "key")}) == KEY
    assert key_of({}) is key_of({"BACKUP_KEY": ""}) is None


@pytest.mark.parametrize("written", ["short", "AAEC", "é" * 43, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"])
def test_what_is_no_key_is_refused_and_not_repeated(written):
    with pytest.raises(Refused, match="is not one") as why:
        key_of({"BACKUP_KEY": written})

    assert written not in str(why.value)
