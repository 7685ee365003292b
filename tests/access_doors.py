"""The addresses that ask nobody who they are, and those of signing in: a part of tests/access_table.py."""

# Open to everybody, signed in or not; `4` outside the demo, where these addresses do not exist.
PUBLIC = {
    "accessibility": "o",
    "privacy": "o",
    "cookies": "o",
    "spills": "o",
    "healthz": "o",
    "overview:front_door": "r",
    "overview:demo_mails": "4",
    "accounts:demo_sign_in": "4",
    "accounts:invitation_accept": "4",  # a link that is no open invitation
    "openid_connect_callback": "4",  # no server for work accounts is set, as in the tests; with one, see tests/accounts
    "accounts:work_account_sign_in": "4",
}

# allauth's pages: nobody signed in, half signed in, signed in. Invitation is the only way to an account.
ALLAUTH = {
    "account_login": "o r r",
    "account_logout": "s o o",
    "account_inactive": "o o o",
    "account_signup": "o r r",
    "account_reauthenticate": "s 2 403",
    "account_change_password": "s 2 o",
    "account_reset_password": "o o o",
    "account_reset_password_done": "o o o",
    "account_reset_password_from_key": "o o o",
    "account_reset_password_from_key_done": "o o o",
    "mfa_index": "s 2 o",
    "mfa_authenticate": "s r r",
    "mfa_reauthenticate": "s 2 403",  # of an account without a second factor, as in the tests
    "mfa_reauthenticate_webauthn": "s 2 403",
    "mfa_activate_totp": "s o o",
    "mfa_deactivate_totp": "s 2 r",  # nobody gives up their only second factor
    "mfa_add_webauthn": "s o o",
    "mfa_list_webauthn": "s 2 r",
    "mfa_remove_webauthn": "s 2 r",
    "mfa_login_webauthn": "s r r",  # its button fetches and posts
    "mfa_view_recovery_codes": "s 2 4",  # of an account without a second factor, as in the tests
    "mfa_generate_recovery_codes": "s 2 o",
    "mfa_download_recovery_codes": "s 2 4",
    "accounts:work_account_link": "403 2 4",  # no server is set, as in the tests
    "accounts:work_account_unlink": "403 2 r",
}

# Buttons without a page of their own
BUTTONS = {
    "accounts:demo_sign_in",
    "accounts:work_account_sign_in",
    "accounts:work_account_link",
    "accounts:work_account_unlink",
}
