"""Whether the time of the answer tells if there is an account: sign-in and forgotten password, with the real hasher.

    bin/test.py bench/sign_in_timing.py -s

Known and unknown addresses by turns, 100 or 400 of each. Printed: the area under the curve (0.5: time tells nothing).
Figure to hold: at most 0.55 either way. Not asserted: a busy machine is no fault of the code.
"""

import statistics
import time

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytest_plugins = ["tests.conftest"]
TRIES = {"account_login": 100, "account_reset_password": 400}


def test_time_tells_nothing(db):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    User.objects.create_user("known@westhaven.example", "copper lantern ferry moss", name="Known")
    User.objects.create_user("invited@westhaven.example", None, name="Invited")
    for page, body in [
        ("account_login", lambda address: {"login": address, "password": "a wrong guess of mine"}),
        ("account_reset_password", lambda address: {"email": address}),
    ]:
        for known in ("known", "invited"):
            tell(page, known, *times(page, body, known))


def times(name, body, known):
    page, taken = reverse(name), {known: [], "unknown": []}
    browser = Client()
    for number in range(2 * TRIES[name] + 20):
        kind = [known, "unknown"][number % 2]
        started = time.perf_counter()
        browser.post(page, body(f"{kind}@westhaven.example"))
        if number >= 20:  # the first ones load what the others find loaded
            taken[kind].append(time.perf_counter() - started)
    return taken[known], taken["unknown"]


def tell(page, known, here, not_here):
    medians = [f"{statistics.median(each) * 1000:.1f} ms" for each in (here, not_here)]
    print(f"{page}, {known}: AUC {area_under_curve(here, not_here):.3f}; medians {medians[0]} and {medians[1]}")


def area_under_curve(ones, others):
    """How often one of the first takes longer than one of the second."""
    wins = sum((one > other) + (one == other) / 2 for one in ones for other in others)
    return wins / (len(ones) * len(others))
