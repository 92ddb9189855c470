"""Settings of the project, read from the environment only; nonsense there stops the start."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from assessment.browser_rules import DIRECTIVES, cookie_name
from assessment.environment import field_keys, one_of, parts, secret, secret_key, whole_number, words, yes_or_no
from assessment.log_lines import configure_structlog, logging_config
from assessment.queue import FILES_URL, schedule, transport_options

# Forms, admin pages and querysets name the model they are for; at run time Django's own classes cannot be asked that.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# The three ways to run: developing (DEBUG), embedded on one machine (neither), production (PRODUCTION).
PRODUCTION = yes_or_no("PRODUCTION", False)
DEBUG = yes_or_no("DEBUG", False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("PRODUCTION and DEBUG exclude each other.")

VAR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True)

# --- Secrets -----------------------------------------------------------------------------------------------
SECRET_KEY = secret_key(VAR / "secret-key", production=PRODUCTION)
SECRET_KEY_FALLBACKS = parts(secret("SECRET_KEY_FALLBACKS"))
_field_keys = field_keys(VAR / "field-keys.json", production=PRODUCTION)
FIELD_KEY_ACTIVE: str = _field_keys.active
FIELD_KEYS: dict[str, bytes] = dict(_field_keys.encrypt)
FIELD_INDEX_KEY: bytes = _field_keys.index

# --- Rules of the house ------------------------------------------------------------------------------------
TWO_PERSON_RULE = yes_or_no("TWO_PERSON_RULE", PRODUCTION)
JOB_LEASE_SECONDS = whole_number("JOB_LEASE_SECONDS", 30, low=2, high=3600)
IDLE_SECONDS = whole_number("IDLE_SECONDS", 30 * 60, low=60, high=86400)
IDLE_SECONDS_PRIVILEGED = whole_number("IDLE_SECONDS_PRIVILEGED", 15 * 60, low=60, high=86400)

# --- Applications ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "cadres",
    "assessment",
    "scoring",
    "cadres.apps.HouseAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
    "django_htmx",
    "csp",
    "tree_queries",
    "django_prometheus",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "assessment.edge.RequestIdMiddleware",
    "assessment.edge.ClientAddressMiddleware",
    "assessment.edge.BrowserRulesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cadres.middleware.ChosenLanguageMiddleware",
    "assessment.edge.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cadres.middleware.SessionLimitsMiddleware",
    "cadres.middleware.PasswordChangeMiddleware",
    "cadres.middleware.RatesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "assessment.urls"
WSGI_APPLICATION = "assessment.wsgi.application"
ASGI_APPLICATION = "assessment.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database ----------------------------------------------------------------------------------------------
# SQLite must be set up for several writers: with Django's defaults two processes meet "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(secret("DATABASE_URL") or f"sqlite:///{VAR / 'db.sqlite3'}"),
}
_default = DATABASES["default"]
if _default["ENGINE"] == "django.db.backends.sqlite3":
    if PRODUCTION:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database in production.")
    _default["OPTIONS"] = SQLITE_OPTIONS
elif _default["ENGINE"] == "django.db.backends.postgresql":
    _default["CONN_MAX_AGE"] = 60
    _default["CONN_HEALTH_CHECKS"] = True
    _default["OPTIONS"] = {"connect_timeout": 5, **_default.get("OPTIONS", {})}
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")

# The database role of web and worker; migrating as the tables' owner gives it its rights, and its password if named.
APPLICATION_ROLE = env.str("APPLICATION_ROLE", default="")
APPLICATION_PASSWORD = secret("APPLICATION_PASSWORD")

# --- Queue: the bell beside the job table --------------------------------------------------------------------
CELERY_BROKER_URL = secret("CELERY_BROKER_URL") or secret("REDIS_URL") or FILES_URL
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(CELERY_BROKER_URL, VAR / "broker", production=PRODUCTION)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Typst keeps a cache per process.
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
BACKUP_MINUTES = whole_number("BACKUP_MINUTES", 15, low=0, high=1440)
CELERY_BEAT_SCHEDULE = schedule(backup_minutes=BACKUP_MINUTES)

# --- Language and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------------------
NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles" if PRODUCTION else VAR / "static")))
if not PRODUCTION:
    # Nothing is collected here, but WhiteNoise warns when the folder is not there.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "assessment.static_files.NpmFinder",
]
MEDIA_ROOT = VAR / "files"
# Backups belong on another disk, better on another machine.
BACKUP_FOLDER = Path(env.str("BACKUP_DIR", default=str(VAR / "backups")))
BACKUP_KEEP = whole_number("BACKUP_KEEP", 96, low=1, high=10_000)
BACKUP_KEEP_DAYS = whole_number("BACKUP_KEEP_DAYS", 30, low=0, high=3650)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Brotli of everything takes 20 seconds, so only an image is built with it; one machine serves from the sources.
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
# A form's own limits tell a person sooner; beyond these nothing of a request is read.
REQUEST_MAX_BYTES = 64 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(VAR / "uploads")
FILE_UPLOAD_PERMISSIONS = 0o600
Path(FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)

# --- Signing in --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "cadres.Account"
LOGIN_URL = "cadres:log-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "cadres:log-in"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOG_IN_TRIES = 5
LOG_IN_TRIES_PER_ADDRESS = 100
LOG_IN_WINDOW_SECONDS = 15 * 60
KNOWN_ADDRESS_DAYS = 90
SLIP_DAYS = 14

# How often one account may do what costs the house much: so many in so many seconds.
RATES = {"api": (1200, 60), "uploads": (60, 600), "exports": (60, 600)}

# --- The edge ----------------------------------------------------------------------------------------------
ALLOWED_HOSTS = words("ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"))
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must be set in production.")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", ())
TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", 0, low=0, high=9)
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]
SECURE_HSTS_SECONDS = 365 * 86400 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "cadres.sessions"
SESSION_COOKIE_NAME = cookie_name("sessionid", secure=PRODUCTION)
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = cookie_name("csrftoken", secure=PRODUCTION)
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = cookie_name("django_language", secure=PRODUCTION)
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": DIRECTIVES}

# --- API ---------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["cadres.api.permissions.Nobody"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]
    + (["rest_framework.renderers.BrowsableAPIRenderer"] if DEBUG else []),
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "PAGE_SIZE": 100,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Differentiated assessment",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

# --- Measuring ---------------------------------------------------------------------------------------------
METRICS_TOKEN = secret("METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured("METRICS_TOKEN must have 32 characters or more.")
PROMETHEUS_EXPORT_MIGRATIONS = False

# --- Log ---------------------------------------------------------------------------------------------------
LOG_LEVEL = one_of("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORM = one_of("LOG_FORM", "json" if PRODUCTION else "text", ("json", "text"))
LOGGING = logging_config(LOG_LEVEL, LOG_FORM)
configure_structlog()
