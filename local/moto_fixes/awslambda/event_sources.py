"""moto drives event source mappings itself, inside the call that sends a message or writes an item.

moto 5.2.5, `awslambda/models.py: LambdaBackend.create_event_source_mapping` hangs each mapping on its
source, which then invokes the function record by record, with a receive count of 1, no backoff and no
partial answers. Here a mapping is checked and kept; the engine polls. A second mapping of the same queue and
function is refused. Can go when moto leaves mappings alone.

Shown by test_an_event_source_mapping_moves_nothing_by_itself
in tests/flow/local/moto_fixes/test_lambda.py.
"""

from typing import Any

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import EventSourceMapping, LambdaBackend, LambdaFunction
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.sqs.models import sqs_backends

from local.moto_fixes.awslambda import mapping_limits, stream_mappings
from local.moto_fixes.mend import replace

_moto_create = LambdaBackend.create_event_source_mapping
_moto_update = LambdaBackend.update_event_source_mapping


class MappingExists(LambdaClientError):
    """The function is fed by this queue already."""

    code = 409

    def __init__(self, queue_arn: str, function: str, uuid: str) -> None:
        super().__init__(
            "ResourceConflictException",
            f'An event source mapping with SQS arn (" {queue_arn} ") and function (" {function} ") already '
            f"exists. Please update or delete the existing mapping with UUID {uuid}",
        )


def install() -> None:
    """Mend moto."""
    replace(LambdaBackend, "create_event_source_mapping", _create_event_source_mapping)
    replace(LambdaBackend, "update_event_source_mapping", _update_event_source_mapping)


def _create_event_source_mapping(backend: LambdaBackend, spec: dict[str, Any]) -> EventSourceMapping:
    _check(backend, spec, spec)
    function, source = _function(backend, spec), spec["EventSourceArn"]
    if function is not None and _is_queue(source):
        for mapping in backend.list_event_source_mappings(source, ""):
            if mapping.function_arn == function.function_arn:
                raise MappingExists(source, function.function_name, mapping.uuid)
    mapping = _moto_create(backend, spec)
    account, region = backend.account_id, backend.region_name
    for queue in sqs_backends[account][region].queues.values():
        queue.lambda_event_source_mappings.clear()
    for table in dynamodb_backends[account][region].tables.values():
        table.lambda_event_source_mappings.clear()
    for stream in kinesis_backends[account][region].streams.values():
        stream.lambda_event_source_mappings.clear()
    return mapping


def _update_event_source_mapping(
    backend: LambdaBackend, uuid: str, spec: dict[str, Any]
) -> EventSourceMapping | None:
    mapping = backend.get_event_source_mapping(uuid)
    if mapping is not None:
        before = mapping.get_configuration()
        _check(backend, spec, {"FunctionName": before["FunctionArn"], **before, **spec})
    return _moto_update(backend, uuid, spec)


def _check(backend: LambdaBackend, spec: dict[str, Any], settings: dict[str, Any]) -> None:
    """Raise Lambda's error where it refuses `spec`, which makes the mapping's `settings` what they are."""
    mapping_limits.check_numbers(spec)
    mapping_limits.check_filters(spec)
    source = settings.get("EventSourceArn") or ""
    function = _function(backend, settings)
    if source:
        stream_mappings.check_stream(settings)
    if function is None or not _is_queue(source):
        return
    queue = sqs_backends[backend.account_id][backend.region_name].queues.get(source.rpartition(":")[2])
    if queue is not None:
        timeout = int(queue.visibility_timeout)  # type: ignore[attr-defined]  # moto sets it by its name
        mapping_limits.check_queue(
            settings,
            mapping_limits.Source(fifo=queue.fifo_queue, visibility_timeout=timeout),
            function_timeout=int(function.timeout),
        )


def _function(backend: LambdaBackend, settings: dict[str, Any]) -> LambdaFunction | None:
    """Return the function a mapping names, None where the request names none; moto refuses it then.

    Raises Lambda's error where there is no such function.
    """
    name = settings.get("FunctionName")
    return backend.get_function(name) if name else None


def _is_queue(source_arn: str) -> bool:
    return source_arn.split(":")[2:3] == ["sqs"]
