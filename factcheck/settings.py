"""Django settings, all of them derived from factcheck.environment."""

from corsheaders.defaults import default_headers
from django.utils.csp import CSP

from factcheck.environment import BASE_DIR, read_environment
from factcheck.languages import LOCALE, spoken

ENVIRONMENT = read_environment()

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = list(ENVIRONMENT.secret_key_fallbacks)
ENCRYPTION_KEYS = list(ENVIRONMENT.encryption_keys)
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
PUBLIC_URL = ENVIRONMENT.public_url
SIGNING_KEY_FILE = ENVIRONMENT.signing_key_file
TIMESTAMP_SERVER = ENVIRONMENT.timestamp_server
TIMESTAMP_CERTIFICATES = ENVIRONMENT.timestamp_certificates

INSTALLED_APPS = [
    "claims.accounts",
    "claims.audit",
    "claims.jobs",
    "claims.restrictions",
    "claims.articles",
    "claims.tracking",
    "claims.verdicts",
    "claims.matching",
    "claims.followed",
    "claims.delivery",
    "claims.privacy",
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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "corsheaders",
]

MIDDLEWARE = [
    "factcheck.health_answers.HealthAnswers",
    "factcheck.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "factcheck.safe_headers.SafeHeaders",
    "factcheck.compression.TakenEncodings",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "factcheck.compression.Compressed",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "factcheck.speaking.SiteLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "factcheck.middleware.SignInFirst",
    "factcheck.middleware.OnWhoseBehalf",
    "factcheck.speaking.Speaking",
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.middleware.SecondStepFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "factcheck.middleware.RefusalPages",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "factcheck.jinja.Templates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "factcheck.jinja.environment",
            "context_processors": [
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.desk.context.chrome",
            ],
        },
    },
    # The back office alone: Django's admin is written in Django's own template language.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# Passwords hashed by the second are taken until their owner signs in next, and are hashed by the first from then on.
PASSWORD_HASHERS = [
    "claims.accounts.hashing.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "claims.accounts.password_words.DressedUpPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["claims.accounts.backends.DeskBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"

# Signing in takes allauth's steps in the desk's own pages, with the desk's limits in place of those in a cache.
ACCOUNT_ADAPTER = "claims.desk.sign_in_adapters.AccountAdapter"
ACCOUNT_FORMS = {"reauthenticate": "claims.desk.forms.second_step.ConfirmForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
OPENID = ENVIRONMENT.openid
PASSWORD_SIGN_IN = ENVIRONMENT.password_sign_in
SOCIALACCOUNT_ADAPTER = "claims.desk.openid_adapters.ProviderAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
MFA_ADAPTER = "claims.desk.sign_in_adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "claims.desk.forms.second_step.SecondStepForm",
    "reauthenticate": "claims.desk.forms.second_step.ConfirmCodeForm",
    "add_webauthn": "claims.desk.forms.second_step.AddPasskeyForm",
    "activate_totp": "claims.desk.forms.second_step.SetUpAppForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers let passkeys be tried without HTTPS on one's own machine alone.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.production
SECOND_STEP_FOR = ENVIRONMENT.second_step_for

# The demo sign-ins have a password everybody knows, so they work on this machine only.
DEMO_SIGN_INS = ENVIRONMENT.demo and not ENVIRONMENT.production and not ENVIRONMENT.listens_beyond_loopback

LANGUAGE_CODE = "en-gb"
TIME_ZONE = ENVIRONMENT.time_zone
USE_I18N = True
LANGUAGES = spoken()
LOCALE_PATHS = [LOCALE]
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [("handbook", BASE_DIR / "docs" / "handbook" / "pictures")]
STATIC_ROOT = ENVIRONMENT.static_dir or ENVIRONMENT.data_dir / "static"
MEDIA_ROOT = ENVIRONMENT.data_dir / "media"
STORAGES = {
    "default": (
        {"BACKEND": "factcheck.object_storage.ObjectStorage", "OPTIONS": ENVIRONMENT.files}
        if ENVIRONMENT.files
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "factcheck.storage.HashedModules"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
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
    "manifest-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "factcheck.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = ENVIRONMENT.session_days * 24 * 60 * 60
SESSION_IDLE_SECONDS = ENVIRONMENT.session_idle_hours * 60 * 60
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "factcheck.errors.csrf_failure"
AUDIT_SEALS_TO = ENVIRONMENT.audit_seals_to
SECOND_ADMIN_FOR_ROLES = ENVIRONMENT.second_admin_for_roles
AUDIT_SEALS_PUBLIC = ENVIRONMENT.audit_seals_public
METRICS_TOKEN = ENVIRONMENT.metrics_token
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
if ENVIRONMENT.production:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_days * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.hsts_subdomains
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # The prefix has browsers refuse a cookie that another host of the same domain tries to set.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether HTTPS binds the domain's other hosts (W005), browsers' preload lists (W021), and whether it is announced at
# all (W004) is the newsroom's to say: HSTS_DAYS and HSTS_SUBDOMAINS.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W021"]

APPROVALS_NEEDED = ENVIRONMENT.approvals_needed
WATCH_DAILY_BUDGET = ENVIRONMENT.watch_daily_budget
FETCH_ALLOW_NETWORKS = ENVIRONMENT.fetch_allow_networks
EXTRACTION_SCORER = ENVIRONMENT.extraction_scorer

BROKER_DIR = ENVIRONMENT.data_dir / "broker"
CELERY_BROKER_URL = ENVIRONMENT.broker_url
# Rows say what is to be done and messages only remind of it, so no message is waited for, kept or acknowledged late.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    # Without these a silent Redis is waited for without end.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5, "socket_keepalive": True}
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_IMPORTS = ["claims.jobs.tasks", "factcheck.tasks"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 1800  # of a whole message; a job has a time limit of its own, see claims.jobs.limits
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60  # a child loads the models before it reports for work
CELERY_WORKER_LOST_WAIT = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
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
        "GroupKind": "claims.tracking.enums.GroupKind",
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
    "filters": {"quiet_refusals": {"()": "factcheck.logs.QuietRefusals"}},
    "formatters": {
        "lines": {"()": "factcheck.logs.Lines", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "factcheck.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": ENVIRONMENT.log_format,
            "filters": ["quiet_refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "claims": {"level": "INFO"},
        "factcheck": {"level": "INFO"},
        # A line for each request is for programs to read; a person's screen would be full of them.
        "factcheck.request_log": {"level": "INFO" if ENVIRONMENT.log_format == "json" else "WARNING"},
        "claims.jobs.running": {"level": "INFO" if ENVIRONMENT.log_format == "json" else "WARNING"},
        # Our own line about the request says the same, and without the path.
        "django.request": {"level": "ERROR"},
    },
}
