"""moto answers for event source mappings as if nothing about them took time, and names none that is missing.

moto 5.2.5, `awslambda/responses.py: LambdaResponse`: a mapping is "Enabled" in the answer that creates it,
and an unknown UUID is answered without an error's code; `awslambda/models.py:
LambdaBackend.list_event_source_mappings` finds a function only by the spelling its mapping was made with.
Can go when moto answers as Lambda does.

https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html

Shown by test_a_mapping_tells_what_is_under_way
in tests/flow/local/test_queue_mappings.py.
"""

import json
from collections.abc import Callable, Iterable

from moto.awslambda.exceptions import LambdaClientError
from moto.awslambda.models import EventSourceMapping, LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.core.common_types import TYPE_RESPONSE

from local.moto_fixes.mend import replace

_moto_create = LambdaResponse.create_event_source_mapping
_moto_update = LambdaResponse.update_event_source_mapping
_moto_delete = LambdaResponse.delete_event_source_mapping
_moto_get = LambdaResponse.get_event_source_mapping
_moto_list = LambdaBackend.list_event_source_mappings


class NoSuchMapping(LambdaClientError):
    """No mapping has this UUID."""

    code = 404

    def __init__(self) -> None:
        super().__init__("ResourceNotFoundException", "The resource you requested does not exist.")


def install() -> None:
    """Mend moto."""
    replace(LambdaResponse, "create_event_source_mapping", _create)
    replace(LambdaResponse, "update_event_source_mapping", _update)
    replace(LambdaResponse, "delete_event_source_mapping", _of_existing(_moto_delete))
    replace(LambdaResponse, "get_event_source_mapping", _of_existing(_moto_get))
    replace(LambdaBackend, "list_event_source_mappings", _list_event_source_mappings)


def _create(response: LambdaResponse) -> TYPE_RESPONSE:
    return _in_state("Creating", _moto_create(response))


def _update(response: LambdaResponse) -> TYPE_RESPONSE:
    enabled = _mapping(response).enabled
    answer = _moto_update(response)
    wanted = response.json_body.get("Enabled", enabled)
    return _in_state("Updating" if wanted == enabled else "Enabling" if wanted else "Disabling", answer)


def _of_existing(
    moto_answer: Callable[[LambdaResponse], TYPE_RESPONSE],
) -> Callable[[LambdaResponse], TYPE_RESPONSE]:
    def answer(response: LambdaResponse) -> TYPE_RESPONSE:
        _mapping(response)
        return moto_answer(response)

    return answer


def _mapping(response: LambdaResponse) -> EventSourceMapping:
    mapping = response.backend.get_event_source_mapping(response.path.split("/")[-1])
    if mapping is None:
        raise NoSuchMapping
    return mapping


def _in_state(state: str, answer: TYPE_RESPONSE) -> TYPE_RESPONSE:
    """Return the answer to a request that Lambda carries out later, in a state that says so."""
    status, headers, body = answer
    return status, headers, json.dumps({**json.loads(body), "State": state})


def _list_event_source_mappings(
    backend: LambdaBackend, event_source_arn: str, function_name: str
) -> Iterable[EventSourceMapping]:
    mappings = _moto_list(backend, event_source_arn, "")
    if not function_name:
        return mappings
    wanted = backend.get_function(function_name).function_arn
    return [mapping for mapping in mappings if mapping.function_arn == wanted]
