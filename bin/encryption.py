"""Encrypts a stream piece by piece, so that none opens that was changed: the construction that age uses.

A file is MAGIC, a random salt, and pieces of one MiB under AES-256-GCM, by a key of the file's own: HKDF-SHA256 of the
key, the salt and the file's name. A piece's nonce is its number and whether it is the last: none can be left out, moved
or taken from another file, and nothing can be cut off the end.
"""

import base64
import os
from itertools import count
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"PAPG backup 1\n"
SALT, KEY, TAG = 32, 32, 16  # bytes
PIECE = 2**20


class Refused(Exception):
    """What will not be done, and why, in a sentence for the person who asked."""


def key_of(environment):
    """The key of BACKUP_KEY, or of the file that BACKUP_KEY_FILE names; None when neither is set."""
    written = environment.get("BACKUP_KEY", "")
    if not written and (file := environment.get("BACKUP_KEY_FILE")):
        written = Path(file).read_text()
    if not written:
        return None
    try:
        key = base64.b64decode(written.strip(), altchars=b"-_", validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise Refused("The backup key is not one: .env.example says how to make it.")
    return key


class EncryptedWriter:
    """Writes to `file` what is written to it; only close() makes it whole."""

    def __init__(self, file, key, name):
        salt = os.urandom(SALT)
        self.file, self.cipher = file, cipher_of(key, salt, name)
        self.waiting, self.numbers = bytearray(), count()
        file.write(MAGIC + salt)

    def write(self, content):
        self.waiting += content
        while len(self.waiting) > PIECE:
            self._write_piece(self.waiting[:PIECE], last=False)
            del self.waiting[:PIECE]
        return len(content)

    def close(self):
        self._write_piece(self.waiting, last=True)

    def _write_piece(self, piece, last):
        self.file.write(self.cipher.encrypt(nonce(next(self.numbers), last), bytes(piece), None))


def decrypted(file, key, name):
    """The pieces, each proved before it is given out. Raises Refused."""
    if file.read(len(MAGIC)) != MAGIC:
        raise Refused(f"{name} is not encrypted as this version of PAPG does it.")
    cipher = cipher_of(key, file.read(SALT), name)
    piece = file.read(PIECE + TAG)
    for number in count():
        following = file.read(PIECE + TAG)
        yield opened(cipher, nonce(number, last=not following), piece, name)
        if not following:
            return
        piece = following


def opened(cipher, nonce, piece, name):
    try:
        return cipher.decrypt(nonce, piece, None)
    except InvalidTag as error:
        raise Refused(f"{name} does not open: it was changed, or the key is another one.") from error


def cipher_of(key, salt, name):
    return AESGCM(HKDF(SHA256(), length=KEY, salt=salt, info=name.encode()).derive(key))


def nonce(number, last):
    return number.to_bytes(11, "big") + bytes([last])
