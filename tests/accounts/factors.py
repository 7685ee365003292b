"""A password, what an authenticator app shows, and a passkey in software: what a phone or a key answers to a page."""

import json
import re
import time
from dataclasses import dataclass, field

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PASSWORD = "copper lantern ferry moss"
CODE_LASTS, TYPING_TAKES = 30, 3  # seconds
PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


def code(secret, steps_ahead=0):
    """Of now; when it is about to change, the next one."""
    left = CODE_LASTS - time.time() % CODE_LASTS
    if left < TYPING_TAKES:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // CODE_LASTS + steps_ahead))


def options_on(response):
    return json.loads(re.search(r'<script id="js_data"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL)[1])


@dataclass
class Passkey:
    user: object
    origin: str = "https://testserver"
    verifies: bool = True  # asks for a finger, a face or a PIN
    key: object = field(default_factory=lambda: generate_private_key(SECP256R1()))
    credential_id: bytes = b"the id of a passkey"

    def set_up(self, browser, name="Work laptop"):
        options = options_on(browser.get(reverse("mfa_add_webauthn")))["creation_options"]["publicKey"]
        return browser.post(reverse("mfa_add_webauthn"), {"name": name, "credential": json.dumps(self.made(options))})

    def enter(self, browser, **changed):
        """Signs in without a password."""
        page = reverse("mfa_login_webauthn")
        options = browser.get(page, headers={"accept": "application/json"}).json()["request_options"]["publicKey"]
        return browser.post(page, {"credential": json.dumps(self.used(options, **changed))})

    def answer(self, browser, page):
        """On a page that asks for a second factor."""
        options = options_on(browser.get(page))["request_options"]["publicKey"]
        return browser.post(page, {"credential": json.dumps(self.used(options))})

    def made(self, options):
        public_key = ES256.from_cryptography_key(self.key.public_key())
        held = AttestedCredentialData.create(Aaguid(b"\0" * 16), self.credential_id, public_key)
        flags = self.flags() | HOLDS_KEY
        stated = AuthenticatorData.create(sha256(options["rp"]["id"].encode()), flags, 0, held)
        attestation = AttestationObject.create("none", stated, {})
        return self.sent(self.client_data("webauthn.create", options), attestationObject=attestation)

    def used(self, options, user=None):
        stated = AuthenticatorData.create(sha256(options["rpId"].encode()), self.flags(), 1)
        client_data = self.client_data("webauthn.get", options)
        signature = self.key.sign(bytes(stated) + sha256(client_data), ECDSA(SHA256()))
        handle = user_pk_to_url_str(user or self.user).encode()
        return self.sent(client_data, authenticatorData=stated, signature=signature, userHandle=handle)

    def flags(self):
        return PRESENT | (VERIFIED if self.verifies else 0)

    def client_data(self, kind, options):
        return CollectedClientData.create(kind, websafe_decode(options["challenge"]), self.origin)

    def sent(self, client_data, **parts):
        named = websafe_encode(self.credential_id)
        answered = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        return {
            "id": named,
            "rawId": named,
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {"clientDataJSON": websafe_encode(bytes(client_data)), **answered},
        }
