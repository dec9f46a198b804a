"""`GET /telemetry/{device}`: the windows of one of the caller's devices."""

import os
import time
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from functions.offload.api.routes import answer, owner, routes
from functions.offload.aws import client
from functions.telemetry.accepted import device_key
from functions.telemetry.question import question
from functions.telemetry.timing import written
from functions.telemetry.view import shown
from functions.telemetry.windows import Windows

app = routes()

_windows = Windows(client("dynamodb"), os.environ["OWN_TABLE"])


@app.get("/telemetry/<device>")
def show(device: str) -> Response[str]:
    """Show a device's windows in their order; `next` is the `from` of the rest, where there is a rest."""
    asked = question(app.current_event.query_string_parameters or {}, time.time())
    found = _windows.between(device_key(owner(app), device), asked.first, asked.last, most=asked.limit + 1)
    view: dict[str, object] = {"device": device, "windows": [shown(each) for each in found[: asked.limit]]}
    if len(found) > asked.limit:
        view["next"] = written(found[asked.limit].start)
    return answer(HTTPStatus.OK, view)


handle = app.resolve
