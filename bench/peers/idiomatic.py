"""The peer: DRF as its documentation teaches it, over the same tables, in one file.

ModelViewSet, ModelSerializer, django-filter, PageNumberPagination with its count, Django's default
middleware, prefetch_related; DEBUG off and a connection pool, which is kinder than the defaults.
"""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings

place = urlsplit(os.environ["DATABASE_URL"])
settings.configure(
    DEBUG=False,
    SECRET_KEY="only-for-measuring-only-for-measuring-only-for-measuring",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.peers.idiomatic_urls",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "rest_framework",
        "django_filters",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": place.path.lstrip("/"),
            "USER": unquote(place.username or ""),
            "PASSWORD": unquote(place.password or ""),
            "HOST": dict(parse_qsl(place.query)).get("host", place.hostname or ""),
            "PORT": dict(parse_qsl(place.query)).get("port", place.port or ""),
            "OPTIONS": {"pool": {"min_size": 2, "max_size": 4}},
        }
    },
    REST_FRAMEWORK={
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
        "PAGE_SIZE": 20,
    },
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 - settings first

application: Any = get_wsgi_application()
