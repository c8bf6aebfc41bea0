"""Django settings, all of them derived from factcheck.environment."""

from corsheaders.defaults import default_headers
from django.utils.csp import CSP

from factcheck.environment import BASE_DIR, read_environment

ENVIRONMENT = read_environment()

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
PUBLIC_URL = ENVIRONMENT.public_url

INSTALLED_APPS = [
    "claims.accounts",
    "claims.audit",
    "claims.articles",
    "claims.tracking",
    "claims.verdicts",
    "claims.matching",
    "claims.delivery",
    "claims.api",
    "claims.public",
    "claims.backoffice",
    "factcheck",
    "claims.backoffice.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "corsheaders",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "factcheck.middleware.ExpiredSessionForHtmx",
    "factcheck.middleware.WorkflowErrors",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.desk.context.chrome",
            ],
        },
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["claims.accounts.backends.DeskBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"

# The demo sign-ins have a password everybody knows, so they work on this machine only.
DEMO_SIGN_INS = ENVIRONMENT.demo and not ENVIRONMENT.production and not ENVIRONMENT.listens_beyond_loopback

LANGUAGE_CODE = "en-gb"
TIME_ZONE = ENVIRONMENT.time_zone
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
MEDIA_ROOT = ENVIRONMENT.data_dir / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "factcheck.storage.HashedModules"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

MAILERS = {"default": ENVIRONMENT.mailer}
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "factcheck.errors.csrf_failure"
if ENVIRONMENT.production:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

APPROVALS_NEEDED = ENVIRONMENT.approvals_needed
FETCH_ALLOW_NETWORKS = ENVIRONMENT.fetch_allow_networks
EXTRACTION_SCORER = ENVIRONMENT.extraction_scorer

BROKER_DIR = ENVIRONMENT.data_dir / "broker"
CELERY_BROKER_URL = ENVIRONMENT.broker_url
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "polling_interval": 0.1,
    }
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # a worker process loads the models before it reports for work
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Nothing is scheduled by the clock alone, so the beat keeps no file that could be lost or damaged.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "claims.workflow.tasks.sweep", "schedule": 5.0, "options": {"expires": 5}},
    "tick": {"task": "claims.workflow.tasks.tick", "schedule": 20.0, "options": {"expires": 20}},
    "letters": {"task": "claims.workflow.tasks.send_letters", "schedule": 60.0, "options": {"expires": 60}},
    "digests": {"task": "claims.workflow.tasks.send_digests", "schedule": 600.0, "options": {"expires": 600}},
    "tidy": {"task": "claims.workflow.tasks.tidy", "schedule": 21_600.0, "options": {"expires": 3600}},
    "seal": {"task": "claims.workflow.tasks.seal_audit", "schedule": 600.0, "options": {"expires": 600}},
}

# Each token may send so many requests a minute, and a person with all her tokens twice as many.
API_REQUESTS_PER_MINUTE = ENVIRONMENT.api_requests_per_minute
# Pages of other origins may call the API only where the environment names them, and with a token, never with a session.
CORS_ALLOWED_ORIGINS = ENVIRONMENT.api_cors_origins
CORS_URLS_REGEX = r"^/api/v1/"
CORS_ALLOW_HEADERS = [*default_headers, "if-match", "if-none-match", "idempotency-key"]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Idempotent-Replayed",
]
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "claims.api.authentication.TokenAuthentication",
        "claims.api.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["claims.api.permissions.MayUseDesk"],
    "DEFAULT_THROTTLE_CLASSES": ["claims.api.throttling.TokenBudget", "claims.api.throttling.PersonBudget"],
    "DEFAULT_RENDERER_CLASSES": ["claims.api.rendering.OnceRenderer"],
    "DEFAULT_PARSER_CLASSES": ["claims.api.parsing.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "claims.api.schema.DeskSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "claims.api.errors.handle",
    "STRICT_JSON": True,
    "UPLOADED_FILES_USE_URL": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "Everything an editor can do on the desk, for programs, with the same rights.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "claims.api.samples.add_examples",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Anchor": "claims.tracking.enums.AnchorOutcome",
        "CandidatesAct": "claims.api.serializers.organising.CANDIDATE_ACTS",
        "ClaimsAct": "claims.api.serializers.organising.CLAIM_ACTS",
        "ContactMethod": "claims.verdicts.enums.ContactMethod",
        "Priority": "claims.tracking.enums.Priority",
        "QuoteState": "claims.verdicts.enums.QuoteState",
        "Stance": "claims.verdicts.enums.Stance",
        "TokenScope": "claims.accounts.tokens.Scope",
        "RunState": "claims.tracking.enums.RunState",
        "CandidateState": "claims.tracking.enums.CandidateState",
        "ClaimState": "claims.tracking.enums.ClaimState",
        "AssignmentState": "claims.tracking.enums.AssignmentState",
        "CopyState": "claims.verdicts.enums.CopyState",
        "DismissReason": "claims.tracking.enums.DismissReason",
        "CloseReason": "claims.tracking.enums.CloseReason",
        "AttributionKind": "claims.tracking.enums.AttributionKind",
        "ClaimantKind": "claims.tracking.enums.ClaimantKind",
        "SourceKind": "claims.verdicts.enums.SourceKind",
        "PublicationKind": "claims.verdicts.enums.PublicationKind",
        "NotificationKind": "claims.delivery.enums.NotificationKind",
        "MatchState": "claims.matching.enums.MatchState",
        "MatchBand": "claims.matching.enums.MatchBand",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"claims": {"level": "INFO"}, "factcheck": {"level": "INFO"}},
}
