"""Django's settings. What an operator may change is in `config.py`; here is what Collegium itself decides."""

from __future__ import annotations

from importlib.util import find_spec
from logging import LogRecord
from urllib.parse import parse_qsl, unquote, urlsplit

from collegium import config

CONFIG = config.load()
BASE_DIR = config.ROOT
HOME = CONFIG.home
DEBUG = CONFIG.debug
SECRET_KEY = CONFIG.secret_key
ALLOWED_HOSTS = [CONFIG.host, "localhost", "127.0.0.1", "[::1]"]
SITE_URL = CONFIG.url

# Ours, lowest first: imports of models and actions only go down this list (held by import-linter).
OWN_APPS = [
    "web", "audience", "files", "outbox", "citations", "accounts", "membership", "signon", "scim", "idp", "people",
    "organizations", "groups", "privacy", "discussion", "polls", "bookmarks", "forums", "blogs", "magazine",
    "conversations", "connections", "answers", "search", "notifications", "brief", "dossier", "moderation",
    "importing", "desk", "demo",
]  # fmt: skip

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "allauth.idp.oidc",
    *(f"collegium.{name}" for name in OWN_APPS),
]

MIDDLEWARE = [
    "collegium.web.middleware.SecurityHeaders",
    "collegium.web.middleware.UsualMethods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "collegium.web.middleware.CanonicalHost",
    "collegium.web.health.HealthFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "collegium.audience.eyes.NothingSent",
    "collegium.web.keep.PutTogether",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "collegium.audience.middleware.ReaderMiddleware",
    "collegium.accounts.idle.IdleLimit",
    "collegium.web.middleware.LanguageAndZone",
    "collegium.brief.middleware.VisitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "collegium.accounts.middleware.SecondFactorForStaff",
    "collegium.web.middleware.FormsOnly",
    "collegium.audience.middleware.DoorMiddleware",
    "collegium.importing.old_addresses.OldAddresses",
    "collegium.discussion.middleware.SentDrafts",
]

ROOT_URLCONF = "collegium.urls"
WSGI_APPLICATION = "collegium.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "collegium.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [BASE_DIR / "collegium" / "accounts" / "django_templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            # Only web.statements prepares statements; PostgreSQL plans each of them once for a connection, for any
            # reader, and its costs are those of a disk without moving parts, so that it takes the index. The last says
            # how alike names are that search asks about (0 to 1); without pg_trgm it means nothing.
            "OPTIONS": {
                "options": "-c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c jit=off"
                " -c pg_trgm.word_similarity_threshold=0.3",
                "prepare_threshold": 1_000_000_000,
            },
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path) if parts.path else str(HOME / "collegium.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a transaction that will write takes its turn at once instead of failing in the middle.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an answer that says "done" survives a power cut.
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={CONFIG.sqlite_synchronous};"
                "PRAGMA mmap_size=33554432; PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


DATABASES = {"default": _database(CONFIG.database_url)}


def _files_storage(url: str) -> dict[str, object]:
    """Where the bytes of files lie: a folder, or `s3://bucket/folder?endpoint=https://…&region=…`."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if find_spec("storages") is None:
        raise config.WrongSetting(
            "COLLEGIUM_STORAGE_URL names a bucket, and the package for it is missing: pip install 'collegium[s3]'."
        )
    wishes = dict(parse_qsl(parts.query))
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc, "location": parts.path.strip("/"), "endpoint_url": wishes.get("endpoint"),
            "region_name": wishes.get("region"), "default_acl": None, "file_overwrite": True,
        },
    }  # fmt: skip


CACHES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "collegium.web.cache.LastingCache", "LOCATION": "web_cache"}
}
if CONFIG.redis_url:
    if find_spec("redis") is None:
        raise config.WrongSetting(
            "COLLEGIUM_REDIS_URL names a Redis, and the package for it is missing: pip install 'collegium[redis]'."
        )
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CONFIG.redis_url}}

# Sessions and cookies
SESSION_ENGINE = "collegium.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_secure
SESSION_COOKIE_NAME = "__Host-session" if CONFIG.is_secure else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if CONFIG.is_secure else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [CONFIG.url]
CSRF_FAILURE_VIEW = "collegium.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if CONFIG.is_secure else 0
# Of trusted proxies only: `collegium/server.py` drops what any other peer says.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.proxies else None

# Accounts (django-allauth)
AUTHENTICATION_BACKENDS = ["collegium.accounts.backends.SignIn"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "collegium.accounts.passwords.LengthBySecondFactor"},
    {"NAME": "collegium.accounts.passwords.NotCommon"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "collegium.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # no secret in an address; a second factor is still asked for
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_SIGNUP_FORM_CLASS = "collegium.accounts.forms.GuestForm"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays, all others end: the hash in them no longer fits
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "first_sign_in": "20/h/ip,5/h/key", "first_sign_in_person": "5/h/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key", "reset_password": "20/m/ip,5/m/key,10/h/key",
}  # fmt: skip
USERSESSIONS_TRACK_ACTIVITY = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "collegium.accounts.models.display_name"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONFIG.is_secure else "http"
SOCIALACCOUNT_ADAPTER = "collegium.signon.adapter.SocialAdapter"
IDP_OIDC_ADAPTER = "collegium.idp.adapter.IdpAdapter"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
ORCID_ISSUER = "https://orcid.org"
MFA_ADAPTER = "collegium.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = CONFIG.host == "localhost"
MFA_TOTP_ISSUER = "Collegium"

# Languages, zones
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]  # each in its own words
LOCALE_PATHS = [BASE_DIR / "collegium" / "locale"]
if DEBUG:  # made by `python -m collegium.web.translations --pseudo FOLDER`; see collegium/web/pseudo.py
    LANGUAGES += [("en-xa", "[Long]"), ("ar-xb", "[Right to left]")]
    LOCALE_PATHS.append(HOME / "pseudo-languages")
LANGUAGE_COOKIE_NAME = "language"

# Static files and uploads
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_storage = urlsplit(CONFIG.storage_url)
MEDIA_ROOT = unquote(_storage.path) if _storage.scheme == "file" else HOME / "files"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 31536000
WHITENOISE_IMMUTABLE_FILE_TEST = "collegium.web.static.is_immutable"
STORAGES = {
    "default": _files_storage(CONFIG.storage_url),
    "staticfiles": {"BACKEND": "collegium.web.static.VersionedStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Mail goes out through the outbox; this is the way it leaves.
_mail = urlsplit(CONFIG.mail_url)
if _mail.scheme in ("smtp", "smtps"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 20
elif _mail.scheme == "console":
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    EMAIL_BACKEND = "collegium.outbox.post.FolderBackend"
    EMAIL_FILE_PATH = unquote(_mail.path) if _mail.path else str(HOME / "mail")
DEFAULT_FROM_EMAIL = CONFIG.mail_from or f"no-reply@{CONFIG.host}"

# Jobs
TASKS = {"default": {"BACKEND": "collegium.outbox.jobs.Queue", "QUEUES": []}}

# Calls to elsewhere (web/outbound.py): only what the operator lists, and only where a society turned it on as well.
OUTBOUND_HOSTS = CONFIG.outbound_hosts
OUTBOUND_CLAIMS = CONFIG.outbound_claims  # whether hosts of organizations and DNS may be asked for proofs of claims
OUTBOUND_PLACES: dict[str, tuple[str, int]] = {}  # host -> where tests stand in for it; never a setting
OUTBOUND_CA = ""  # a file with the tests' own certificate authority; never a setting
RESOLVERS = CONFIG.resolver_list
OUTBOUND_TRUSTED: frozenset[str] = frozenset()  # "127.0.0.1:4711": where tests stand in for a register; never a setting
REGISTERS = {
    "crossref": "https://api.crossref.org/works",
    "datacite": "https://api.datacite.org/dois",
    "arxiv": "https://export.arxiv.org/api/query",
    "pubmed": "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi",
    "pmc": "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/",
    "trials": "https://clinicaltrials.gov/api/v2/studies",
}

X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the redirect to https is the proxy's task
    "security.W002",  # frame-ancestors is sent by SecurityHeaders
    "security.W001",  # Django's SecurityMiddleware: SecurityHeaders sends all of its headers
    "fields.W342",
]

# How often somebody may (members, everybody else), per account and address; an empty dictionary counts nothing.
RATE_LIMITS: dict[str, tuple[str, str]] = {
    "post": ("60/h", "10/h"),
    "edit": ("60/h", "20/h"),  # each keeps the version before it
    "message": ("120/h", "30/h"),
    "search": ("60/m", "30/m"),
    "vote": ("60/h", "60/h"),
    "connect": ("60/h", "10/h"),  # asking to connect; beside it twenty people a day
    "similar": ("60/m", "30/m"),
    "complete": ("150/m", "90/m"),  # names offered as one types
    "report": ("20/h", "10/h"),
    "check": ("60/m", "30/m"),
    "upload": ("120/h", "20/h"),
    "draft": ("900/h", "900/h"),  # the composer keeps what is written every five seconds at most
    "download": ("60/h", "20/h"),  # issues and articles as files
    "push": ("1200/m", "1200/m"),  # records of other systems, by address
    "scim": ("6000/h", "6000/h"),  # by token
    "scim_refused": ("60/h", "60/h"),
    "authorize": ("240/h", "120/h"),  # being led here by another site of the society
    "site": ("12000/h", "12000/h"),  # servers of other sites, by address
    "site_refused": ("60/h", "60/h"),
    "code": ("10/h", "10/h"),  # tries of mailed codes, by browser
}


def _without_trace(record: LogRecord) -> bool:
    """A wrong Host header is one line: somebody's scanner, or a wrong COLLEGIUM_URL."""
    record.exc_info = None
    return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
    # A page that is not there, or not for whoever asked, is no event for the log of errors.
    "filters": {"without_trace": {"()": "django.utils.log.CallbackFilter", "callback": _without_trace}},
    "loggers": {
        "collegium": {"level": "INFO"},
        "django.request": {"level": "INFO" if DEBUG else "ERROR"},
        "django.security.DisallowedHost": {"filters": ["without_trace"]},
    },
}
