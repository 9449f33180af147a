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

DEBUG = False
HOLDFAST_DATA_DIR = env_path("HOLDFAST_DATA_DIR", default=Path(".holdfast"))

# Without DATABASE_URL the embedded PostgreSQL serves, and keys that are not set are kept in the data folder.
_database = env_database("DATABASE_URL")
HOLDFAST_IS_EMBEDDED = _database is None
SECRET_KEY = env_secret("HOLDFAST_SECRET_KEY")
HOLDFAST_MASTER_KEY = env_secret("HOLDFAST_MASTER_KEY")
HOLDFAST_SEAL_KEY = env_secret("HOLDFAST_SEAL_KEY")

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
    "procrastinate.contrib.django",
    "holdfast.ledger",
    "holdfast.accounts",
    "holdfast.directory",
    "holdfast.people",
    "holdfast.transfers",
    "holdfast.notify",
    "holdfast.api",
    "holdfast.config",
]
MIDDLEWARE = [
    "holdfast.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "holdfast.config.urls"
ASGI_APPLICATION = "holdfast.config.asgi.application"
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

AUTH_USER_MODEL = "accounts.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Inside, every instant is UTC; a zone is applied where a person reads it.
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-us"

_is_https = HOLDFAST_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = _is_https
CSRF_COOKIE_SECURE = _is_https
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains and
    "security.W021",  # preloading are for the owner of the domain to decide
    "security.W008",  # the proxy that ends TLS redirects
    "security.W009",  # counts characters: 32 random bytes are 44 in base64
]
SECURE_REFERRER_POLICY = "no-referrer"
if env_bool("HOLDFAST_BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Mail: without an address, files in the data folder. Links to guests go this way.
_mail = mail_by(env_secret("HOLDFAST_EMAIL_URL"), folder=HOLDFAST_DATA_DIR / "outbox")
EMAIL_BACKEND = _mail.backend
EMAIL_FILE_PATH = _mail.file_path
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.use_ssl, _mail.use_tls
EMAIL_TIMEOUT = 20
_host = urlsplit(HOLDFAST_PUBLIC_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = env_text("HOLDFAST_EMAIL_FROM", f"holdfast@{_host}")
# One megabyte a request: the largest record is a few kilobytes.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

HOLDFAST_LOG_LEVEL = env_choice("HOLDFAST_LOG_LEVEL", accepted=("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": HOLDFAST_LOG_LEVEL},
    # Procrastinate logs the arguments of jobs at INFO.
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
