"""The web application for an ASGI server: pages and API in four threads, sockets beside them, one LISTEN connection.

HTTP is served as WSGI: one thread a request, Django's own way under ASGI, would leak database connections.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator, WebsocketDenier
from django.core.wsgi import get_wsgi_application
from django.urls import path, re_path

from holdfast.config.keys import provide_keys

THREADS = 4

provide_keys()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
_pages = get_wsgi_application()

# Below, because these need Django's settings.
from holdfast.live.listening import Listener  # noqa: E402
from holdfast.live.updates import Updates, tell_again, tell_changed  # noqa: E402
from holdfast.web.doors import caller_of_cookies, guest_of_cookies  # noqa: E402


async def _lifespan(scope: Any, receive: Any, send: Any) -> None:
    """Listen from the server's start to its end."""
    await receive()
    listening = asyncio.create_task(Listener(tell_changed, tell_again).keep_listening())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listening.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await listening
    await send({"type": "lifespan.shutdown.complete"})


# The stubs of Django's `path` know views alone; Channels' router takes applications.
_updates, _of_guests, _nothing = cast(
    "tuple[Any, Any, Any]",
    (
        Updates.as_asgi(door=caller_of_cookies),
        Updates.as_asgi(door=guest_of_cookies),
        WebsocketDenier.as_asgi(),
    ),
)
_sockets: Any = [
    path("updates/transfers/<uuid:transfer_id>/", _updates),
    path("updates/guests/<uuid:transfer_id>/", _of_guests),
    path("updates/queues/", _updates),
    re_path("", _nothing),
]
application = ProtocolTypeRouter(
    {
        # Django types what a WSGI application returns as a response, a2wsgi as its lines: both are right.
        "http": WSGIMiddleware(cast("WSGIApp", _pages), workers=THREADS),
        "websocket": AllowedHostsOriginValidator(URLRouter(_sockets)),
        "lifespan": _lifespan,
    }
)
