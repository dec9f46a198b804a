"""moto keeps the first configuration of asynchronous invocations for good, and an update replaces nothing.

moto 5.2.5, `awslambda/models.py: LambdaBackend.put_function_event_invoke_config` appends what it is given and
always reads the first; `update_function_event_invoke_config` does the same; any ARN is a destination to it.
On AWS a put replaces all of it, an update what it names, the answer has both destinations, and these are of
five services. Can go when moto replaces them.
https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html

Shown by test_an_update_of_asynchronous_invocations_changes_what_it_names
in tests/flow/local/moto_fixes/test_lambda.py.
"""

from typing import Any, Final

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import EventInvokeConfig, LambdaBackend

from local.moto_fixes.mend import replace

#: The services whose resources hear of an end; a bucket hears of failures only.
#: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
_HEARERS: Final = {
    "OnSuccess": ("sqs", "sns", "lambda", "events"),
    "OnFailure": ("sqs", "sns", "lambda", "events", "s3"),
}

_moto_put = LambdaBackend.put_function_event_invoke_config


def install() -> None:
    """Mend moto."""
    replace(LambdaBackend, "put_function_event_invoke_config", _put)
    replace(LambdaBackend, "update_function_event_invoke_config", _update)


def _put(backend: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
    _check_destinations(config.get("DestinationConfig") or {})
    function = backend.get_function(function_name)
    before, function.event_invoke_config = function.event_invoke_config, []
    destinations = {"OnSuccess": {}, "OnFailure": {}} | (config.get("DestinationConfig") or {})
    try:
        return _moto_put(backend, function_name, config | {"DestinationConfig": destinations})
    except Exception:
        function.event_invoke_config = before  # it was refused
        raise


def _update(backend: LambdaBackend, function_name: str, config: dict[str, Any]) -> dict[str, Any]:
    before: list[EventInvokeConfig] = backend.get_function(function_name).event_invoke_config
    return _put(backend, function_name, (before[0].config if before else {}) | config)


def _check_destinations(destinations: dict[str, Any]) -> None:
    for condition, services in _HEARERS.items():
        arn = (destinations.get(condition) or {}).get("Destination")
        if arn and arn.split(":")[2:3] not in [[service] for service in services]:
            raise InvalidParameterValueException(
                f"The destination {arn} of {condition} is of no service it can be of."
            )
