"""What a password may not be: common, or made of words that whoever knows the person and the service would try first.

No rule asks for figures or signs, and none makes a password run out. Whoever is refused is told what to do.
"""

import re
from functools import cache
from pathlib import Path

from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

BLOCKED = Path(__file__).parent / "blocked"
ENOUGH_OF_ONE_S_OWN = 8  # letters besides the words that others would guess
SHORTEST_PERSONAL_WORD = 3
LOOK_ALIKES = str.maketrans("@$!|0134578", "asiloieastb")

_asked_for_words = []


def register_words(words_around):
    """Apps to the right tell which names stand around a person: `words_around(user)` gives them."""
    _asked_for_words.append(words_around)


class LongEnough(MinimumLengthValidator):
    def get_error_message(self):
        return f"Make the password {self.min_length} characters or longer"


class NotCommon(CommonPasswordValidator):
    """Refuses what stands in our list or in Django's, however it is spelt, padded or repeated."""

    def validate(self, password, user=None):
        spelt = squeezed(password)
        bare = once(spelt.strip("0123456789"))
        known = any(way in common() or way in self.passwords for way in (spelt, bare, plain(password), plain(bare)))
        if known or len(once(spelt)) < 8:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self):
        return "Many people use a password like this one. Choose three or four words that do not belong together"

    def get_help_text(self):
        return "Your password is not one that many people use."


class NotOfTheField:
    """Refuses what is little more than words of the field, of the person, and of the groups they sit in."""

    def validate(self, password, user=None):
        text = plain(password)
        guessed = {
            place
            for word in words_to_guess(user)
            if word in text
            for found in re.finditer(f"(?={re.escape(word)})", text)
            for place in range(found.start(), found.start() + len(word))
        }
        if guessed and len(letters_of(password)) - len(guessed) < ENOUGH_OF_ONE_S_OWN:
            raise ValidationError(self.get_help_text(), code="password_of_the_field")

    def get_help_text(self):
        return (
            "Whoever knows you or this work could guess this password. "
            "Choose words that have nothing to do with you, your organisation or its work"
        )


def squeezed(password):
    return "".join(sign for sign in password.casefold() if sign.isalnum())


def plain(password):
    """Without spaces and signs, and with the letters that figures stand for."""
    return squeezed(password.casefold().translate(LOOK_ALIKES))


def letters_of(password):
    return [sign for sign in password if sign.isalpha()]


def once(text):
    """The part that is repeated, if the text is nothing but a part repeated; otherwise the text."""
    for length in range(1, len(text) // 2 + 1):
        if text == (text[:length] * len(text))[: len(text)]:
            return text[:length]
    return text


@cache
def common():
    return lines_of("common_long.txt") | {plain(line) for line in lines_of("common_long.txt")}


@cache
def words_of_the_field():
    return frozenset(plain(word) for line in lines_of("words_of_the_field.txt") for word in line.split())


def lines_of(name):
    lines = (BLOCKED / name).read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def words_to_guess(user):
    return words_of_the_field() | personal_words(user)


def personal_words(user):
    """Of the person's name and address, and of what stands around them."""
    if user is None:
        return set()
    texts = [user.name, user.email, *(text for words_around in _asked_for_words for text in words_around(user))]
    words = {plain(word) for text in texts for word in re.split(r"[^\w]+", text)}
    return {word for word in words if len(word) >= SHORTEST_PERSONAL_WORD}
