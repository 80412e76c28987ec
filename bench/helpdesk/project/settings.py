"""The fastest honest settings: no debugging, no sessions, connections kept, nothing logged, nothing sent."""

import os

SECRET_KEY = "only-measured-on-the-loopback-address"  # noqa: S105 - guards nothing
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.application.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sites",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
]
SITE_ID = 1
# Content-Length, so that connections can be kept.
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["HELPDESK_HOST"],
        "PORT": os.environ["HELPDESK_PORT"],
        "USER": os.environ["HELPDESK_USER"],
        "PASSWORD": os.environ["HELPDESK_PASSWORD"],
        "NAME": os.environ["HELPDESK_DATABASE"],
        "CONN_MAX_AGE": None,
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["project.door.KnownUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_ACTIVATE_API_ENDPOINT = True
HELPDESK_TEAMS_MODE_ENABLED = False
LOGGING_CONFIG = None
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
