"""The routes of the workload: a record of the copy, and how it stands with a source."""

import os
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from functions.offload.api.problem import Problem
from functions.offload.api.routes import answer, routes
from functions.offload.aws import client
from functions.offload.circuit import Circuit
from functions.offload.store.timestamps import timestamp
from functions.sync.errors import UnknownSource
from functions.sync.positions import Positions
from functions.sync.records import Records
from functions.sync.sources import Sources

_dynamodb = client("dynamodb")
_table = os.environ["OWN_TABLE"]
_sources = Sources(os.environ["SOURCES"])

app = routes()


@app.get("/records/<source>")
def show_record(source: str) -> Response[str]:
    """A record as it stands in the copy; its key is in the query, since it may have any characters."""
    key = app.current_event.query_string_parameters.get("key")
    if not key:
        raise Problem(HTTPStatus.BAD_REQUEST, "the query names no record: ?key=…")
    found = Records(_dynamodb, _table).find(source, key)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"the copy has no record {key!r} of {source!r}")
    if found.record is None:
        raise Problem(HTTPStatus.GONE, f"the record {key!r} was deleted in version {found.version}")
    return answer(HTTPStatus.OK, {"key": key, "version": found.version, "record": found.record})


@app.get("/sources/<source>")
def show_source(source: str) -> Response[str]:
    """How far a source has been pulled, and whether it answers."""
    try:
        _sources.url(source)
    except UnknownSource as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    position = Positions(_dynamodb, _table, hold_seconds=0).find(source)
    view: dict[str, object] = {
        "source": source,
        "cursor": position.cursor,
        "changes": position.changes,
        "circuit": Circuit(_dynamodb, _table, source).state(),
    }
    if position.pulled_at:
        view["pulled_at"] = timestamp(position.pulled_at)
    return answer(HTTPStatus.OK, view)


handle = app.resolve
