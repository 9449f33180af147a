"""Django's settings: one module for every install.

What differs between installs comes from the environment; `.env.example` lists it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from holdfast.config.email import mail_by
from holdfast.config.env import (
    PREPARED,
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_path,
    env_secret,
    env_text,
)
from holdfast.embedded.settings import APP_ROLE, DATABASE, OWNER_ROLE
from holdfast.notify.texting import texting_by

DEBUG = False
HOLDFAST_DATA_DIR = env_path("HOLDFAST_DATA_DIR", default=Path(".holdfast"))

# Without DATABASE_URL the embedded PostgreSQL serves, and keys that are not set are kept in the data folder.
_database = env_database("DATABASE_URL")
HOLDFAST_IS_EMBEDDED = _database is None
SECRET_KEY = env_secret("HOLDFAST_SECRET_KEY")
HOLDFAST_MASTER_KEY = env_secret("HOLDFAST_MASTER_KEY")
HOLDFAST_SEAL_KEY = env_secret("HOLDFAST_SEAL_KEY")
HOLDFAST_PUSH_KEY = env_secret("HOLDFAST_PUSH_KEY")

HOLDFAST_POLICY = env_text("HOLDFAST_POLICY", "")
# Only `holdfast demo` sets this, in the process that tells the past of its invented people (config/clock.py).
HOLDFAST_UNSAFE_TELLING = env_bool("HOLDFAST_UNSAFE_TELLING", default=False)
HOLDFAST_PUBLIC_URL = env_text("HOLDFAST_PUBLIC_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env_list("HOLDFAST_ALLOWED_HOSTS", default=("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = env_list("HOLDFAST_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "holdfast.web",  # before allauth: our templates take the place of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "holdfast.ledger",
    "holdfast.accounts",
    "holdfast.directory",
    "holdfast.people",
    "holdfast.transfers",
    "holdfast.notify",
    "holdfast.live",
    "holdfast.api",
    "holdfast.config",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "holdfast.web.shell.shell"],
        },
    }
]
MIDDLEWARE = [
    "holdfast.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "holdfast.config.assets.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "holdfast.web.headers.page_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "holdfast.web.limits.SessionLimits",
    "holdfast.web.second_factor.SecondFactor",
    "holdfast.web.reader.Reader",
    "holdfast.web.faults.Faults",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "holdfast.config.urls"
# Static files are named by what they hold, so a browser keeps them for good (config/assets.py gathers them).
STATIC_URL = "/static/"
STATIC_ROOT = HOLDFAST_DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
ASGI_APPLICATION = "holdfast.config.asgi.application"
# Fed by this process's own LISTEN connection (live/listening.py): PostgreSQL carries changes between processes.
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_embedded: dict[str, object] = {
    "NAME": DATABASE, "USER": APP_ROLE, "EMBEDDED": str(HOLDFAST_DATA_DIR), "OPTIONS": {**PREPARED},
}  # fmt: skip
DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "holdfast.config.database",
        # Requests run in a few lasting threads (config/asgi.py), so a connection lasts too.
        "CONN_MAX_AGE": env_int("HOLDFAST_CONNECTION_SECONDS", default=600, least=0, most=86_400),
        "CONN_HEALTH_CHECKS": True,
        **(_database or _embedded),
    }
}
HOLDFAST_APP_ROLE = str(DATABASES["default"]["USER"])
# The role that migrates. A server in production is not given it: only `holdfast migrate` is.
_owner = env_database("DATABASE_OWNER_URL")
HOLDFAST_DATABASE_OWNER: dict[str, object] = _owner or ({"USER": OWNER_ROLE} if HOLDFAST_IS_EMBEDDED else {})

# Sign-in: staff by invitation only, by password or passkey (django-allauth). `Staff.email` is the only email there is:
# allauth's own table of addresses stays empty.
AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "holdfast.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "holdfast.accounts.passwords.NotCommon"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "home", "account_login"
HOLDFAST_IDLE_MINUTES = env_int("HOLDFAST_IDLE_MINUTES", default=15, least=3, most=120)
HOLDFAST_SESSION_HOURS = env_int("HOLDFAST_SESSION_HOURS", default=12, least=1, most=24)
HOLDFAST_STEP_UP_MINUTES = env_int("HOLDFAST_STEP_UP_MINUTES", default=10, least=1, most=60)
HOLDFAST_SECOND_FACTOR = env_choice("HOLDFAST_SECOND_FACTOR", accepted=("auto", "required", "optional"), default="auto")
HOLDFAST_BEHIND_PROXY = env_bool("HOLDFAST_BEHIND_PROXY", default=False)
# Only `holdfast demo` sets this: then a one-time link signs its invented staff in.
HOLDFAST_UNSAFE_DEMO_SIGN_IN = env_bool("HOLDFAST_UNSAFE_DEMO_SIGN_IN", default=False)
# Longer than a sign-in may last: its limits end it (web/limits.py), and then keep what was being sent.
SESSION_COOKIE_AGE = 2 * HOLDFAST_SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_ADAPTER, MFA_ADAPTER = (
    "holdfast.accounts.adapters.SignInAdapter",
    "holdfast.accounts.adapters.SecondFactorAdapter",
)
ACCOUNT_FORMS = {
    "reset_password": "holdfast.accounts.adapters.PasswordLinkForm",
    "reset_password_from_key": "holdfast.accounts.passwords.PasswordByLinkForm",
    "change_password": "holdfast.accounts.passwords.NewPasswordForm",
    "set_password": "holdfast.accounts.passwords.FirstOwnPasswordForm",
}
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"email"}, ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = HOLDFAST_STEP_UP_MINUTES * 60
# A clinic comes from one address: what a whole shift does in a minute passes, what a guesser does will not.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip", "login_failed": "20/m/ip,5/5m/key", "reset_password": "20/m/ip,3/h/key",
    "reauthenticate": "10/m/user", "secret_link": "20/m/ip",
}  # fmt: skip
ALLAUTH_TRUSTED_PROXY_COUNT = int(HOLDFAST_BEHIND_PROXY)
MFA_FORMS = {
    "add_webauthn": "holdfast.accounts.passkeys.AddForm",
    "edit_webauthn": "holdfast.accounts.passkeys.RenameForm",
    "login_webauthn": "holdfast.accounts.passkeys.SignInForm",
    "authenticate_webauthn": "holdfast.accounts.passkeys.SecondFactorForm",
    "reauthenticate_webauthn": "holdfast.accounts.passkeys.ProofForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# The marks of throttling, shared by all processes: in PostgreSQL like everything else.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_throttle",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Inside, every instant is UTC; a zone is applied where a person reads it.
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# Where *Leave this page* leads: a page of everyday use that says nothing of anybody.
HOLDFAST_LEAVE_TO = env_text("HOLDFAST_LEAVE_TO", "https://www.weather.gov/")
LANGUAGES = [("en", "English"), ("es", "Español")]  # each named in itself
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "holdfast.web.views.about.csrf_failed"

_is_https = HOLDFAST_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = _is_https
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains and
    "security.W021",  # preloading are for the owner of the domain to decide
    "security.W008",  # the proxy that ends TLS redirects
    "security.W009",  # counts characters: 32 random bytes are 44 in base64
]
# Nobody else learns of an address. Not "no-referrer": with that a browser hides where our own forms come from too, and
# what protects them from forgery (Origin) refuses them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing from elsewhere and nothing inline; sockets go where the page came from.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "connect-src": ["'self'", HOLDFAST_PUBLIC_URL.replace("http", "ws", 1)],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
if HOLDFAST_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Mail: without an address, files in the data folder. Links to guests go this way.
_mail = mail_by(env_secret("HOLDFAST_EMAIL_URL"), folder=HOLDFAST_DATA_DIR / "outbox")
EMAIL_BACKEND = _mail.backend
EMAIL_FILE_PATH = _mail.file_path
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.use_ssl, _mail.use_tls
# For each step of the conversation. All of them together stay below the lease of a message (notify/trying.py).
EMAIL_TIMEOUT = 10
_host = urlsplit(HOLDFAST_PUBLIC_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = env_text("HOLDFAST_EMAIL_FROM", f"holdfast@{_host}")
HOLDFAST_TEXTING = texting_by(env_secret("HOLDFAST_SMS_URL"))
# The country of a phone number that names none, as ISO 3166-1 has it.
HOLDFAST_PHONE_REGION = env_text("HOLDFAST_PHONE_REGION", "US").upper()
# The largest record is a few kilobytes; but who pastes a megabyte into a note gets it back, with what to do about it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1_048_576

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

HOLDFAST_LOG_LEVEL = env_choice("HOLDFAST_LOG_LEVEL", accepted=("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # An address may carry a one-time secret, and Django logs the addresses that it refuses.
    "filters": {
        "secrets": {"()": "holdfast.config.logs.HideSecrets"},
        "connections": {"()": "holdfast.config.logs.WithoutConnections"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["stderr"], "level": HOLDFAST_LOG_LEVEL},
    # Procrastinate logs the arguments of jobs at INFO, Django's templates at DEBUG what a page shows.
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.template": {"level": "INFO"},
        "uvicorn.error": {"filters": ["connections"]},
    },
}
