"""The outside over HTTP.

GET    /feeds/{name}?cursor=&limit=   a page of a feed: {"changes", "cursor", "more"}
POST   /feeds/{name}                  {"changes": […]}: something has changed there
POST   /hooks/{path}                  204, and remembered; PUT as well
GET    /received/{path}               {"count", "requests": [{"method", "headers", "body", "json"}]}
PUT    /outages/{path}                {"status", "after", "times", "retry_after", "body"}: that path fails
DELETE /outages/{path}                it works again
"""

import json
from dataclasses import asdict
from typing import cast

from pydantic import JsonValue, TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.outside.feeds import USUAL, Change, Feeds, UnknownCursor
from local.outside.inbox import Inbox, Received
from local.outside.outages import Outage, Outages

_OUTAGE = TypeAdapter(Outage)
_CHANGES = TypeAdapter(dict[str, list[dict[str, JsonValue]]])


def make_app(feeds: Feeds, inbox: Inbox, outages: Outages) -> Starlette:
    """Return the application that serves the feeds, fills the inbox, and strikes by the outages."""

    async def page(request: Request) -> Response:
        if struck := _struck(request):
            return struck
        name, query = request.path_params["name"], request.query_params
        try:
            found = feeds.page(name, query.get("cursor", ""), int(query.get("limit", USUAL)))
        except KeyError:
            return _refusal(404, f"there is no feed {name}")
        except (UnknownCursor, ValueError) as error:
            return _refusal(400, str(error))
        return JSONResponse(asdict(found))

    async def append(request: Request) -> Response:
        try:
            changes: list[Change] = [*_CHANGES.validate_json(await request.body())["changes"]]
        except (ValidationError, KeyError):
            return _refusal(400, 'the body is not {"changes": [{…}]}')
        feeds.append(request.path_params["name"], changes)
        return Response(status_code=204)

    async def receive(request: Request) -> Response:
        if struck := _struck(request):
            return struck
        body = (await request.body()).decode(errors="replace")
        path = request.url.path.removeprefix("/")
        inbox.add(Received(request.method, path, dict(request.headers), body))
        return Response(status_code=204)

    async def received(request: Request) -> Response:
        requests = [_told(one) for one in inbox.at(request.path_params["path"])]
        return JSONResponse({"count": len(requests), "requests": requests})

    async def begin(request: Request) -> Response:
        try:
            outage = _OUTAGE.validate_json(await request.body() or b"{}")
        except ValidationError as error:
            return _refusal(400, str(error))
        outages.begin(request.path_params["path"], outage)
        return Response(status_code=204)

    async def end(request: Request) -> Response:
        outages.end(request.path_params["path"])
        return Response(status_code=204)

    def _struck(request: Request) -> Response | None:
        outage = outages.strike(request.url.path.removeprefix("/"))
        if outage is None:
            return None
        headers = {} if outage.retry_after is None else {"Retry-After": str(outage.retry_after)}
        return Response(outage.body, outage.status, headers)

    return Starlette(
        routes=[
            Route("/feeds/{name}", page, methods=["GET"]),
            Route("/feeds/{name}", append, methods=["POST"]),
            Route("/hooks/{path:path}", receive, methods=["POST", "PUT"]),
            Route("/received/{path:path}", received, methods=["GET"]),
            Route("/outages/{path:path}", begin, methods=["PUT"]),
            Route("/outages/{path:path}", end, methods=["DELETE"]),
        ]
    )


def _told(received: Received) -> JsonValue:
    try:
        parsed: JsonValue = cast(JsonValue, json.loads(received.body))
    except ValueError:
        parsed = None
    headers: dict[str, JsonValue] = {**received.headers}
    return {"method": received.method, "headers": headers, "body": received.body, "json": parsed}


def _refusal(status: int, detail: str) -> Response:
    return JSONResponse({"detail": detail}, status)
