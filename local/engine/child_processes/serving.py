"""Serves an application on a port of its own, within an event loop that runs already.

A whole uvicorn server would wake ten times a second for each environment; its protocol alone wakes on demand.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

HOST = "127.0.0.1"


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[int]:
    """Serve `app` on 127.0.0.1 while the context lasts; gives the port."""
    config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    listener = socket.create_server((HOST, 0))
    # Connections inherit it. Without it each answer, written in two pieces, waits 40 ms for a delayed
    # acknowledgement; asyncio sets it only on sockets that were made with the protocol's number.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = await asyncio.get_running_loop().create_server(
        lambda: H11Protocol(config, state, app_state={}), sock=listener
    )
    try:
        yield listener.getsockname()[1]
    finally:
        server.close()
