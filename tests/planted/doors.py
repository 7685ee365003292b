"""Faults in the ways in: signing in, second factors, sessions and what guards them."""

from tests.planted.fault import Fault

PASSKEYS, FRESH = "tests/accounts/test_passkeys.py", "tests/security/test_fresh_factor.py"
SESSIONS, RESET = "tests/accounts/test_sessions.py", "tests/groups/test_factor_reset.py"
ADDRESS, GUESSING = "tests/accounts/test_address_change.py", "tests/security/test_guessing.py"
PASSWORDS, PRODUCTION = "tests/accounts/test_passwords.py", "tests/papg/test_production.py"

DOORS = [
    Fault(
        "door-factor-is-fresh-for-ever",
        "A second factor given this morning still takes documents.",
        [FRESH],
        "accounts/factors.py",
        'record["at"] > fresh_since or',
        'record["at"] or',
    ),
    Fault(
        "door-trial-counts-everywhere",
        "What counts as given in the demo counts in a real installation, too.",
        [FRESH],
        "accounts/factors.py",
        "(settings.DEMO and record.get(",
        "(record.get(",
    ),
    Fault(
        "door-password-confirms",
        "The password alone makes the second factor fresh again.",
        [PASSKEYS],
        "accounts/adapters.py",
        "return not (setting_up or gave_it_lately(self.request))",
        "return False",
    ),
    Fault(
        "door-last-factor-goes",
        "Somebody may remove their only second factor, and signs in by password until they set up another.",
        [PASSKEYS],
        "accounts/factors.py",
        ".count() > 1",
        ".count() > 0",
    ),
    Fault(
        "door-widening-asks-nothing",
        "More people may read a thing without a fresh second factor.",
        [FRESH],
        "groups/readers_page.py",
        """        if self.verb == "agree":
            return True
        if""",
        """        if self.verb:
            return False
        if""",
    ),
    Fault(
        "door-download-asks-nothing",
        "A document that is ready is taken without a fresh second factor.",
        [FRESH],
        "documents/views.py",
        "    needs_fresh_factor(request)\n",
        "",
    ),
    Fault(
        "door-sessions-outlive-their-end",
        "Signing out everywhere leaves those alive that no list holds.",
        [SESSIONS],
        "accounts/models.py",
        'state = f"{self.password}:{self.sessions_ended}"',
        "state = self.password",
    ),
    Fault(
        "door-anybody-s-session-is-ended",
        "The number of a session is enough to end that of another person.",
        [SESSIONS],
        "accounts/sessions.py",
        "UserSession.objects.filter(user=by, pk=public_id)",
        "UserSession.objects.filter(pk=public_id)",
    ),
    Fault(
        "door-one-person-resets",
        "Whoever asked for a new start also agrees to it.",
        [RESET],
        "groups/services/factor_resets.py",
        "if agreed and reset.asked_by_id == by.pk:",
        "if False:",
    ),
    Fault(
        "door-reset-keeps-restricted-open",
        "After a reset OFFICIAL-SENSITIVE stays open without a new confirmation.",
        [RESET],
        "groups/services/factor_resets.py",
        ".active().update(confirmed_by=None, confirmed_at=None)",
        ".active().update()",
    ),
    Fault(
        "door-reset-keeps-the-password",
        "After a reset the old password leads to setting up a second factor.",
        [RESET],
        "accounts/services.py",
        "    user.set_unusable_password()\n",
        "",
    ),
    Fault(
        "door-one-mailbox-is-enough",
        "The code of either mailbox changes the address.",
        [ADDRESS],
        "accounts/addresses.py",
        "if not all(right):",
        "if not any(right):",
    ),
    Fault(
        "door-codes-may-be-guessed-on",
        "Wrong codes of an address are not counted.",
        [ADDRESS],
        "accounts/addresses.py",
        'update(tries=F("tries") + 1)',
        'update(tries=F("tries"))',
    ),
    Fault(
        "door-guesses-by-account-are-not-counted",
        "Whoever has many addresses may guess on.",
        [GUESSING],
        "papg/settings.py",
        "10/m/ip,5/5m/key,20/d/key",
        "10/m/ip",
    ),
    Fault(
        "door-passkey-without-its-lock",
        "A passkey counts as two factors without finger, face or PIN.",
        [PASSKEYS],
        "papg/settings.py",
        'MFA_WEBAUTHN_USER_VERIFICATION = "required"',
        'MFA_WEBAUTHN_USER_VERIFICATION = "discouraged"',
    ),
    Fault(
        "door-words-of-the-person-are-taken",
        "The name of the person and of their group makes a password.",
        [PASSWORDS],
        "accounts/passwords.py",
        "| personal_words(user)",
        "",
    ),
    Fault(
        "door-pages-stay-in-the-browser",
        "Signing out leaves what the browser keeps.",
        [PRODUCTION],
        "accounts/middleware.py",
        'SIGNING_OUT = {"account_logout", "session_end"}',
        "SIGNING_OUT = set()",
    ),
]
