"""All settings. What differs between places comes from the environment, or from var/env (see `make services`)."""

from hashlib import sha256
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if "DATABASE_URL" not in env.ENVIRON and (VAR_DIR / "env").exists():
    env.read_env(VAR_DIR / "env")

# Where we are --------------------------------------------------------------------------------------------------------

PRODUCTION = env.bool("PRODUCTION", True)
DEMO = env.bool("DEMO", False)
if PRODUCTION and DEMO:
    raise ImproperlyConfigured("DEMO signs people in without a password: it cannot run with PRODUCTION on.")

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
MFA_KEY = env.str("MFA_KEY")  # a Fernet key: TOTP secrets are encrypted with it
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_ADDRESS = env.str("SITE_ADDRESS", "http://127.0.0.1:8000")  # for links in e-mails
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]

# What is in it -------------------------------------------------------------------------------------------------------

ROOMS = ["lib", "audit", "accounts", "notices", "documents", "groups", "actions", "meetings", "maturity", "overview"]

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "guardian",
]

MIDDLEWARE = [
    "lib.headers.headers_of_every_answer",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lib.methods.known_methods_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lib.wall.around_a_request",  # before anything asks who it is
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.says_from_where",
    "accounts.middleware.never_stored",
    "accounts.middleware.leaves_nothing_behind",
    "accounts.middleware.sessions_end",
    "accounts.middleware.SignInRequired",
    "accounts.middleware.SecondFactorRequired",
    "groups.middleware.hats_once_a_request",
    "groups.middleware.PasskeyRequired",
]

ROOT_URLCONF = "papg.urls"
WSGI_APPLICATION = "papg.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "papg.context.every_page",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "django.forms.renderers.Jinja2"  # the same widgets, sooner

# Database: the runtime user serves, the owner migrates (`manage.py migrate --database owner`) -------------------------


def database(url_name):
    found = env.db_url(url_name)
    # What is prepared once (lib/built_once.py) is planned once, too, and not five times before that
    options = {"options": "-c plan_cache_mode=force_generic_plan", **found.get("OPTIONS", {})}
    alive = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    return {**found, **alive, "OPTIONS": options}


DATABASES = {"default": database("DATABASE_URL")}
if "OWNER_DATABASE_URL" in env.ENVIRON:
    DATABASES["owner"] = database("OWNER_DATABASE_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis: broker, rate limits (which must work for anybody to sign in) and sessions (which may miss) --------------------

REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    "sessions": {"BACKEND": "lib.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "session"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds; absolute by accounts.middleware, since Django counts from each saving
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = 30 * 60

# Celery spells the address of a socket in its own way
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")

# Signing in ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.BehindTheWall"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 15}},
    {"NAME": "accounts.passwords.NotCommon"},
    {"NAME": "accounts.passwords.NotOfTheField"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, which proves the address
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever has no account gets no mail from us
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "accounts.sign_in_forms.SignInForm",
    "reset_password": "accounts.sign_in_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.sign_in_forms.NewPasswordForm",
    "change_password": "accounts.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "accounts.sign_in_forms.ReauthenticateForm",
}
# By address and by account, in the shared cache; without it nobody signs in. A stranger who uses up the tries of an
# account keeps its owner out for a while: the way by passkey counts by address only, since there is nothing to guess.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key,20/d/key", "reset_password": "20/m/ip,5/m/key,10/d/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds for which a second factor is fresh
# Django's own: allauth's would keep the address in a table of its own, where a changed one would live on
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 -- a name
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = (
    12  # 39 bits: who guesses has twenty tries a day. Those on paper count no more when it changes
)
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # finger, face or PIN, so that a passkey is two factors in one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "PAPG"
MFA_FORMS = {
    "authenticate": "accounts.sign_in_forms.CodeForm",
    "reauthenticate": "accounts.sign_in_forms.ConfirmingCodeForm",
    "activate_totp": "accounts.sign_in_forms.FirstCodeForm",
    "add_webauthn": "accounts.sign_in_forms.AddPasskeyForm",
}

# Work accounts, by OpenID Connect: in the place of the password, for whom has linked theirs. Without OIDC_SERVER, none.
# What is linked is a subject at this server: another server is another OIDC_ID, so that no subject of its own fits.
OIDC_SERVER = env.str("OIDC_SERVER", "").rstrip("/")  # https://login.microsoftonline.com/<tenant>/v2.0
OIDC_NAME = env.str("OIDC_NAME", "your work account")  # as the button says it: Microsoft
OIDC_ID = f"server-{sha256(OIDC_SERVER.encode()).hexdigest()[:12]}" if OIDC_SERVER else ""
OIDC_ORIGIN = ["/".join(OIDC_SERVER.split("/")[:3])] if OIDC_SERVER else []
if PRODUCTION and OIDC_SERVER and not OIDC_SERVER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_SERVER tells who people are: it must begin with https://")
SOCIALACCOUNT_ADAPTER = "accounts.work_accounts.WorkAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address proves nothing: who runs the server can change it
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [], "OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid"]}}
if OIDC_SERVER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] += [
        {
            "provider_id": OIDC_ID,
            "name": OIDC_NAME,
            "client_id": env.str("OIDC_CLIENT_ID"),
            "secret": env.str("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_SERVER, "fetch_userinfo": False},
        }
    ]

# django-guardian holds what is granted to one person on one thing, in tables of its own per kind of thing
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # its backend is left out on purpose: nobody asks user.has_perm
    "auth.W004",  # e-mail addresses are unique by a constraint on Lower(email)
]

# Of chairs and administrators. Without TLS no browser makes one, so on trial a password and a code will do
PASSKEYS_REQUIRED = env.bool("PASSKEYS_REQUIRED", PRODUCTION)

# The browser ---------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGIN],  # a form leads to the server, and browsers follow it no further
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "accounts.views.kept_after_stale_token"
if PRODUCTION:  # browsers take these names from this host alone, by https, for the whole of it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # rate limits count the address that the proxy saw, not one that a client claims
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Mail ----------------------------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR}/mail")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30  # seconds; notices.services.LEASE must be longer
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "PAPG <no-reply@papg.example>")

# Log: what went wrong, with its traceback, to where the process writes; ids only, never what people wrote -------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "lib.logs.WithoutRows", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"log": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["log"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # an address that is not there is no news, and may hold an invitation
        "fontTools": {"level": "WARNING"},  # tells each step of each font otherwise
        "audit.anchors": {"level": "INFO"},  # no error: what vouches for the audit trail, outside the database
    },
}
if AUDIT_SYSLOG := env.str("AUDIT_SYSLOG", ""):  # /dev/log, or host:port by UDP
    host, _, port = AUDIT_SYSLOG.rpartition(":")
    LOGGING["handlers"]["syslog"] = {
        "class": "logging.handlers.SysLogHandler",
        "address": (host, int(port)) if host else AUDIT_SYSLOG,
        "facility": "authpriv",
        "formatter": "line",
    }
    LOGGING["loggers"]["audit.anchors"]["handlers"] = ["syslog"]

# Files, language, time -----------------------------------------------------------------------------------------------

FILES_DIR = Path(env.str("FILES_DIR", str(VAR_DIR / "files")))
AUDIT_ANCHOR_FILE = Path(env.str("AUDIT_ANCHOR_FILE", str(VAR_DIR / "audit-anchors")))
BACKUP_DIR = Path(env.str("BACKUP_DIR", str(VAR_DIR / "backups")))
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
