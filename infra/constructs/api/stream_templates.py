"""The Velocity templates between a route and its stream."""

from infra.constructs.api.problem import problem
from infra.constructs.api.templates import OWNERS
from infra.constructs.api.vtl import template
from infra.settings import Settings
from infra.workload.stream import Stream

UNAVAILABLE = problem(503, "The request may or may not have been accepted. Repeat it as it is.")


def record_template(settings: Settings, entry: Stream, stream: str) -> str:
    """From a body to a record of the stream.

    Args:
        settings: say who the owner is.
        entry: of the catalog.
        stream: the stream's name.
    """
    owner = OWNERS[settings.authorizer, settings.owner]
    return template("stream_record", owner=owner, stream=stream, key=entry.keyed_by)


def acceptance_template() -> str:
    """From Kinesis's answer to the 202."""
    return template("stream_acceptance")


def refusal_template() -> str:
    """From Kinesis's 4xx to the problem the caller can mend, or to a 503."""
    return template(
        "stream_refusal",
        too_much=problem(429, "More came at once than the stream takes. Wait, then repeat the request."),
        too_large=problem(413, "A request is at most 1 MiB. Send it in parts."),
        unavailable=UNAVAILABLE,
    )
