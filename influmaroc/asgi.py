"""Websockets only (ASGI): pages and API run under WSGI, see docs/decisions.md."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "influmaroc.settings.dev")
django_app = get_asgi_application()

from influmaroc.calls import Calls  # noqa: E402 - settings are read there
from influmaroc.sign_ins import with_person  # noqa: E402 - models need the app registry first
from notifications.urls import websocket_urlpatterns  # noqa: E402 - and so do these

calls = Calls()
live = with_person(calls.know(URLRouter(websocket_urlpatterns)))
application = ProtocolTypeRouter(
    {"http": django_app, "websocket": calls.guard(AllowedHostsOriginValidator(live))}
)
