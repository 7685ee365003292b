#!/usr/bin/python3
"""Writes accounts/blocked/common_long.txt: what people do when a password must have 15 characters.

A word that everybody uses is repeated, padded with a run of figures, a year or a sign, or put beside a second one; or
the hand walks over the keyboard. Django's own list has next to nothing of that length.
"""

from itertools import product
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "accounts/blocked/common_long.txt"
SHORTEST = 15

WORDS = """
password passw0rd welcome letmein sunshine football princess monkey dragon shadow master superman batman charlie
michael jordan liverpool chelsea arsenal everton rangers celtic united england scotland ireland summer winter autumn
spring january february march april august september october november december monday friday sunday iloveyou computer
internet secret access administrator admin login security changeme default qwerty qwertyuiop asdfgh zxcvbnm abc123
baseball hockey whatever trustno1 starwars freedom hello flower cheese chocolate banana orange purple silver golden
diamond thunder tigger buster hunter killer ginger pepper jessica ashley daniel thomas george andrew matthew joshua
samantha nicole elizabeth charlotte victoria alexander william samuel
"""
PADDING = """
1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0123456789 12345678910 123123 123123123 321 4321
54321 987654321 111 1111 11111111 000 0000 2020 2021 2022 2023 2024 2025 2026 2027 abc abcdef qwerty qwertyuiop
"""
ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0987654321", "poiuytrewq", "lkjhgfdsa", "mnbvcxz"]
COLUMNS = ["1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p"]
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
PHRASES = """
correct horse battery staple|the quick brown fox|the quick brown fox jumps over the lazy dog|may the force be with you
to be or not to be|let me in please|open the door please|this is my password|my password is password|what is my password
i forgot my password|password is password|i love you forever|i love you so much|i love my family|i love my children
god save the king|god save the queen|rule britannia|you will never walk alone|come on you reds|live long and prosper
winter is coming|one two three four|one two three four five|a b c d e f g h i j k l m n o p|keep calm and carry on
mind the gap please|never gonna give you up|happy birthday to you|merry christmas everyone|hello world hello world
twinkle twinkle little star|mary had a little lamb|humpty dumpty sat|supercalifragilisticexpialidocious
pneumonoultramicroscopicsilicovolcanoconiosis|antidisestablishmentarianism|trust no one ever|enter password here
please let me in|change me please|change this password|temporary password|new password please|default password
administrator password|super secret password|very secret password|very long password|fifteen characters
this is a long password|passwordpassword|this password is long|long enough password|a very long password
"""


def common():
    words, columns = WORDS.split(), ["".join(COLUMNS), "".join(column[::-1] for column in COLUMNS)]
    yield from (phrase.replace(" ", "") for phrase in PHRASES.replace("\n", "|").split("|"))
    for word, padding in product(words, PADDING.split()):
        yield from (word + padding, padding + word, word * 2 + padding, word + padding * 2)
    yield from (first + second for first, second in product(words, words))
    for walk in [*ROWS, ALPHABET, ALPHABET[::-1], *columns]:
        yield from ((walk * 4)[start : start + length] for start in range(len(walk)) for length in range(15, 25))
    for first, second in product(ROWS, ROWS):
        yield from (first + second, (first + second) * 2, "".join(map("".join, zip(first, second, strict=False))))


if __name__ == "__main__":
    long_ones = sorted({line for line in common() if len(line) >= SHORTEST})
    LIST.write_text("# Made by bin/common_passwords.py\n" + "\n".join(long_ones) + "\n")
    print(len(long_ones), "passwords of", SHORTEST, "characters or more")
