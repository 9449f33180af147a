"""`holdfast serve`: one process that answers HTTP, tells pages of changes and works off the jobs."""

from __future__ import annotations

import asyncio
import contextlib

import uvicorn

from holdfast.config.worker import keep_working


def serve(*, host: str, port: int, with_worker: bool) -> None:
    """Serve until SIGTERM or Ctrl-C; requests and jobs under way get ten seconds to end."""
    asyncio.run(_serve(host=host, port=port, with_worker=with_worker))


def server_at(host: str, port: int) -> uvicorn.Server:
    """Return the server of pages, API and sockets; port 0 takes a free one."""
    return uvicorn.Server(
        uvicorn.Config(
            "holdfast.config.asgi:application",
            host=host,
            port=port,
            lifespan="on",
            ws="websockets-sansio",
            ws_max_size=1024,  # a page has nothing to say on its socket (live/updates.py)
            log_config=None,
            access_log=False,  # an address may carry a one-time link
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )


async def _serve(*, host: str, port: int, with_worker: bool) -> None:
    server = server_at(host, port)
    worker = asyncio.create_task(keep_working()) if with_worker else None
    try:
        await server.serve()
    finally:
        if worker is not None:
            worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await worker
