"""The web application for an ASGI server: HTTP in four threads, each with a lasting database connection.

One thread a request, Django's own way under ASGI, would leak connections.
"""

from __future__ import annotations

import os
from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.core.wsgi import get_wsgi_application

from holdfast.config.keys import provide_keys

THREADS = 4

provide_keys()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.config.settings")
# Django types what a WSGI application returns as a response, a2wsgi as its lines: both are right.
application = WSGIMiddleware(cast("WSGIApp", get_wsgi_application()), workers=THREADS)
