"""moto drives event source mappings itself, inside the call that sends a message or writes an item.

moto 5.2.5, `awslambda/models.py: LambdaBackend.create_event_source_mapping` hangs each mapping on its
source, which then invokes the function record by record, with a receive count of 1, no backoff and no
partial answers. Here a mapping is only kept; the engine polls. Can go when moto leaves mappings alone.
"""

from typing import Any

from moto.awslambda.models import EventSourceMapping, LambdaBackend
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.sqs.models import sqs_backends

from local.moto_fixes.mend import replace

_moto_create = LambdaBackend.create_event_source_mapping


def install() -> None:
    """Mend moto."""
    replace(LambdaBackend, "create_event_source_mapping", _create_event_source_mapping)


def _create_event_source_mapping(backend: LambdaBackend, spec: dict[str, Any]) -> EventSourceMapping:
    mapping = _moto_create(backend, spec)
    account, region = backend.account_id, backend.region_name
    for queue in sqs_backends[account][region].queues.values():
        queue.lambda_event_source_mappings.clear()
    for table in dynamodb_backends[account][region].tables.values():
        table.lambda_event_source_mappings.clear()
    for stream in kinesis_backends[account][region].streams.values():
        stream.lambda_event_source_mappings.clear()
    return mapping
