"""The Runtime API: the HTTP interface by which a runtime asks for its next invocation and answers it.

One application for each environment, since nothing in a request says which one it comes from.
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.engine.environment import RESPONSE_LIMIT, Invocation

_VERSION = "/2018-06-01/runtime"


@dataclass(frozen=True)
class Assignment:
    """An invocation for the runtime, and the instant it is ended at, in seconds since the epoch."""

    invocation: Invocation
    deadline: float


class Runtime(Protocol):
    """What the API tells of a runtime, and asks for it."""

    async def next(self) -> Assignment | None:
        """Take note that the runtime is ready; return its next invocation, whenever that comes.

        None if none will come any more.
        """

    def responded(self, payload: bytes) -> None:
        """Take the handler's result."""

    def was_too_large(self) -> None:
        """Take note that the result is over Lambda's limit."""

    def failed(self, description: bytes) -> None:
        """Take the description of the error that the handler raised."""

    def failed_to_initialize(self, description: bytes) -> None:
        """Take the description of the error for which there is no handler."""


def runtime_api(runtime: Runtime) -> Starlette:
    """Return the application that serves one runtime."""

    async def next_invocation(_: Request) -> Response:
        assignment = await runtime.next()
        if assignment is None:
            return Response(status_code=410)
        return Response(assignment.invocation.payload, headers=_headers(assignment))

    async def response(request: Request) -> Response:
        payload = await request.body()
        if len(payload) > RESPONSE_LIMIT:
            runtime.was_too_large()
            return JSONResponse({"errorType": "RequestEntityTooLarge", "errorMessage": ""}, 413)
        runtime.responded(payload)
        return _accepted()

    def error(take: Callable[[bytes], None]) -> Callable[[Request], Awaitable[Response]]:
        async def post(request: Request) -> Response:
            take(await request.body())
            return _accepted()

        return post

    invocation = _VERSION + "/invocation/{request_id}"
    return Starlette(
        routes=[
            Route(f"{_VERSION}/invocation/next", next_invocation),
            Route(f"{invocation}/response", response, methods=["POST"]),
            Route(f"{invocation}/error", error(runtime.failed), methods=["POST"]),
            Route(f"{_VERSION}/init/error", error(runtime.failed_to_initialize), methods=["POST"]),
        ]
    )


def _accepted() -> Response:
    return JSONResponse({"status": "OK"}, 202)


def _headers(assignment: Assignment) -> Mapping[str, str]:
    return {
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": assignment.invocation.request_id,
        "Lambda-Runtime-Deadline-Ms": str(round(assignment.deadline * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": assignment.invocation.arn,
        "Lambda-Runtime-Trace-Id": assignment.invocation.trace_id,
    }
